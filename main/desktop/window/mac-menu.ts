/**
 * The application menu of macOS. Standby has no Dock icon, so the menu bar does not show it, but its keys work in the window:
 * Cmd+Q, Cmd+W, Cmd+comma, and those of text fields.
 */
import type { MenuItemConstructorOptions } from 'electron';

/** @param openSettings called for Cmd+comma */
export function macMenuTemplate(
  settingsLabel: string,
  openSettings: () => void,
): MenuItemConstructorOptions[] {
  return [
    {
      label: 'Standby',
      submenu: [
        { label: settingsLabel, accelerator: 'Command+,', click: openSettings },
        { role: 'hide' },
        // Runs the quit sequence, as the tray menu does.
        { role: 'quit' },
      ],
    },
    { label: 'Window', submenu: [{ role: 'close' }] },
    { role: 'editMenu' },
  ];
}
