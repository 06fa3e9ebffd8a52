/** Wraps Electron's Tray: image, tooltip and menu. */
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import { join } from 'node:path';
import { fitTooltip } from './fit-tooltip.ts';
import type { TrayIcon } from './tray-model.ts';

/** The icon in the system tray. */
export type TrayHandle = {
  onClick: (listener: () => void) => void;
  /** Called when the pointer enters the icon. */
  onHover: (listener: () => void) => void;
  /** Position on the screen; all zeros where the desktop does not report it (Linux). */
  bounds: () => Electron.Rectangle;
  setToolTip: (text: string) => void;
  setImage: (name: TrayIcon) => void;
  setMenu: (entries: MenuEntry[]) => void;
};

/** Electron's menu entry, with handlers that take no arguments. */
export type MenuEntry = Omit<MenuItemConstructorOptions, 'click' | 'submenu'> & {
  click?: () => void;
  submenu?: MenuEntry[];
};

/** Windows scales the one size of a PNG for other screens. From an .ico Electron loads the size that the screen needs. */
const IMAGE_ENDS: Partial<Record<NodeJS.Platform, string>> = { win32: '.ico', darwin: 'Template.png' };

/**
 * Creates the tray icon. Each image is read from disk once.
 * @param folder folder of the built icons
 */
export function createTrayIcon(folder: string, initialIcon: TrayIcon): TrayHandle {
  const images = new Map<TrayIcon, NativeImage>();
  const tray = new Tray(image(initialIcon));

  function image(name: TrayIcon): NativeImage {
    const cached = images.get(name);
    if (cached) return cached;
    const template = process.platform === 'darwin';
    const loaded = nativeImage.createFromPath(
      join(folder, `${name}${IMAGE_ENDS[process.platform] ?? '.png'}`),
    );
    loaded.setTemplateImage(template);
    images.set(name, loaded);
    return loaded;
  }

  return {
    onClick: (listener) => tray.on('click', listener),
    onHover: (listener) => tray.on('mouse-enter', listener),
    bounds: () => tray.getBounds(),
    setToolTip: (text) => tray.setToolTip(fitTooltip(text, process.platform)),
    setImage: (name) => tray.setImage(image(name)),
    setMenu: (entries) => tray.setContextMenu(Menu.buildFromTemplate(entries)),
  };
}
