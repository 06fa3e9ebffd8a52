import { interface as dbusInterface, Message, type MessageBus, type Variant } from '@particle/dbus-next';
import { ChangeFeed } from './change-feed.ts';
import { connectToBus } from './dbus.ts';

/** A notification that an app sent. */
export interface ShownNotification {
  title: string;
  body: string;
  /** 0 is low, 1 normal, 2 critical. */
  urgency: number | undefined;
  /** Keys and labels, alternating. */
  actions: string[];
}

/** Arguments of the specification's Notify. */
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

/** Reasons for closing a notification, by the specification. */
const reasons = { dismissed: 2, closedByCall: 3 } as const;

/** The D-Bus interface org.freedesktop.Notifications, with the method names of the specification. */
class Notifications extends dbusInterface.Interface {
  onNotify: (id: number, notification: ShownNotification) => void = () => undefined;
  onClose: (id: number) => void = () => undefined;
  replyBarrier: Promise<void> = Promise.resolve();
  capabilities = ['body', 'actions'];
  #lastId = 0;

  constructor() {
    super(name);
  }

  async Notify(...[, , , title, body, actions, hints]: NotifyArguments): Promise<number> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.onNotify(id, { title, body, actions, urgency: hints.urgency?.value as number | undefined });
    await this.replyBarrier;
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

/** A notification service that lets tests wait for notifications. It must run before the app starts. */
export class NotificationDaemon {
  /** All notifications so far, in order. */
  readonly shown: ShownNotification[] = [];
  /** The notifications that are visible now. */
  readonly visible = new Map<number, ShownNotification>();
  readonly #bus: MessageBus;
  readonly #notifications = new Notifications();
  readonly #changes = new ChangeFeed();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    this.#notifications.onNotify = (id, notification) => {
      this.shown.push(notification);
      this.visible.set(id, notification);
      this.#changes.report();
    };
    this.#notifications.onClose = (id) => this.#close(id, reasons.closedByCall);
  }

  /** @param busAddress of the session to serve; the session of the tests by default */
  static async start(busAddress?: string): Promise<NotificationDaemon> {
    const bus = connectToBus(busAddress);
    const daemon = new NotificationDaemon(bus);
    bus.export(path, daemon.#notifications);
    await bus.requestName(name);
    return daemon;
  }

  /** Announces support for markup in bodies, as most desktops do. */
  enableMarkup(): void {
    this.#notifications.capabilities = ['body', 'body-markup', 'actions'];
  }

  /** Waits for a notification with this title, which may have been shown already. */
  async waitFor(title: string | RegExp, { timeoutMs = 15_000 } = {}): Promise<ShownNotification> {
    let found: ShownNotification | undefined;
    const isShown = (): boolean => {
      found = this.shown.find((one) =>
        typeof title === 'string' ? one.title === title : title.test(one.title),
      );
      return found !== undefined;
    };
    await this.waitUntil(isShown, `a notification ${String(title)}`, { timeoutMs });
    if (found === undefined) throw new Error('it was shown a moment ago');
    return found;
  }

  /** Waits until exactly these notifications are visible, in any order. */
  async waitForVisible(titles: readonly string[], options: { timeoutMs?: number } = {}): Promise<void> {
    const expectedTitles = titles.toSorted().join('\n');
    const visible = () => [...this.visible.values()].map(({ title }) => title).toSorted();
    await this.waitUntil(
      () => visible().join('\n') === expectedTitles,
      `exactly ${JSON.stringify(titles)}`,
      options,
    );
  }

  /** Waits until a condition is met. */
  async waitUntil(condition: () => boolean, description: string, { timeoutMs = 15_000 } = {}): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#changes.count;
      if (condition()) return;
      if (await this.#changes.changedSince(seen, deadline)) continue;
      const [shown, visible] = [this.shown, [...this.visible.values()].map(({ title }) => title)];
      throw new Error(
        `no ${description}; up are ${JSON.stringify(visible)}; shown were ${JSON.stringify(shown)}`,
      );
    }
  }

  /** Dismisses the notification with this title. */
  dismiss(title: string): void {
    this.#close(this.#idOf(title), reasons.dismissed);
  }

  /** Clicks a notification, or one of its buttons. */
  invoke(title: string, key = 'default'): void {
    const id = this.#idOf(title);
    this.#signal('ActionInvoked', 'us', [id, key]);
    this.#close(id, reasons.dismissed);
  }

  /** Stops responding: it receives calls and sends no replies. @returns sends the pending replies */
  hang(): () => void {
    let resume: () => void = () => undefined;
    this.#notifications.replyBarrier = new Promise((resolve) => {
      resume = resolve;
    });
    return resume;
  }

  stop(): void {
    this.#bus.disconnect();
  }

  #idOf(title: string): number {
    const found = [...this.visible].find(([, one]) => one.title === title);
    if (!found) throw new Error(`"${title}" is not up`);
    return found[0];
  }

  #close(id: number, reason: number): void {
    if (!this.visible.delete(id)) return;
    this.#signal('NotificationClosed', 'uu', [id, reason]);
    this.#changes.report();
  }

  #signal(member: string, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, body));
  }
}
