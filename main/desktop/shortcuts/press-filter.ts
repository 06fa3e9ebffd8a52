/** Distinguishes key presses from auto-repeat where the system reports both alike and does not report releases. */

/**
 * The longest time between two reports of a held key. Windows: 250 to 1000 ms before the first repeat
 * (SPI_SETKEYBOARDDELAY), then 33 to 500 ms; Electron calls RegisterHotKey without MOD_NOREPEAT. X11: 660 ms by default.
 */
export const REPEAT_GAP_MS = 1100;

/**
 * Passes the first report of a press and drops those within the gap. Each dropped report extends the gap, so a key held for
 * minutes is one press. A second press within the gap is dropped too.
 * @param elapsed milliseconds of a monotonic clock
 */
export function filterRepeats(onPress: () => void, elapsed: () => number, gapMs = REPEAT_GAP_MS): () => void {
  let last = -Infinity;
  return () => {
    const now = elapsed();
    const isRepeat = now - last < gapMs;
    last = now;
    if (!isRepeat) onPress();
  };
}
