import type { Cancel, Time } from '../time.ts';

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

export type Soon = {
  /** Asks for it; asked for again before it is done, it is done once. */
  ask: () => void;
  /** It is not done any more, whoever asks. */
  stop: () => void;
};

/**
 * Puts something off for a moment.
 * @param afterMs milliseconds from the first time it is asked for
 */
export function soon(time: Pick<Time, 'after'>, afterMs: number, act: () => void): Soon {
  let state: 'idle' | 'asked' | 'stopped' = 'idle';
  let cancel: Cancel = () => {};
  return {
    ask: () => {
      if (state !== 'idle') return;
      state = 'asked';
      cancel = time.after(afterMs, () => {
        state = 'idle';
        act();
      });
    },
    stop: () => {
      state = 'stopped';
      cancel();
    },
  };
}
