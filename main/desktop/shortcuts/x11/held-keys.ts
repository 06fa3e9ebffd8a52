/** Tracks which keys are held, so that auto-repeat counts as one press however slow this process is. */
import type { CancelTimer, Clock } from '../../../../shared/clock.ts';

export type HeldKeys = {
  /** Returns whether this is a new press, not a repeat. */
  press: (keycode: number) => boolean;
  release: (keycode: number) => void;
  stop: () => void;
};

/** Poll interval for keys whose release is not reported. */
const POLL_MS = 40;

/**
 * The display reports a grabbed key from its press to its release. Keys pressed meanwhile are reported too, but not their
 * release after the first key was released. Those keys are polled until they are up.
 * @param getPressedKeys returns which of the keys are down; null if the display does not reply
 */
export function createHeldKeys(
  time: Pick<Clock, 'setTimer'>,
  getPressedKeys: (keycodes: number[]) => Promise<number[] | null>,
): HeldKeys {
  const down = new Set<number>();
  /** The key whose press started the display's report. */
  let first: number | null = null;
  let cancelPoll: CancelTimer = () => {};

  function poll(): void {
    void getPressedKeys([...down]).then((still) => {
      // Another press has started a new report, which ends with a release.
      if (first !== null) return;
      for (const keycode of [...down]) if (!still?.includes(keycode)) down.delete(keycode);
      if (down.size > 0) cancelPoll = time.setTimer(POLL_MS, poll);
    });
  }

  return {
    press: (keycode) => {
      const isNew = !down.has(keycode);
      down.add(keycode);
      if (first === null) {
        first = keycode;
        cancelPoll();
      }
      return isNew;
    },
    release: (keycode) => {
      down.delete(keycode);
      if (keycode !== first) return;
      first = null;
      if (down.size > 0) poll();
    },
    stop: () => cancelPoll(),
  };
}
