import { type MessageBus, Variant } from '@particle/dbus-next';
import type { ChangeFeed } from './change-feed.ts';
import { callMethod, unwrap } from './dbus.ts';
import { type Pixmap, toImage, type TrayImage } from './tray-image.ts';
import { findItem, parseLayout, type TrayMenuItem } from './tray-menu.ts';

const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

/** State of a tray icon as a panel sees it. */
export interface TraySnapshot {
  icon: TrayImage | undefined;
  toolTip: string;
  menu: TrayMenuItem[];
}

interface ItemProperties {
  IconPixmap?: Pixmap[];
  ToolTip?: [icon: string, pixmaps: Pixmap[], title: string, text: string];
  Menu: string;
}

/** A tray icon with its menu, which tests read and click like a user. */
export class TrayItem {
  readonly busName: string;
  /** Time of its registration, by `performance.now`. */
  readonly registeredAt: number;
  readonly #bus: MessageBus;
  readonly #changes: ChangeFeed;

  constructor(bus: MessageBus, busName: string, changes: ChangeFeed, registeredAt: number) {
    this.registeredAt = registeredAt;
    this.#bus = bus;
    this.busName = busName;
    this.#changes = changes;
  }

  /** Reads icon, tooltip and menu. */
  async snapshot(): Promise<TraySnapshot> {
    const { IconPixmap = [], ToolTip, Menu } = await this.#properties();
    const largest = IconPixmap.toSorted(([left], [right]) => right - left)[0];
    return {
      icon: largest === undefined ? undefined : toImage(largest),
      toolTip: ToolTip?.[2] ?? '',
      menu: await this.#readMenu(Menu),
    };
  }

  /**
   * Waits until a snapshot satisfies a predicate. It reads again whenever the app signals a change.
   * @returns that snapshot
   * @throws Error with the last snapshot at the timeout
   */
  async waitFor(
    predicate: (snapshot: TraySnapshot) => boolean,
    { timeoutMs = 15_000 }: { timeoutMs?: number } = {},
  ): Promise<TraySnapshot> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#changes.count;
      const snapshot = await this.snapshot();
      if (predicate(snapshot)) return snapshot;
      if (!(await this.#changes.changedSince(seen, deadline))) {
        throw new Error(
          `the tray never came to: ${predicate.toString()}\nit shows: ${formatSnapshot(snapshot)}`,
        );
      }
    }
  }

  /** Clicks a menu item, given by its path of labels: `click('Rest', 'Lunch')`. */
  async click(...path: string[]): Promise<void> {
    for (;;) {
      const seen = this.#changes.count;
      const { Menu } = await this.#properties();
      const item = findItem(await this.#readMenu(Menu), path);
      if (!item.enabled) throw new Error(`"${path.join(' ▸ ')}" is disabled in the tray menu`);
      try {
        await this.#clickItem(Menu, item.id);
        return;
      } catch (error) {
        // The app has replaced the menu since it was read, so the old item ids are invalid. A panel reads it again, too.
        if (this.#changes.count === seen) throw error;
      }
    }
  }

  /** Finds a menu item for a click that is timed. @returns clicks it */
  async prepareClick(...path: string[]): Promise<() => Promise<void>> {
    const { Menu } = await this.#properties();
    const { id } = findItem(await this.#readMenu(Menu), path);
    return () => this.#clickItem(Menu, id);
  }

  async #clickItem(menu: string, id: number): Promise<void> {
    await this.#call(menu, menuInterface, 'Event', 'isvu', [id, 'clicked', new Variant('i', 0), 0]);
  }

  /** Clicks the icon. */
  async activate(): Promise<void> {
    await this.#call('/StatusNotifierItem', itemInterface, 'Activate', 'ii', [0, 0]);
  }

  async #properties(): Promise<ItemProperties> {
    const properties = 'org.freedesktop.DBus.Properties';
    const [reply] = await this.#call('/StatusNotifierItem', properties, 'GetAll', 's', [itemInterface]);
    return unwrap(reply) as ItemProperties;
  }

  async #readMenu(path: string): Promise<TrayMenuItem[]> {
    const [, layout] = await this.#call(path, menuInterface, 'GetLayout', 'iias', [0, -1, []]);
    return parseLayout(layout);
  }

  #call(path: string, iface: string, member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    return callMethod(this.#bus, {
      destination: this.busName,
      path,
      interface: iface,
      member,
      signature,
      body,
    });
  }
}

/** Formats a snapshot for the message of a failed expectation. */
function formatSnapshot({ icon, toolTip, menu }: TraySnapshot): string {
  const labels = (items: readonly TrayMenuItem[]): unknown[] =>
    items.map(({ label, type, toggled, enabled, children }) => {
      const text = `${toggled ? '(•) ' : ''}${type === 'separator' ? '—' : label}${enabled ? '' : ' (disabled)'}`;
      return children.length === 0 ? text : [text, labels(children)];
    });
  return JSON.stringify({ icon: icon?.fingerprint, toolTip, menu: labels(menu) }, undefined, 2);
}
