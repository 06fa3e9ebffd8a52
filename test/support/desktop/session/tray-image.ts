import { createHash } from 'node:crypto';

/** An image of a StatusNotifierItem: width, height, ARGB with the alpha byte first. */
export type Pixmap = [width: number, height: number, argb: Uint8Array];

/** A tray icon's pixels. */
export interface TrayImage {
  width: number;
  height: number;
  rgba: Buffer;
  /** Hash of the pixels, short enough for the message of a failed expectation. */
  fingerprint: string;
}

/** Converts a pixmap of the protocol to an image. */
export function toImage([width, height, argb]: Pixmap): TrayImage {
  const rgba = Buffer.alloc(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) {
    const [alpha = 0, red = 0, green = 0, blue = 0] = argb.subarray(at, at + 4);
    rgba.set([red, green, blue, alpha], at);
  }
  return { width, height, rgba, fingerprint: createHash('sha256').update(rgba).digest('hex').slice(0, 12) };
}
