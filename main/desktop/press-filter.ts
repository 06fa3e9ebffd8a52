/** Tells presses from auto-repeat where the system reports both alike and does not report that a key was let go. */

/**
 * The longest time between two reports of a key that is held. Windows: 250 to 1000 ms before the first repeat (SPI_SETKEYBOARDDELAY),
 * then 33 to 500 ms. Electron's RegisterHotKey goes without MOD_NOREPEAT. X11 has 660 ms unless it is set otherwise.
 */
export const REPEAT_GAP_MS = 1100;

/**
 * Lets the first report of a press through and drops those that follow within the gap. Each dropped one prolongs it, so a
 * key held for minutes is one press. The price: a second press sooner than the gap is dropped too.
 * @param elapsed milliseconds by a clock that only runs forward
 */
export function onePress(onPress: () => void, elapsed: () => number, gapMs = REPEAT_GAP_MS): () => void {
  let last = -Infinity;
  return () => {
    const now = elapsed();
    const isRepeat = now - last < gapMs;
    last = now;
    if (!isRepeat) onPress();
  };
}
