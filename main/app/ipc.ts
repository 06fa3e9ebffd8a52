/** The only door between the window and the main process: who knocks is checked, and so is everything they bring. */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import {
  eventChannel,
  invocationChannel,
  invocationNames,
  type EventName,
  type Invocation,
} from '../../preload/contract/channels.ts';
import { invocations, type Handlers, type Input, type Payload } from '../../preload/contract/index.ts';

/**
 * Answers the window's invocations.
 * @param page our own window's page; only its main frame, at our own origin, is listened to
 */
export function listen(handlers: Handlers, page: () => WebContents | null, origin: string): void {
  for (const name of invocationNames) {
    ipcMain.handle(invocationChannel(name), (event, ...brought: unknown[]) => {
      if (!isOurs(event, page(), origin)) throw new Error(`${name}: not from Standby's own window`);
      return answer(name, handlers[name], brought);
    });
  }
}

/** Tells the window, if there is one. */
export function tell<Name extends EventName>(
  page: WebContents | null,
  name: Name,
  payload: Payload<Name>,
): void {
  if (page && !page.isDestroyed()) page.send(eventChannel(name), payload);
}

function isOurs(event: IpcMainInvokeEvent, page: WebContents | null, origin: string): boolean {
  const frame = event.senderFrame;
  return (
    page !== null &&
    event.sender === page &&
    frame !== null &&
    frame === page.mainFrame &&
    frame.url.startsWith(`${origin}/`)
  );
}

async function answer<Name extends Invocation>(
  name: Name,
  handler: Handlers[Name],
  brought: unknown[],
): Promise<unknown> {
  const parsed = invocations[name].input.safeParse(brought[0]);
  // What was brought may be a secret in the wrong place, so the refusal does not repeat it.
  if (brought.length > 1 || !parsed.success) throw new Error(`${name}: refused, not of the contract's shape`);
  // Sound: this name's schema has just made it. The compiler cannot follow one name through two maps.
  return handler(parsed.data as Input<Name>);
}
