/**
 * Checks that only trusted users can have placed a file at its path. As in ssh's StrictModes, the file, every parent folder
 * and every symbolic link on the path are checked. For Linux and macOS, by owner and mode.
 */
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { posix } from 'node:path';
import { errorMessage } from '../../../shared/errors.ts';

export type StrictPath =
  /** `path`: the file itself, without symbolic links. */
  | { ok: true; path: string; stats: Stats }
  /** `part`: the first part of the path that untrusted users could change. */
  | { ok: false; kind: 'unsafe'; part: string; why: 'owner' | 'mode' | 'notAFile' | 'links' }
  /** The path cannot be checked, for example because it does not exist. */
  | { ok: false; kind: 'error'; code: string; message: string };

/** The limit of Linux. */
const MAX_LINKS = 40;

const WRITABLE_BY_OTHERS = 0o022;

/** In a sticky folder such as /tmp everybody can create files, but only a file's owner can remove or rename it. */
const STICKY = 0o1000;

/**
 * Checks each step from the root to a file. Access control lists are not read: on Linux, one that lets others write appears in
 * the group mode; on macOS it does not.
 * @param path absolute path
 * @param owners trusted user ids
 */
export function checkStrictly(path: string, owners: readonly number[]): StrictPath {
  const unsafe = (part: string, why: 'owner' | 'mode' | 'notAFile' | 'links'): StrictPath => ({
    ok: false,
    kind: 'unsafe',
    part,
    why,
  });
  /** Remaining steps, the next one last. */
  const steps = toSteps(path);
  let links = 0;
  let currentPath = '/';
  try {
    let stats = lstatSync(currentPath);
    for (;;) {
      if (!owners.includes(stats.uid)) return unsafe(currentPath, 'owner');
      const isSticky = stats.isDirectory() && (stats.mode & STICKY) !== 0;
      if ((stats.mode & WRITABLE_BY_OTHERS) !== 0 && !isSticky) return unsafe(currentPath, 'mode');
      const step = steps.pop();
      if (step === undefined) {
        return stats.isFile() ? { ok: true, path: currentPath, stats } : unsafe(currentPath, 'notAFile');
      }
      const next = posix.join(currentPath, step);
      const nextStats = lstatSync(next);
      if (nextStats.isSymbolicLink()) {
        // A link has no mode of its own, but in a sticky folder anybody may have created it.
        if (!owners.includes(nextStats.uid)) return unsafe(next, 'owner');
        links += 1;
        if (links > MAX_LINKS) return unsafe(next, 'links');
        const target = readlinkSync(next);
        steps.push(...toSteps(target));
        if (posix.isAbsolute(target)) currentPath = '/';
        stats = lstatSync(currentPath);
      } else {
        currentPath = next;
        stats = nextStats;
      }
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'Unknown';
    return {
      ok: false,
      kind: 'error',
      code,
      message: errorMessage(error),
    };
  }
}

function toSteps(path: string): string[] {
  return path
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .reverse();
}
