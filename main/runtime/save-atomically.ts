/** Replaces files atomically: after a crash or on a full disk the file has its old or its new content, never a part. */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { retryWhileLocked, SAVE_LIMIT_MS, type LockRetry } from './retry-locked.ts';

/** How a file is saved. */
export type SaveOptions = {
  /** The permissions of the new file. Default: only its owner can read and write it. */
  mode?: number;
  /** How to wait while another program has the file open. */
  retry: LockRetry;
};

/** Writes to one file run one after another, so that the newest content is the last. */
const lastWrites = new Map<string, Promise<void>>();
let writeCount = 0;

/**
 * In the same folder, because a rename cannot cross file systems. The name ends in digits, by which leftover files are
 * recognized.
 */
function createTemporaryName(path: string): string {
  writeCount += 1;
  return `${path}.${process.pid}${writeCount}`;
}

/**
 * Writes a text after every earlier write of the same file has ended.
 * @throws (rejects with) the system's error; the file is unchanged
 */
export function saveAtomically(path: string, text: string, options: SaveOptions): Promise<void> {
  const write = () => replace(path, text, options);
  const saved = (lastWrites.get(path) ?? Promise.resolve()).then(write);
  const settledWrite = saved.catch(() => undefined);
  lastWrites.set(path, settledWrite);
  void settledWrite.then(() => {
    if (lastWrites.get(path) === settledWrite) lastWrites.delete(path);
  });
  return saved;
}

async function replace(path: string, text: string, options: SaveOptions): Promise<void> {
  // A symbolic link is kept: its target is replaced.
  await replaceFile(await realpath(path).catch(() => path), text, options);
}

/**
 * Replaces whatever has that name, including a link or another user's file. Because `mode` is applied to a new file,
 * nobody who could read or change the old file can read this one.
 * @throws (rejects with) the system's error; the file is unchanged
 */
export async function replaceFile(
  target: string,
  text: string,
  { mode = 0o600, retry }: SaveOptions,
): Promise<void> {
  const temporary = createTemporaryName(target);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await retryWhileLocked(() => rename(temporary, target), retry, SAVE_LIMIT_MS);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Synchronous version of `saveAtomically`. It does not wait for a locked file: its caller does. Do not use both for the same
 * file.
 * @throws the system's error; the file is unchanged
 */
export function saveAtomicallySync(path: string, bytes: Uint8Array, mode = 0o600): void {
  const target = resolveRealPath(path);
  const temporary = createTemporaryName(target);
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function resolveRealPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
