/** What the tray's menu must look like, so that a desktop shows it whole. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { TrayCommand, TrayItem } from './tray-model.ts';

export type MenuStyle = {
  /** Whether the menu is shown without submenus. */
  isFlat: boolean;
  /** The kind of item that marks the confirmed status. */
  mark: 'radio' | 'checkbox';
};

/**
 * Returns the style of the desktop. KDE Plasma places a submenu before it has read its items. At the edge of the screen the submenu
 * then opens beyond it, after each change of the menu; on Wayland the compositor moves it back. Most themes of LXQt's panel have
 * an image for the mark of a checkbox, and none for that of a radio item.
 */
export function menuStyle(
  platform: NodeJS.Platform,
  { XDG_CURRENT_DESKTOP: current = '', WAYLAND_DISPLAY: wayland = '' }: NodeJS.ProcessEnv,
): MenuStyle {
  const desktops = platform === 'linux' ? current.split(':') : [];
  return {
    isFlat: wayland === '' && desktops.includes('KDE'),
    mark: desktops.includes('LXQt') ? 'checkbox' : 'radio',
  };
}

/**
 * Puts the items of each submenu in its place, with its label in front of theirs. A recent choice is left out if another item
 * requests the same.
 */
export function flattenMenu(items: readonly TrayItem[]): TrayItem[] {
  const commands: TrayCommand[] = [];
  return inline(items).filter((item) => {
    if (!('command' in item)) return true;
    const isRepeated = commands.some((command) => isDeepStrictEqual(command, item.command));
    commands.push(item.command);
    return !isRepeated;
  });
}

function inline(items: readonly TrayItem[]): TrayItem[] {
  return items.flatMap((item) => (item.kind === 'submenu' ? inlineSubmenu(item.label, item.items) : [item]));
}

/** Without its separators: Electron ends a group of radio items at each of them. */
function inlineSubmenu(menuLabel: string, items: readonly TrayItem[]): TrayItem[] {
  return inline(items)
    .filter((item) => item.kind !== 'separator')
    .map((item) => ({ ...item, label: `${menuLabel} · ${item.label}` }));
}
