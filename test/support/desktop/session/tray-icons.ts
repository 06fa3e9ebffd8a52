import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PNG } from 'pngjs';
import type { TrayImage } from './tray-image.ts';

const folder = new URL('../../../../dist/icons/tray/', import.meta.url);

/**
 * Identifies the icon that a panel shows: the most similar built one, because colors change slightly in transfer (alpha is
 * premultiplied and divided out again).
 */
export function getIconName(image: TrayImage | undefined): string {
  if (!image) return 'none';
  const candidates = readdirSync(folder)
    .filter((file) => /^[a-z-]+(@\dx)?\.png$/.test(file))
    .map((file) => ({ file, png: PNG.sync.read(readFileSync(new URL(file, folder))) }))
    .filter(({ png }) => png.width === image.width && png.height === image.height)
    .map(({ file, png }) => ({
      name: basename(file, '.png').replace(/@\dx$/, ''),
      meanDifference: meanDifference(png.data, image.rgba),
    }));
  const nearest = candidates.sort((one, other) => one.meanDifference - other.meanDifference)[0];
  if (!nearest || nearest.meanDifference > 4) return `none of the built icons (${image.width} px)`;
  return nearest.name;
}

/** Mean difference per channel, weighted by opacity: transparent pixels have no color. */
function meanDifference(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 4) {
    const [alpha = 0, otherAlpha = 0] = [one[at + 3], other[at + 3]];
    sum += Math.abs(alpha - otherAlpha);
    for (let channel = 0; channel < 3; channel += 1) {
      const [ownValue = 0, otherValue = 0] = [one[at + channel], other[at + channel]];
      sum += Math.abs((ownValue * alpha) / 255 - (otherValue * otherAlpha) / 255);
    }
  }
  return sum / one.length;
}
