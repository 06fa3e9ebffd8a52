import { type Message, type MessageBus, MessageType } from '@particle/dbus-next';
import { ChangeFeed } from './change-feed.ts';
import { callMethod, connectToBus, matchSignals } from './dbus.ts';
import { StatusNotifierWatcher } from './status-notifier-watcher.ts';
import { TrayItem } from './tray-item.ts';

const watcherName = 'org.kde.StatusNotifierWatcher';

/**
 * A tray host without a display: apps register their icons here, and tests read and click them.
 * It must run before the app starts, like a panel.
 */
export class StatusNotifierHost {
  readonly #bus: MessageBus;
  readonly #pendingItems: { process: number; item: TrayItem }[] = [];
  readonly #arrivals = new ChangeFeed();
  readonly #changesBySender = new Map<string, ChangeFeed>();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /**
   * Starts the tray host of a session.
   * @param busAddress of that session; the session of the tests by default
   */
  static async start(busAddress?: string): Promise<StatusNotifierHost> {
    const bus = connectToBus(busAddress);
    const host = new StatusNotifierHost(bus);
    const watcher = new StatusNotifierWatcher();
    watcher.onItem = (name) => void host.#addItem(name);
    bus.export('/StatusNotifierWatcher', watcher);
    bus.on('message', (message) => host.#onMessage(message));
    await matchSignals(bus, `interface='org.kde.StatusNotifierItem'`);
    await matchSignals(bus, `interface='com.canonical.dbusmenu'`);
    await bus.requestName(watcherName);
    return host;
  }

  /**
   * Waits for the next registered icon with its menu. Every icon is returned once, in the order of registration.
   * @param options.of process of the icon: earlier icons, of apps that have crashed meanwhile, are skipped
   * @throws Error if none is registered in time
   */
  async nextItem({ of, timeoutMs = 60_000 }: { of?: number; timeoutMs?: number } = {}): Promise<TrayItem> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#arrivals.count;
      const next = this.#pendingItems.shift();
      if (next !== undefined && (of === undefined || of === next.process)) {
        // An app registers its icon first and sets the tooltip a moment later.
        await next.item.waitFor(({ menu }) => menu.length > 0, { timeoutMs });
        return next.item;
      }
      if (next !== undefined) continue;
      if (!(await this.#arrivals.changedSince(seen, deadline))) {
        throw new Error(`no app put an icon in the tray within ${timeoutMs} ms`);
      }
    }
  }

  /** Stops the tray host, as when a panel exits. */
  stop(): void {
    this.#bus.disconnect();
  }

  /** Adds a registered item. Signals come from the unique bus name of its app, while the item registers by another name. */
  async #addItem(busName: string): Promise<void> {
    const registeredAt = performance.now();
    try {
      const owner = String(await this.#callBus('GetNameOwner', busName));
      const process = Number(await this.#callBus('GetConnectionUnixProcessID', busName));
      const item = new TrayItem(this.#bus, busName, this.#getChanges(owner), registeredAt);
      this.#pendingItems.push({ process, item });
      this.#arrivals.report();
    } catch {
      // The app crashed during registration, so there is no icon to read.
    }
  }

  async #callBus(member: string, name: string): Promise<unknown> {
    const [reply] = await callMethod(this.#bus, {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member,
      signature: 's',
      body: [name],
    });
    return reply;
  }

  #onMessage(message: Message): void {
    if (message.type === MessageType.SIGNAL) this.#getChanges(message.sender).report();
  }

  #getChanges(sender: string): ChangeFeed {
    const changes = this.#changesBySender.get(sender) ?? new ChangeFeed();
    this.#changesBySender.set(sender, changes);
    return changes;
  }
}
