/** Locates the end of a log file, repairs it after a crash, and appends to it. */
import { isNotFound } from '../../../shared/errors.ts';
import {
  appendFileSync,
  close,
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  truncateSync,
  writeSync,
  constants,
} from 'node:fs';
import { toLogError, type LogError } from './log-error.ts';
import { isWholeLine } from './log-line.ts';

/** The end of a log. */
export type LogEnd = {
  /** The last good line, without its newline; `''` when there is none. */
  line: string;
  /** The size of the file in bytes. */
  size: number;
  /** When the file was last written to or touched, epoch milliseconds; null when it does not exist or is empty. */
  touchedAt: number | null;
};

export type LogEndResult =
  /** `quarantinedBytes`: number of bytes moved to the side file because they are no valid line. */
  { ok: true; logEnd: LogEnd; quarantinedBytes: number } | { ok: false; error: LogError };

const WINDOW_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/**
 * Finds the last valid line, reading backwards from the end of the file. Bytes after it are moved to the side file, so that
 * the next entry starts on its own line. A valid last line without a newline gets one.
 */
export function readLogEnd(path: string, sideFile: string): LogEndResult {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (!isNotFound(error)) return { ok: false, error: toLogError(error) };
    return { ok: true, logEnd: { line: '', size: 0, touchedAt: null }, quarantinedBytes: 0 };
  }
  try {
    const { size, mtimeMs } = fstatSync(fd);
    const { line, end, isWhole } = findLastLine(fd, size);
    const quarantinedLength = size - end;
    if (quarantinedLength > 0) {
      const quarantined = Buffer.concat([readBytes(fd, end, quarantinedLength), Buffer.from('\n')]);
      appendFileSync(sideFile, quarantined, { mode: 0o600, flush: true });
      truncateSync(path, end);
    }
    if (!isWhole) appendFileSync(path, '\n');
    const logEnd = { line, size: isWhole ? end : end + 1, touchedAt: size > 0 ? mtimeMs : null };
    return { ok: true, logEnd, quarantinedBytes: quarantinedLength };
  } catch (error) {
    return { ok: false, error: toLogError(error) };
  } finally {
    closeSync(fd);
  }
}

/** The last valid line and its end offset in the file (after the newline if `isWhole`). */
function findLastLine(fd: number, size: number): { line: string; end: number; isWhole: boolean } {
  for (let window = WINDOW_BYTES; ; window *= 8) {
    const from = Math.max(0, size - window);
    const bytes = readBytes(fd, from, size - from);
    let end = bytes.length;
    while (end > 0) {
      const isWhole = bytes[end - 1] === NEWLINE;
      const stop = isWhole ? end - 1 : end;
      const newline = stop === 0 ? -1 : bytes.lastIndexOf(NEWLINE, stop - 1);
      // The first line of the window may be the end of a longer one.
      if (newline === -1 && from > 0) break;
      const line = bytes.toString('latin1', newline + 1, stop);
      if (isWholeLine(line)) return { line, end: from + end, isWhole };
      end = newline + 1;
    }
    if (from === 0) return { line: '', end: 0, isWhole: true };
  }
}

function readBytes(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
}

/**
 * Writes at the end of the file, all or nothing, and starts `fdatasync` without waiting for it. Returns `changedOnDisk`
 * when the file's size differs from `size`: another program replaced, truncated or extended it.
 *
 * After one synchronous write (about 0.05 ms) the kernel has the line, so a killed app loses none. Waiting for the disk
 * would cost several milliseconds per line. Not waiting risks only the last lines at a power failure, never earlier ones.
 */
export function writeAtEnd(path: string, text: string, size: number): LogError | 'changedOnDisk' | null {
  let fd: number | null = null;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (fstatSync(fd).size !== size) return 'changedOnDisk';
    writeAll(fd, Buffer.from(text), size);
    return null;
  } catch (error) {
    return toLogError(error);
  } finally {
    if (fd !== null) flushAndClose(fd);
  }
}

/** Writes all bytes or none: a full disk accepts a part first and fails on the next write. */
function writeAll(fd: number, bytes: Buffer, position: number): void {
  try {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(fd, bytes, done, bytes.length - done, position + done);
    }
  } catch (error) {
    truncateTo(fd, position);
    throw error;
  }
}

function truncateTo(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size);
  } catch {
    // The next locateEnd finds the incomplete line and moves it to the side file.
  }
}

/** Files whose last line is being flushed. */
const flushing = new Set<number>();

function flushAndClose(fd: number): void {
  flushing.add(fd);
  fdatasync(fd, () => {
    if (flushing.delete(fd)) close(fd, () => {});
  });
}

/**
 * Closes the files that are still being flushed, because Windows replaces and deletes no file that is open. The kernel has their
 * lines already.
 */
export function closeFlushing(): void {
  for (const fd of flushing) {
    flushing.delete(fd);
    closeSync(fd);
  }
}
