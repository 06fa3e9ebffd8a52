/** The end of the log file: where the chain goes on, and what a crash left there. */
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
import { GENESIS, linkAfter, type Link } from './chain.ts';
import { isAbsent, logFailure, type LogFailure } from './log-failure.ts';

/** The last good line and the size of the file in bytes; 0 before there is an anchor. */
export type Tail = {
  link: Link;
  size: number;
  /** When the file was last written to or touched, epoch milliseconds; null when it is new. */
  touchedAt: number | null;
};

export type TailResult =
  /** `tornBytes`: how many bytes that are no line were moved to the side file. */
  { ok: true; tail: Tail; tornBytes: number } | { ok: false; failure: LogFailure };

const WINDOW_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/**
 * Finds the end of the chain, reading back from the end of the file. What comes after the last whole line is moved to the
 * side file, so that the next line starts on a line of its own. A last line that lacks its newline only, gets it.
 */
export function readTail(path: string, sideFile: string): TailResult {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (!isAbsent(error)) return { ok: false, failure: logFailure(error) };
    return { ok: true, tail: { link: GENESIS, size: 0, touchedAt: null }, tornBytes: 0 };
  }
  try {
    const { size, mtimeMs } = fstatSync(fd);
    const { link, end, whole } = findLastLine(fd, size);
    const torn = size - end;
    if (torn > 0) {
      const aside = Buffer.concat([readBytes(fd, end, torn), Buffer.from('\n')]);
      appendFileSync(sideFile, aside, { mode: 0o600, flush: true });
      truncateSync(path, end);
    }
    if (!whole) appendFileSync(path, '\n');
    const tail = { link, size: whole ? end : end + 1, touchedAt: size > 0 ? mtimeMs : null };
    return { ok: true, tail, tornBytes: torn };
  } catch (error) {
    return { ok: false, failure: logFailure(error) };
  } finally {
    closeSync(fd);
  }
}

/** The last line that is one: its link, and where it ends in the file (after its newline, if it is `whole`). */
function findLastLine(fd: number, size: number): { link: Link; end: number; whole: boolean } {
  for (let window = WINDOW_BYTES; ; window *= 8) {
    const from = Math.max(0, size - window);
    const bytes = readBytes(fd, from, size - from);
    let end = bytes.length;
    while (end > 0) {
      const whole = bytes[end - 1] === NEWLINE;
      const stop = whole ? end - 1 : end;
      const newline = stop === 0 ? -1 : bytes.lastIndexOf(NEWLINE, stop - 1);
      // The first piece of the window may be the end of a longer line.
      if (newline === -1 && from > 0) break;
      const link = linkAfter(bytes.toString('latin1', newline + 1, stop));
      if (link) return { link, end: from + end, whole };
      end = newline + 1;
    }
    if (from === 0) return { link: GENESIS, end: 0, whole: true };
  }
}

function readBytes(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
}

/**
 * Writes at the end of the file, all or nothing, and asks the system, without waiting, to put it on the disk. Answers
 * `moved` when the file does not end where `size` says: it was replaced, cut or written to by somebody else.
 *
 * In one synchronous write the line is in the system's hands before the app does anything else, so a killed app loses
 * none, at some 0.05 ms each. Waiting for the disk as well would cost several milliseconds a line; not waiting risks the
 * last lines only when the power fails, and never the chain.
 */
export function writeAtEnd(path: string, text: string, size: number): LogFailure | 'moved' | null {
  let fd: number | null = null;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (fstatSync(fd).size !== size) return 'moved';
    writeAll(fd, Buffer.from(text), size);
    return null;
  } catch (error) {
    return logFailure(error);
  } finally {
    if (fd !== null) flushAndClose(fd);
  }
}

/** All of it or nothing: a disk that fills up takes a part first, and refuses the rest on the next try. */
function writeAll(fd: number, bytes: Buffer, position: number): void {
  try {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(fd, bytes, done, bytes.length - done, position + done);
    }
  } catch (error) {
    cutBack(fd, position);
    throw error;
  }
}

function cutBack(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size);
  } catch {
    // Then the next look at the tail finds the half line and sets it aside.
  }
}

function flushAndClose(fd: number): void {
  fdatasync(fd, () => close(fd, () => {}));
}
