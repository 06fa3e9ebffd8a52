/** Which keys are down, so that a key that repeats is one press, however slow this process is. */
import type { Cancel, Time } from '../../time.ts';

export type HeldKeys = {
  /** Whether this is a new press, and no repeat. */
  press: (keycode: number) => boolean;
  letGo: (keycode: number) => void;
  stop: () => void;
};

/** How often to ask about keys whose release is not reported. */
const ASK_AGAIN_MS = 40;

/**
 * The display reports a key to Standby from its press to its release. Keys pressed meanwhile are reported too, but not their
 * release once the first was let go: about those the display is asked until they are up.
 * @param whichAreDown of these keys, those that are down; null where the display does not answer
 */
export function createHeldKeys(
  time: Pick<Time, 'after'>,
  whichAreDown: (keycodes: number[]) => Promise<number[] | null>,
): HeldKeys {
  const down = new Set<number>();
  /** The key by which the display began to report. */
  let first: number | null = null;
  let stopAsking: Cancel = () => {};

  function ask(): void {
    void whichAreDown([...down]).then((still) => {
      // Another press has begun a report of its own, which ends with a release.
      if (first !== null) return;
      for (const keycode of [...down]) if (!still?.includes(keycode)) down.delete(keycode);
      if (down.size > 0) stopAsking = time.after(ASK_AGAIN_MS, ask);
    });
  }

  return {
    press: (keycode) => {
      const isNew = !down.has(keycode);
      down.add(keycode);
      if (first === null) {
        first = keycode;
        stopAsking();
      }
      return isNew;
    },
    letGo: (keycode) => {
      down.delete(keycode);
      if (keycode !== first) return;
      first = null;
      if (down.size > 0) ask();
    },
    stop: () => stopAsking(),
  };
}
