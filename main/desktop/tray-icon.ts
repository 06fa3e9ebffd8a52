import { nativeImage, Tray, type NativeImage } from 'electron';
import { join } from 'node:path';
import type { TrayIcon } from './tray-view.ts';

/** The icon in the system tray, without what it says. */
export type PlacedIcon = {
  tray: Tray;
  setImage: (name: TrayIcon) => void;
};

/**
 * Puts the icon into the tray. Each image is read from the disk once.
 * @param folder of the built icons
 */
export function placeTrayIcon(folder: string, first: TrayIcon): PlacedIcon {
  const images = new Map<TrayIcon, NativeImage>();
  const tray = new Tray(image(first));

  function image(name: TrayIcon): NativeImage {
    const known = images.get(name);
    if (known) return known;
    const template = process.platform === 'darwin';
    const loaded = nativeImage.createFromPath(join(folder, `${name}${template ? 'Template' : ''}.png`));
    loaded.setTemplateImage(template);
    images.set(name, loaded);
    return loaded;
  }

  return { tray, setImage: (name) => tray.setImage(image(name)) };
}
