import { type MessageBus, Variant } from '@particle/dbus-next';
import type { ChangeFeed } from './change-feed.ts';
import { callMethod, unwrap } from './dbus.ts';
import { type Pixmap, toImage, type TrayImage } from './tray-image.ts';
import { findItem, parseLayout, type TrayMenuItem } from './tray-menu.ts';

const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

/** Everything a panel knows of a tray icon at one moment. */
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

/** An app's icon in the tray, as its panel sees it and its user handles it. */
export class TrayItem {
  readonly busName: string;
  /** When it came into the tray, by `performance.now`. */
  readonly announcedAt: number;
  readonly #bus: MessageBus;
  readonly #changes: ChangeFeed;

  constructor(bus: MessageBus, busName: string, changes: ChangeFeed, announcedAt: number) {
    this.announcedAt = announcedAt;
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
   * Waits until what the panel sees satisfies a predicate, reading again whenever the app says that something
   * has changed.
   * @returns the snapshot that did
   * @throws Error with the last snapshot when the time is up
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
        throw new Error(`the tray never came to: ${predicate.toString()}\nit shows: ${describe(snapshot)}`);
      }
    }
  }

  /** Clicks a menu item, named by the labels that lead to it: `click('Rest', 'Lunch')`. */
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
        // Drawn afresh since it was read, the menu does not know its old items: a panel, too, would read it again.
        if (this.#changes.count === seen) throw error;
      }
    }
  }

  /** Looks a menu item up, for a click that is to be timed. @returns clicks it */
  async aimAt(...path: string[]): Promise<() => Promise<void>> {
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

/** A snapshot in the few lines that a failed expectation should show. */
function describe({ icon, toolTip, menu }: TraySnapshot): string {
  const labels = (items: readonly TrayMenuItem[]): unknown[] =>
    items.map(({ label, type, toggled, enabled, children }) => {
      const text = `${toggled ? '(•) ' : ''}${type === 'separator' ? '—' : label}${enabled ? '' : ' (disabled)'}`;
      return children.length === 0 ? text : [text, labels(children)];
    });
  return JSON.stringify({ icon: icon?.fingerprint, toolTip, menu: labels(menu) }, undefined, 2);
}
