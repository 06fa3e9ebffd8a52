import { interface as dbusInterface, type MessageBus, type Variant } from '@particle/dbus-next';
import { ChangeFeed } from './change-feed.ts';
import { connectToBus } from './dbus.ts';

/** A notification as the desktop was asked to show it. */
export interface ShownNotification {
  title: string;
  body: string;
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

/** The org.freedesktop.Notifications of a desktop. Its methods bear the names of the specification. */
class Notifications extends dbusInterface.Interface {
  onNotify: (notification: ShownNotification) => void = () => undefined;
  mayAnswer: Promise<void> = Promise.resolve();
  #lastId = 0;

  constructor() {
    super('org.freedesktop.Notifications');
  }

  async Notify(...[, , , title, body]: NotifyArguments): Promise<number> {
    this.onNotify({ title, body });
    await this.mayAnswer;
    this.#lastId += 1;
    return this.#lastId;
  }

  CloseNotification(): void {
    return;
  }

  GetCapabilities(): string[] {
    return ['body', 'actions'];
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
  readonly shown: ShownNotification[] = [];
  readonly #bus: MessageBus;
  readonly #notifications = new Notifications();
  readonly #changes = new ChangeFeed();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    this.#notifications.onNotify = (notification) => {
      this.shown.push(notification);
      this.#changes.report();
    };
  }

  /** @param busAddress of the session to serve; the one that the tests run in when left out */
  static async start(busAddress?: string): Promise<NotificationDaemon> {
    const bus = connectToBus(busAddress);
    const daemon = new NotificationDaemon(bus);
    bus.export('/org/freedesktop/Notifications', daemon.#notifications);
    await bus.requestName('org.freedesktop.Notifications');
    return daemon;
  }

  /** Waits for a notification with this title; it may have been shown already. */
  async waitFor(title: string | RegExp, { timeoutMs = 15_000 } = {}): Promise<ShownNotification> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#changes.count;
      const found = this.shown.find((one) =>
        typeof title === 'string' ? one.title === title : title.test(one.title),
      );
      if (found) return found;
      if (!(await this.#changes.changedSince(seen, deadline))) {
        throw new Error(`no notification ${String(title)}; shown were ${JSON.stringify(this.shown)}`);
      }
    }
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
}
