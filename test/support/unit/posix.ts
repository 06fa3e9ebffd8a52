/** For tests that Windows runs in part. Files that it does not run at all are named `*.posix.test.ts` (vitest.config.ts). */
import { statSync } from 'node:fs';
import process from 'node:process';
import { expect } from 'vitest';

export const isWindows = process.platform === 'win32';

/** The cases of a table that need links, named pipes, devices or signals: none on Windows. */
export const posixCases = <Case>(...cases: Case[]): Case[] => (isWindows ? [] : cases);

/** Expects that only the file's owner can read it. On Windows the access rights of the folder apply, and files have no mode. */
export function expectPrivate(file: string): void {
  if (!isWindows) expect(statSync(file).mode & 0o777).toBe(0o600);
}

/** The error codes of writing to a folder. Wine opens a folder like a file, and fails at the write. */
export const folderWriteCodes: readonly string[] = isWindows ? ['EISDIR', 'EBADF'] : ['EISDIR'];
