/**
 * Shows notifications by the desktop's own service on the session bus (org.freedesktop.Notifications). Unlike Electron's way
 * on Linux this one never waits synchronously, so a service that hangs holds up nothing; it asks whether markup is read; and
 * it has buttons.
 */
import * as z from 'zod/mini';
import type { Time } from '../time.ts';
import type { IncomingMessage } from './dbus/message.ts';
import { connectToBus, matchSignals, type MessageBus } from './dbus/message-bus.ts';
import { escapeMarkup } from './notification-markup.ts';
import type {
  NotificationContent,
  NotificationListeners,
  Presenter,
  ShownNotification,
} from './presenter.ts';

export type BusNotificationPorts = {
  time: Pick<Time, 'after'>;
  /** The address of the session bus. */
  address: string;
  uid: number;
  appName: string;
  /** Path of the app's picture. */
  icon: string;
  /** "io.github.standby.Standby.desktop": by it the desktop finds the app's name and settings. */
  desktopName: string;
  /** Used where the session bus cannot be reached. */
  otherwise: Presenter;
};

const SERVICE = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;

/**
 * Nobody waits for these answers. A service that hangs and recovers shows what it was asked for meanwhile, and only its
 * answer tells by which number that can be taken away again.
 */
const ANSWER_MS = 10 * 60_000;

/** The service tells everybody of every program's notifications. */
const MOST_EARLY = 100;

const URGENCY = { normal: 1, critical: 2 } as const;
const EXPIRES_AS_THE_DESKTOP_LIKES = -1;

const capabilityList = z.tuple([z.array(z.string())]);
const notifyAnswer = z.tuple([z.number()]);
const closedSignal = z.tuple([z.number(), z.number()]);
const actionSignal = z.tuple([z.number(), z.string()]);

/** A notification on its way to the desktop, or there. */
type Showing = {
  content: NotificationContent;
  listeners: NotificationListeners;
  /** False once it has been closed. */
  wanted: boolean;
  takeAway: () => void;
};

/** Asked anew: it may have been closed while the service was waited for. */
const isWanted = ({ wanted }: Showing): boolean => wanted;

export function busPresenter(ports: BusNotificationPorts): Presenter {
  const { time, address, uid } = ports;
  let connection: Promise<MessageBus> | null = null;
  const up = new Map<number, NotificationListeners>();
  /** How many notifications are on their way, and what was heard meanwhile of numbers that nobody knows yet. */
  let underWay = 0;
  let early: { id: number; tell: () => void }[] = [];

  function connected(): Promise<MessageBus> {
    connection ??= connect();
    return connection;
  }

  async function connect(): Promise<MessageBus> {
    try {
      const onEnd = (): void => {
        connection = null;
        for (const { onGone } of up.values()) onGone();
        up.clear();
      };
      const bus = await connectToBus({ time, address, uid, onSignal: hear, onEnd });
      const { interface: name, path } = SERVICE;
      await matchSignals(bus, `interface='${name}',path='${path}'`);
      return bus;
    } catch (error) {
      connection = null;
      throw error;
    }
  }

  function hear({ interface: name, member, body }: IncomingMessage): void {
    if (name !== SERVICE.interface) return;
    if (member === 'NotificationClosed') {
      const closed = closedSignal.safeParse(body);
      if (closed.success) tellOf(closed.data[0], (id) => forget(id)?.onGone());
    } else if (member === 'ActionInvoked') {
      const invoked = actionSignal.safeParse(body);
      if (invoked.success) tellOf(invoked.data[0], (id) => answer(id, invoked.data[1]));
    }
  }

  /** A notification may be answered before the service has said which number it has. */
  function tellOf(id: number, tell: (id: number) => void): void {
    if (up.has(id)) tell(id);
    else if (underWay > 0 && early.length < MOST_EARLY) early.push({ id, tell: () => tell(id) });
  }

  function answer(id: number, key: string): void {
    const listeners = up.get(id);
    if (key === 'default') listeners?.onClick();
    else if (key === 'imBack' || key === 'fiveMore') listeners?.onAction(key);
  }

  function forget(id: number): NotificationListeners | undefined {
    const listeners = up.get(id);
    up.delete(id);
    return listeners;
  }

  async function capabilitiesOf(bus: MessageBus): Promise<ReadonlySet<string>> {
    const answer = await bus.call({ ...SERVICE, member: 'GetCapabilities' }, ANSWER_MS);
    return new Set(capabilityList.parse(answer)[0]);
  }

  async function notify(bus: MessageBus, body: readonly unknown[]): Promise<number> {
    const call = { ...SERVICE, member: 'Notify', signature: 'susssasa{sv}i', body };
    underWay += 1;
    try {
      return notifyAnswer.parse(await bus.call(call, ANSWER_MS))[0];
    } finally {
      underWay -= 1;
    }
  }

  function show(content: NotificationContent, listeners: NotificationListeners): ShownNotification {
    const own: Showing = { content, listeners, wanted: true, takeAway: () => {} };
    put(own).catch((error: unknown) => {
      if (own.wanted) listeners.onFailed(error instanceof Error ? error : new Error(String(error)));
    });
    return {
      close: () => {
        own.wanted = false;
        own.takeAway();
      },
    };
  }

  async function put(own: Showing): Promise<void> {
    const bus = await connected().catch(() => null);
    if (!own.wanted) return;
    if (bus === null) {
      own.takeAway = ports.otherwise.show(own.content, own.listeners).close;
      return;
    }
    // Asked for each time: the service may be another one by now.
    const capabilities = await capabilitiesOf(bus);
    if (!isWanted(own)) return;
    const id = await notify(bus, notifyArguments(own.content, capabilities, ports));
    own.takeAway = () => {
      if (!forget(id)) return;
      const call = { ...SERVICE, member: 'CloseNotification', signature: 'u', body: [id] };
      // A service that is gone has taken its notifications along.
      bus.call(call, ANSWER_MS).catch(() => {});
    };
    up.set(id, own.listeners);
    const heard = early.filter((each) => each.id === id);
    early = underWay > 0 ? early.filter((each) => each.id !== id) : [];
    for (const { tell } of heard) tell();
    if (!isWanted(own)) own.takeAway();
  }

  return { show };
}

/** What the specification's Notify is called with. */
function notifyArguments(
  { title, body, urgent, openLabel, actions }: NotificationContent,
  capabilities: ReadonlySet<string>,
  { appName, icon, desktopName }: BusNotificationPorts,
): unknown[] {
  const hints = {
    urgency: { signature: 'y', value: urgent ? URGENCY.critical : URGENCY.normal },
    'desktop-entry': { signature: 's', value: desktopName.replace(/\.desktop$/, '') },
    'suppress-sound': { signature: 'b', value: !urgent },
  };
  // A service that knows no buttons may make a dialog of them.
  const buttons = capabilities.has('actions')
    ? ['default', openLabel, ...actions.flatMap(({ action, label }) => [action, label])]
    : [];
  const text = capabilities.has('body-markup') ? escapeMarkup(body) : body;
  // 0: it takes no other one's place. What it takes the place of is closed, so that it is seen as new.
  return [appName, 0, icon, title, text, buttons, hints, EXPIRES_AS_THE_DESKTOP_LIKES];
}
