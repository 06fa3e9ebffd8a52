/** Reads the key of the contact center from a file. It has the format of a key program's output, and is its owner's alone. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { errorMessage } from '../../shared/errors.ts';
import { parseKeyOutput } from '../../tencent/credentials/parse-key-output.ts';
import type { IssueResult } from '../../tencent/credentials/temporary-keys.ts';

/** In bytes. A key with its token has about 1 kB. */
const MAX_BYTES = 65_536;

/** Access of the group and of others. */
const FORBIDDEN_MODE = 0o077;

/** Does not block on a pipe. Windows has no such flag: it counts as 0. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Reads the file. Never rejects. The failure contains no text of the file.
 * @param now milliseconds since 1970
 */
export async function readKeyFile(path: string, now: number): Promise<IssueResult> {
  try {
    const file = await open(path, FLAGS);
    try {
      const refusal = await findRefusal(file);
      return refusal === null ? parseKeyOutput(await file.readFile('utf8'), now) : refuse(refusal);
    } finally {
      await file.close();
    }
  } catch (error) {
    return refuse(errorMessage(error));
  }
}

/** Why the file is not read; null if it is. */
async function findRefusal(file: FileHandle): Promise<string | null> {
  const stats = await file.stat();
  if (!stats.isFile()) return 'is not a regular file';
  if (stats.size > MAX_BYTES) return 'is too large';
  // Windows has neither modes nor numbers of owners.
  if (process.getuid === undefined) return null;
  const isOwn = stats.uid === process.getuid() || stats.uid === 0;
  return isOwn && (stats.mode & FORBIDDEN_MODE) === 0
    ? null
    : 'must belong to the gateway’s user and have the mode 0600';
}

function refuse(message: string): IssueResult {
  return { ok: false, failure: { kind: 'keyProgramFailed', code: 'KeyFile.NotRead', message } };
}
