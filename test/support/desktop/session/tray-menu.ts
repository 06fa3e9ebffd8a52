import { unwrap } from './dbus.ts';

/** A menu item as a panel sees it. */
export interface TrayMenuItem {
  id: number;
  label: string;
  type: 'standard' | 'separator';
  enabled: boolean;
  visible: boolean;
  toggleType: 'none' | 'checkmark' | 'radio';
  toggled: boolean;
  children: TrayMenuItem[];
}

interface Properties {
  label?: string;
  type?: string;
  enabled?: boolean;
  visible?: boolean;
  'toggle-type'?: string;
  'toggle-state'?: number;
}

type Layout = [id: number, properties: Properties, children: Layout[]];

/** Converts the reply of com.canonical.dbusmenu.GetLayout to menu items. */
export function parseLayout(layout: unknown): TrayMenuItem[] {
  return toItem(unwrap(layout) as Layout).children;
}

/** Missing properties have the defaults of the protocol. */
function toItem([id, properties, children]: Layout): TrayMenuItem {
  const toggleType = properties['toggle-type'];
  return {
    id,
    // An underscore marks the next letter as access key; two are a literal underscore.
    label: (properties.label ?? '').replace(/_(.)/g, '$1'),
    type: properties.type === 'separator' ? 'separator' : 'standard',
    enabled: properties.enabled !== false,
    visible: properties.visible !== false,
    toggleType: toggleType === 'radio' || toggleType === 'checkmark' ? toggleType : 'none',
    toggled: properties['toggle-state'] === 1,
    children: children.map(toItem),
  };
}

/**
 * Finds an item by its path of labels: `['Rest', 'Lunch']`.
 * @throws Error that lists the existing labels if one is missing
 */
export function findItem(menu: readonly TrayMenuItem[], path: readonly string[]): TrayMenuItem {
  const [label, ...rest] = path;
  const item = menu.find((candidate) => candidate.visible && candidate.label === label);
  if (item === undefined) {
    const labels = menu.map((candidate) => candidate.label).join(', ');
    throw new Error(`the tray menu has no "${label ?? ''}"; it has: ${labels}`);
  }
  return rest.length === 0 ? item : findItem(item.children, rest);
}

/** Paths of all toggled items, with labels joined by ` ▸ `. */
export function getToggledLabels(menu: readonly TrayMenuItem[], parents: readonly string[] = []): string[] {
  return menu.flatMap((item) => {
    const path = [...parents, item.label];
    return [...(item.toggled ? [path.join(' ▸ ')] : []), ...getToggledLabels(item.children, path)];
  });
}
