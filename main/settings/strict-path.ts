/**
 * Whether nobody but those trusted can have put a file where it is: as ssh does in its strict modes, the file, every folder
 * above it and every symbolic link on the way are checked. For Linux and macOS, where owner and mode say it.
 */
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { posix } from 'node:path';

export type StrictPath =
  /** `path`: the file itself, without links. */
  | { ok: true; path: string; stats: Stats }
  /** `part`: the first on the way that others than those trusted could change. */
  | { ok: false; kind: 'unsafe'; part: string; why: 'owner' | 'mode' | 'notAFile' | 'links' }
  /** The system does not tell, for example because it is not there. */
  | { ok: false; kind: 'error'; code: string; message: string };

/** As many as Linux follows. */
const MOST_LINKS = 40;

const WRITABLE_BY_OTHERS = 0o022;

/** In a folder with this bit, as in /tmp, everybody can make files, but only its owner can remove or rename one. */
const STICKY = 0o1000;

/**
 * Walks from the root to a file. Access control lists are not read: on Linux, one that lets others write shows in the mode of
 * the group; on macOS it does not.
 * @param path absolute
 * @param owners the user ids that are trusted
 */
export function checkStrictly(path: string, owners: readonly number[]): StrictPath {
  const unsafe = (part: string, why: 'owner' | 'mode' | 'notAFile' | 'links'): StrictPath => ({
    ok: false,
    kind: 'unsafe',
    part,
    why,
  });
  /** What is still to be walked, the next step last. */
  const steps = stepsOf(path);
  let links = 0;
  let place = '/';
  try {
    let stats = lstatSync(place);
    for (;;) {
      if (!owners.includes(stats.uid)) return unsafe(place, 'owner');
      const isSticky = stats.isDirectory() && (stats.mode & STICKY) !== 0;
      if ((stats.mode & WRITABLE_BY_OTHERS) !== 0 && !isSticky) return unsafe(place, 'mode');
      const step = steps.pop();
      if (step === undefined) {
        return stats.isFile() ? { ok: true, path: place, stats } : unsafe(place, 'notAFile');
      }
      const next = posix.join(place, step);
      const nextStats = lstatSync(next);
      if (nextStats.isSymbolicLink()) {
        // The mode of a link says nothing, but in a sticky folder a link can be anybody's.
        if (!owners.includes(nextStats.uid)) return unsafe(next, 'owner');
        links += 1;
        if (links > MOST_LINKS) return unsafe(next, 'links');
        const target = readlinkSync(next);
        steps.push(...stepsOf(target));
        if (posix.isAbsolute(target)) place = '/';
        stats = lstatSync(place);
      } else {
        place = next;
        stats = nextStats;
      }
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'Unknown';
    return {
      ok: false,
      kind: 'error',
      code,
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

function stepsOf(path: string): string[] {
  return path
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .reverse();
}
