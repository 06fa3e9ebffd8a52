/**
 * Repeats file operations that fail because another program has the file open. Windows neither replaces nor deletes such a
 * file, and virus scanners, indexers and backup programs open each new file for a moment.
 */

/** How to wait for a file. */
export type LockRetry = {
  platform: NodeJS.Platform;
  /** Calls back once after a delay in milliseconds. */
  setTimer: (milliseconds: number, callback: () => void) => unknown;
};

/** Doubles from this delay on, in milliseconds. */
const FIRST_DELAY_MS = 10;
const LONGEST_DELAY_MS = 400;

/** Time limit for replacing a file, in milliseconds. */
export const SAVE_LIMIT_MS = 3_000;

/** What Windows reports for a file that another program has open. */
const LOCK_CODES: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Whether a file operation failed on Windows because another program may have the file open. Elsewhere never. */
export function isLocked(error: unknown, platform: NodeJS.Platform): boolean {
  if (platform !== 'win32' || !(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && LOCK_CODES.has(error.code);
}

/**
 * Runs an operation, and repeats it at growing intervals while the file is locked.
 * @param limitMs total delay, in milliseconds; without counting the operation itself
 * @throws (rejects with) the last error of the operation
 */
export async function retryWhileLocked<Result>(
  attempt: () => Promise<Result> | Result,
  { platform, setTimer }: LockRetry,
  limitMs: number,
): Promise<Result> {
  let waitedMs = 0;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_DELAY_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLocked(error, platform) || waitedMs >= limitMs) throw error;
    }
    const nextDelayMs = Math.min(delayMs, limitMs - waitedMs);
    await new Promise<void>((resolve) => setTimer(nextDelayMs, resolve));
    waitedMs += nextDelayMs;
  }
}
