import { interface as dbusInterface, Message, type MessageBus, type Variant } from '@particle/dbus-next';
import { ChangeFeed } from './change-feed.ts';
import { connectToBus } from './dbus.ts';

/** A notification as the desktop was asked to show it. */
export interface ShownNotification {
  title: string;
  body: string;
  /** As the specification counts: 0 is low, 1 normal, 2 critical. */
  urgency: number | undefined;
  /** Keys and labels in turn. */
  actions: string[];
}

/** What the specification's Notify is called with. */
type NotifyArguments = [
  app: string,
  replaces: number,
  icon: string,
  title: string,
  body: string,
  actions: string[],
  hints: Record<string, Variant>,
  timeout: number,
];

const path = '/org/freedesktop/Notifications';
const name = 'org.freedesktop.Notifications';

/** Why a notification is closed, in the specification's numbers. */
const reasons = { dismissed: 2, asked: 3 } as const;

/** The org.freedesktop.Notifications of a desktop. Its methods bear the names of the specification. */
class Notifications extends dbusInterface.Interface {
  onNotify: (id: number, notification: ShownNotification) => void = () => undefined;
  onClose: (id: number) => void = () => undefined;
  mayAnswer: Promise<void> = Promise.resolve();
  capabilities = ['body', 'actions'];
  #lastId = 0;

  constructor() {
    super(name);
  }

  async Notify(...[, , , title, body, actions, hints]: NotifyArguments): Promise<number> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.onNotify(id, { title, body, actions, urgency: hints.urgency?.value as number | undefined });
    await this.mayAnswer;
    return id;
  }

  CloseNotification(id: number): void {
    this.onClose(id);
  }

  GetCapabilities(): string[] {
    return this.capabilities;
  }

  GetServerInformation(): string[] {
    return ['test', 'standby', '1', '1.2'];
  }
}

Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
});

/** Receives what apps want to tell their users, and lets tests wait for it. It must be there before the app starts. */
export class NotificationDaemon {
  /** Everything it was ever asked to show, in order. */
  readonly shown: ShownNotification[] = [];
  /** What stands on the desktop now. */
  readonly up = new Map<number, ShownNotification>();
  readonly #bus: MessageBus;
  readonly #notifications = new Notifications();
  readonly #changes = new ChangeFeed();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    this.#notifications.onNotify = (id, notification) => {
      this.shown.push(notification);
      this.up.set(id, notification);
      this.#changes.report();
    };
    this.#notifications.onClose = (id) => this.#close(id, reasons.asked);
  }

  /** @param busAddress of the session to serve; the one that the tests run in when left out */
  static async start(busAddress?: string): Promise<NotificationDaemon> {
    const bus = connectToBus(busAddress);
    const daemon = new NotificationDaemon(bus);
    bus.export(path, daemon.#notifications);
    await bus.requestName(name);
    return daemon;
  }

  /** From now on it reads markup in bodies, as most desktops do, and says so. */
  readMarkup(): void {
    this.#notifications.capabilities = ['body', 'body-markup', 'actions'];
  }

  /** Waits for a notification with this title; it may have been shown already. */
  async waitFor(title: string | RegExp, { timeoutMs = 15_000 } = {}): Promise<ShownNotification> {
    let found: ShownNotification | undefined;
    const isShown = (): boolean => {
      found = this.shown.find((one) =>
        typeof title === 'string' ? one.title === title : title.test(one.title),
      );
      return found !== undefined;
    };
    await this.until(isShown, `a notification ${String(title)}`, { timeoutMs });
    if (found === undefined) throw new Error('it was shown a moment ago');
    return found;
  }

  /** Waits until exactly these stand on the desktop, whichever way round. */
  async untilUp(titles: readonly string[], options: { timeoutMs?: number } = {}): Promise<void> {
    const wanted = titles.toSorted().join('\n');
    const up = () => [...this.up.values()].map(({ title }) => title).toSorted();
    await this.until(() => up().join('\n') === wanted, `exactly ${JSON.stringify(titles)}`, options);
  }

  /** Waits until something is so. */
  async until(isSo: () => boolean, what: string, { timeoutMs = 15_000 } = {}): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#changes.count;
      if (isSo()) return;
      if (await this.#changes.changedSince(seen, deadline)) continue;
      const [shown, up] = [this.shown, [...this.up.values()].map(({ title }) => title)];
      throw new Error(`no ${what}; up are ${JSON.stringify(up)}; shown were ${JSON.stringify(shown)}`);
    }
  }

  /** Somebody clears the notification with this title away. */
  dismiss(title: string): void {
    this.#close(this.#idOf(title), reasons.dismissed);
  }

  /** Somebody clicks a notification, or one of its buttons. */
  invoke(title: string, key = 'default'): void {
    const id = this.#idOf(title);
    this.#signal('ActionInvoked', 'us', [id, key]);
    this.#close(id, reasons.dismissed);
  }

  /** From now on it takes notifications and does not answer, as one that hangs. @returns lets it answer */
  hang(): () => void {
    let answer: () => void = () => undefined;
    this.#notifications.mayAnswer = new Promise((resolve) => {
      answer = resolve;
    });
    return answer;
  }

  stop(): void {
    this.#bus.disconnect();
  }

  #idOf(title: string): number {
    const found = [...this.up].find(([, one]) => one.title === title);
    if (!found) throw new Error(`"${title}" is not up`);
    return found[0];
  }

  #close(id: number, reason: number): void {
    if (!this.up.delete(id)) return;
    this.#signal('NotificationClosed', 'uu', [id, reason]);
    this.#changes.report();
  }

  #signal(member: string, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, body));
  }
}
