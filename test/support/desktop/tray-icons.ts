import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PNG } from 'pngjs';
import type { TrayImage } from './tray-image.ts';

const folder = new URL('../../../dist/icons/tray/', import.meta.url);

/**
 * Which of the app's icons a panel shows: the built one that is nearest, as colours lose a little on the way (alpha is
 * multiplied in and out again).
 */
export function iconName(image: TrayImage | undefined): string {
  if (!image) return 'none';
  const candidates = readdirSync(folder)
    .filter((file) => /^[a-z-]+(@\dx)?\.png$/.test(file))
    .map((file) => ({ file, png: PNG.sync.read(readFileSync(new URL(file, folder))) }))
    .filter(({ png }) => png.width === image.width && png.height === image.height)
    .map(({ file, png }) => ({
      name: basename(file, '.png').replace(/@\dx$/, ''),
      distance: distance(png.data, image.rgba),
    }));
  const nearest = candidates.sort((one, other) => one.distance - other.distance)[0];
  if (!nearest || nearest.distance > 4) return `none of the built icons (${image.width} px)`;
  return nearest.name;
}

/** Mean difference of a channel, weighed by opacity: what is transparent has no colour. */
function distance(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 4) {
    const [alpha = 0, otherAlpha = 0] = [one[at + 3], other[at + 3]];
    sum += Math.abs(alpha - otherAlpha);
    for (let channel = 0; channel < 3; channel += 1) {
      const [mine = 0, theirs = 0] = [one[at + channel], other[at + channel]];
      sum += Math.abs((mine * alpha) / 255 - (theirs * otherAlpha) / 255);
    }
  }
  return sum / one.length;
}
