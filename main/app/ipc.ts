/** Registers the IPC handlers. The sender and the argument of every call are checked before its handler runs. */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import {
  callChannel,
  eventChannel,
  ipcCalls,
  type IpcCall,
  type IpcEvent,
} from '../../shared/ipc/ipc-channels.ts';
import { ipcSchema, type Handlers, type Input, type Payload } from '../../shared/ipc/ipc-schema.ts';

/**
 * Registers a handler for each IPC call.
 * @param page the web contents of our own window; only its main frame is trusted
 * @param origin the origin that this frame has to have
 */
export function registerIpcHandlers(
  handlers: Handlers,
  page: () => WebContents | null,
  origin: string,
): void {
  for (const call of ipcCalls) {
    ipcMain.handle(callChannel(call), (event, ...args: unknown[]) => {
      if (!isTrustedSender(event, page(), origin)) throw new Error(`${call}: not from Standby's own window`);
      return handleCall(call, handlers[call], args);
    });
  }
}

/** Sends an event to the window, if there is one. */
export function sendToRenderer<Event extends IpcEvent>(
  page: WebContents | null,
  event: Event,
  payload: Payload<Event>,
): void {
  if (page && !page.isDestroyed()) page.send(eventChannel(event), payload);
}

function isTrustedSender(event: IpcMainInvokeEvent, page: WebContents | null, origin: string): boolean {
  const frame = event.senderFrame;
  return (
    page !== null &&
    event.sender === page &&
    frame !== null &&
    frame === page.mainFrame &&
    frame.url.startsWith(`${origin}/`)
  );
}

async function handleCall<Call extends IpcCall>(
  call: Call,
  handler: Handlers[Call],
  args: unknown[],
): Promise<unknown> {
  const parsed = ipcSchema[call].input.safeParse(args[0]);
  // The error does not repeat the argument, which may contain a secret.
  if (args.length > 1 || !parsed.success) throw new Error(`${call}: refused, not of the contract's shape`);
  // Sound: the schema of this call has just parsed it. TypeScript cannot relate the two maps by one key.
  return handler(parsed.data as Input<Call>);
}
