import { type Message, type MessageBus, MessageType } from '@particle/dbus-next';
import { ChangeFeed } from './change-feed.ts';
import { callMethod, connectToBus, matchSignals } from './dbus.ts';
import { StatusNotifierWatcher } from './status-notifier-watcher.ts';
import { TrayItem } from './tray-item.ts';

const watcherName = 'org.kde.StatusNotifierWatcher';

/**
 * A desktop's tray, without a picture of it: apps put their icons here, and tests read and click them.
 * It must be there before the app starts, as a panel would be.
 */
export class StatusNotifierHost {
  readonly #bus: MessageBus;
  readonly #announced: TrayItem[] = [];
  readonly #arrivals = new ChangeFeed();
  readonly #changesBySender = new Map<string, ChangeFeed>();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /**
   * Becomes the tray of a session.
   * @param busAddress of that session; the one that the tests run in when left out
   */
  static async start(busAddress?: string): Promise<StatusNotifierHost> {
    const bus = connectToBus(busAddress);
    const host = new StatusNotifierHost(bus);
    const watcher = new StatusNotifierWatcher();
    watcher.onItem = (name) => void host.#welcome(name);
    bus.export('/StatusNotifierWatcher', watcher);
    bus.on('message', (message) => host.#notice(message));
    await matchSignals(bus, `interface='org.kde.StatusNotifierItem'`);
    await matchSignals(bus, `interface='com.canonical.dbusmenu'`);
    await bus.requestName(watcherName);
    return host;
  }

  /**
   * The next icon that an app puts here; every icon is handed out once, in the order of their coming.
   * @throws Error when none has come in time
   */
  async nextItem({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<TrayItem> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#arrivals.count;
      const item = this.#announced.shift();
      if (item !== undefined) return item;
      if (!(await this.#arrivals.changedSince(seen, deadline))) {
        throw new Error(`no app put an icon in the tray within ${timeoutMs} ms`);
      }
    }
  }

  /** Takes the tray away, as when a panel ends. */
  stop(): void {
    this.#bus.disconnect();
  }

  /** Signals come from an app's unique name, and items announce themselves by another: find the one by the other. */
  async #welcome(busName: string): Promise<void> {
    const [owner] = await callMethod(this.#bus, {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'GetNameOwner',
      signature: 's',
      body: [busName],
    });
    this.#announced.push(new TrayItem(this.#bus, busName, this.#changesOf(String(owner))));
    this.#arrivals.report();
  }

  #notice(message: Message): void {
    if (message.type === MessageType.SIGNAL) this.#changesOf(message.sender).report();
  }

  #changesOf(sender: string): ChangeFeed {
    const known = this.#changesBySender.get(sender) ?? new ChangeFeed();
    this.#changesBySender.set(sender, known);
    return known;
  }
}
