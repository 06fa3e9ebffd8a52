/** Appends text to a file and rotates it at a maximum size. */
import { closeSync, constants, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Do not follow a symlink, and do not block on a pipe. Windows has neither flag: they count as 0. */
const FLAGS =
  constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Appends a text synchronously: the app may be about to exit. Creates the folder if it is missing. Only the owner can read
 * the file.
 * @param oldFile receives the file when it has reached `maxBytes`; replaces the previous one
 * @throws the system's error, or an Error if the path is no regular file
 */
export function appendRotated(file: string, text: string, { oldFile, maxBytes }: Rotation): void {
  mkdirSync(dirname(file), { recursive: true });
  if (append(file, text) >= maxBytes) renameSync(file, oldFile);
}

export type Rotation = { oldFile: string; maxBytes: number };

/** @returns the size of the file, in bytes */
function append(file: string, text: string): number {
  const opened = openSync(file, FLAGS, 0o600);
  try {
    if (!fstatSync(opened).isFile()) throw new Error('not a regular file');
    writeSync(opened, text);
    return fstatSync(opened).size;
  } finally {
    closeSync(opened);
  }
}
