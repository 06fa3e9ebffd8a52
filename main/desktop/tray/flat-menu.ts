/** The tray's menu without submenus, for a desktop that opens them off the screen. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { TrayCommand, TrayItem } from './tray-model.ts';

/**
 * Whether the desktop places a submenu before it has read its items: KDE Plasma does. At the edge of the screen the submenu then
 * opens beyond it, after each change of the menu. On Wayland the compositor moves it back.
 */
export function needsFlatMenu(
  platform: NodeJS.Platform,
  { XDG_CURRENT_DESKTOP: desktops = '', WAYLAND_DISPLAY: wayland = '' }: NodeJS.ProcessEnv,
): boolean {
  return platform === 'linux' && wayland === '' && desktops.split(':').includes('KDE');
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
