/**
 * Shows notifications through org.freedesktop.Notifications on the session bus. Unlike Electron's implementation on Linux it
 * never blocks when the service hangs, it queries whether the service parses markup, and it supports buttons.
 */
import * as z from 'zod/mini';
import type { Clock } from '../../../shared/clock.ts';
import type { IncomingMessage } from '../dbus/message.ts';
import { connectToBus, matchSignals, type MessageBus } from '../dbus/message-bus.ts';
import { escapeMarkup } from './notification-markup.ts';
import type {
  NotificationContent,
  NotificationCallbacks,
  Presenter,
  ShownNotification,
} from '../presenter.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';

export type BusNotificationDeps = {
  time: Pick<Clock, 'setTimer'>;
  /** Address of the session bus. */
  address: string;
  uid: number;
  appName: string;
  /** Path of the app icon. */
  icon: string;
  /** Name of the desktop file, with its extension. The desktop finds the app's name and settings by it. */
  desktopName: string;
  /** Used when the session bus cannot be reached. */
  fallback: Presenter;
};

const SERVICE = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;

/**
 * Long, because no code blocks on these replies. A service that recovers after a hang shows the pending notifications, and
 * only its reply contains the id needed to close them.
 */
const CALL_TIMEOUT_MS = 10 * MINUTE_MS;

/** Limit for buffered signals: the service broadcasts signals for the notifications of every program. */
const MAX_EARLY_SIGNALS = 100;

const URGENCY = { normal: 1, critical: 2 } as const;
const DEFAULT_EXPIRATION = -1;

const capabilityList = z.tuple([z.array(z.string())]);
const notifyReply = z.tuple([z.number()]);
const closedSignal = z.tuple([z.number(), z.number()]);
const actionSignal = z.tuple([z.number(), z.string()]);

/** A notification that is being sent or is shown. */
type PendingNotification = {
  content: NotificationContent;
  callbacks: NotificationCallbacks;
  /** False after it was closed. */
  isOpen: boolean;
  dismiss: () => void;
};

/** Reads `isOpen` again after an `await`: the notification may have been closed meanwhile. */
const isStillOpen = ({ isOpen }: PendingNotification): boolean => isOpen;

export function busPresenter(deps: BusNotificationDeps): Presenter {
  const { time, address, uid } = deps;
  let connection: Promise<MessageBus> | null = null;
  const displayed = new Map<number, NotificationCallbacks>();
  /** Number of Notify calls in flight, and the signals received meanwhile for ids that are not known yet. */
  let pendingCalls = 0;
  let earlySignals: { id: number; deliver: () => void }[] = [];

  function getConnection(): Promise<MessageBus> {
    connection ??= connect();
    return connection;
  }

  async function connect(): Promise<MessageBus> {
    try {
      const onEnd = (): void => {
        connection = null;
        for (const { onClosed } of displayed.values()) onClosed();
        displayed.clear();
      };
      const bus = await connectToBus({ time, address, uid, onSignal: handleSignal, onEnd });
      const { interface: name, path } = SERVICE;
      await matchSignals(bus, `interface='${name}',path='${path}'`);
      return bus;
    } catch (error) {
      connection = null;
      throw error;
    }
  }

  function handleSignal({ interface: name, member, body }: IncomingMessage): void {
    if (name !== SERVICE.interface) return;
    if (member === 'NotificationClosed') {
      const closed = closedSignal.safeParse(body);
      if (closed.success) dispatch(closed.data[0], (id) => forget(id)?.onClosed());
    } else if (member === 'ActionInvoked') {
      const invoked = actionSignal.safeParse(body);
      if (invoked.success) dispatch(invoked.data[0], (id) => handleAction(id, invoked.data[1]));
    }
  }

  /** Delivers a signal, or buffers it: a signal may arrive before the Notify reply that contains its id. */
  function dispatch(id: number, deliver: (id: number) => void): void {
    if (displayed.has(id)) deliver(id);
    else if (pendingCalls > 0 && earlySignals.length < MAX_EARLY_SIGNALS)
      earlySignals.push({ id, deliver: () => deliver(id) });
  }

  function handleAction(id: number, key: string): void {
    const callbacks = displayed.get(id);
    if (key === 'default') callbacks?.onClick();
    else if (key === 'confirmReturn' || key === 'extendReturn') callbacks?.onAction(key);
  }

  function forget(id: number): NotificationCallbacks | undefined {
    const callbacks = displayed.get(id);
    displayed.delete(id);
    return callbacks;
  }

  async function getCapabilities(bus: MessageBus): Promise<ReadonlySet<string>> {
    const reply = await bus.call({ ...SERVICE, member: 'GetCapabilities' }, CALL_TIMEOUT_MS);
    return new Set(capabilityList.parse(reply)[0]);
  }

  async function notify(bus: MessageBus, body: readonly unknown[]): Promise<number> {
    const call = { ...SERVICE, member: 'Notify', signature: 'susssasa{sv}i', body };
    return notifyReply.parse(await bus.call(call, CALL_TIMEOUT_MS))[0];
  }

  function show(content: NotificationContent, callbacks: NotificationCallbacks): ShownNotification {
    const pending: PendingNotification = { content, callbacks, isOpen: true, dismiss: () => {} };
    display(pending).catch((error: unknown) => {
      if (pending.isOpen) callbacks.onFailed(error instanceof Error ? error : new Error(String(error)));
    });
    return {
      close: () => {
        pending.isOpen = false;
        pending.dismiss();
      },
    };
  }

  async function display(pending: PendingNotification): Promise<void> {
    const bus = await getConnection().catch(() => null);
    if (!pending.isOpen) return;
    if (bus === null) {
      pending.dismiss = deps.fallback.show(pending.content, pending.callbacks).close;
      return;
    }
    // Queried each time: another service may have replaced the previous one.
    const capabilities = await getCapabilities(bus);
    if (!isStillOpen(pending)) return;
    pendingCalls += 1;
    let id: number;
    try {
      id = await notify(bus, notifyArguments(pending.content, capabilities, deps));
    } finally {
      // In the same step as the id becomes known: two replies can be read at once, and the signals of the second are kept.
      pendingCalls -= 1;
    }
    pending.dismiss = () => {
      if (!forget(id)) return;
      const call = { ...SERVICE, member: 'CloseNotification', signature: 'u', body: [id] };
      // If the service is gone, so are its notifications.
      bus.call(call, CALL_TIMEOUT_MS).catch(() => {});
    };
    displayed.set(id, pending.callbacks);
    const matching = earlySignals.filter((each) => each.id === id);
    earlySignals = pendingCalls > 0 ? earlySignals.filter((each) => each.id !== id) : [];
    for (const { deliver } of matching) deliver();
    if (!isStillOpen(pending)) pending.dismiss();
  }

  return { show };
}

/** Arguments of the Notify call. */
function notifyArguments(
  { title, body, urgent, openLabel, actions }: NotificationContent,
  capabilities: ReadonlySet<string>,
  { appName, icon, desktopName }: BusNotificationDeps,
): unknown[] {
  const hints = {
    urgency: { signature: 'y', value: urgent ? URGENCY.critical : URGENCY.normal },
    'desktop-entry': { signature: 's', value: desktopName.replace(/\.desktop$/, '') },
    'suppress-sound': { signature: 'b', value: !urgent },
  };
  // A service without the `actions` capability may show a dialog for them.
  const buttons = capabilities.has('actions')
    ? ['default', openLabel, ...actions.flatMap(({ action, label }) => [action, label])]
    : [];
  const text = capabilities.has('body-markup') ? escapeMarkup(body) : body;
  // replaces_id is 0: the previous notification is closed instead, so that this one pops up as new.
  return [appName, 0, icon, title, text, buttons, hints, DEFAULT_EXPIRATION];
}
