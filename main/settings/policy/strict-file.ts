/** Reads a file written by administrators, with a size limit, and reports whether other users could have changed it. */
import type { Stats } from 'node:fs';
import { readLimitedSync } from '../../runtime/read-limited.ts';
import { checkStrictly } from './strict-path.ts';
import { errorMessage, isNotFound } from '../../../shared/errors.ts';

export type StrictFile =
  | { kind: 'absent' }
  | { kind: 'unreadable'; message: string }
  /** `changeable`: the first part of the path that untrusted users could change; null if there is none. */
  | { kind: 'read'; bytes: Buffer; changeable: string | null };

/**
 * Reads a whole file.
 * @param owners user ids that may own it and its parent folders
 */
export function readStrictFile(path: string, owners: readonly number[]): StrictFile {
  try {
    const { bytes, stats } = readLimitedSync(path);
    return { kind: 'read', bytes, changeable: changeablePart(path, stats, owners) };
  } catch (error) {
    const isMissing = isNotFound(error);
    const message = errorMessage(error);
    return isMissing ? { kind: 'absent' } : { kind: 'unreadable', message };
  }
}

function changeablePart(path: string, opened: Stats, owners: readonly number[]): string | null {
  const checked = checkStrictly(path, owners);
  if (checked.ok && checked.stats.ino === opened.ino && checked.stats.dev === opened.dev) return null;
  return !checked.ok && checked.kind === 'unsafe' ? checked.part : path;
}
