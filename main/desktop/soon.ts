import type { Time } from '../time.ts';

/**
 * What is drawn for a wish comes after its request: the key is on its way from the keychain meanwhile, and drawing would keep
 * it waiting. A sixtieth of a second, which nobody sees.
 */
export const DRAW_AFTER_MS = 16;

/**
 * A notification is a call to the desktop that Electron waits for on Linux, so that one that hangs would hold up all the rest.
 * Still within the tenth of a second that feels like at once.
 */
export const ANNOUNCE_AFTER_MS = 50;

/**
 * Puts something off for a moment.
 * @param afterMs milliseconds from the first time it is asked for
 * @returns asks for it; asked for again meanwhile, it is done once
 */
export function soon(time: Pick<Time, 'after'>, afterMs: number, act: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    time.after(afterMs, () => {
      asked = false;
      act();
    });
  };
}
