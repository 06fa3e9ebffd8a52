/** Checks the path of a program that a policy or the settings name. */
import { posix } from 'node:path';

const isWindows = process.platform === 'win32';

/** Expected format, shown when a policy has another. */
export const PROGRAM_PATH = isWindows ? 'C:\\folder\\program.exe' : 'an absolute path';

/**
 * Whether a path names exactly one program, independent of the current folder and drive. On Windows a path without a drive
 * letter is on the current drive, one with two leading backslashes is on another computer, one with a second colon is an
 * alternate data stream, and one that does not end in .exe needs a shell.
 */
export function isProgramPath(path: string, onWindows = isWindows): boolean {
  if (!onWindows) return posix.isAbsolute(path);
  const [drive, ...steps] = path.split(/[\\/]/);
  return (
    /^[A-Za-z]:$/.test(drive ?? '') &&
    steps.length > 0 &&
    steps.every((step) => /^[^<>:"|?*\p{Cc}]+$/u.test(step) && !/^\.+$|[. ]$/.test(step)) &&
    /\.exe$/i.test(path)
  );
}
