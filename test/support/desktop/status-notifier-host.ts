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
  readonly #announced: { process: number; item: TrayItem }[] = [];
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
   * The next icon that an app puts here, with its menu; every icon is handed out once, in the order of their coming.
   * @param options.of the process whose icon is meant: those that came before it, from apps that have crashed since,
   *   are passed over
   * @throws Error when none has come in time
   */
  async nextItem({ of, timeoutMs = 10_000 }: { of?: number; timeoutMs?: number } = {}): Promise<TrayItem> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#arrivals.count;
      const next = this.#announced.shift();
      if (next !== undefined && (of === undefined || of === next.process)) {
        // The icon comes first, and what it says a moment later.
        await next.item.waitFor(({ menu }) => menu.length > 0, { timeoutMs });
        return next.item;
      }
      if (next !== undefined) continue;
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
    const announcedAt = performance.now();
    try {
      const owner = String(await this.#askBus('GetNameOwner', busName));
      const process = Number(await this.#askBus('GetConnectionUnixProcessID', busName));
      const item = new TrayItem(this.#bus, busName, this.#changesOf(owner), announcedAt);
      this.#announced.push({ process, item });
      this.#arrivals.report();
    } catch {
      // An app that crashes while it comes is gone before it can be asked; then there is no icon to show either.
    }
  }

  async #askBus(member: string, name: string): Promise<unknown> {
    const [answer] = await callMethod(this.#bus, {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member,
      signature: 's',
      body: [name],
    });
    return answer;
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
