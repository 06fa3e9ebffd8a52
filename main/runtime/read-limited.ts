/**
 * Reads files in folders that other users can write to: a pipe, a device or a huge file neither blocks Standby nor
 * fills its memory.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/** JSON files are limited to a million characters of at most four bytes each. */
const MAX_BYTES = 4_000_000;

/** Opens a pipe without waiting for a writer. Windows does not define O_NONBLOCK: there it counts as 0. */
const NON_BLOCKING = constants.O_RDONLY | constants.O_NONBLOCK;

/** Reads a file. @throws the system's error, or an Error if the path is no regular file or the file is too large */
export function readLimitedSync(path: string): { bytes: Buffer; stats: Stats } {
  const file = openSync(path, NON_BLOCKING);
  try {
    // `fstat` on the open file, so that the checked file is the one that is read.
    const stats = assertReadable(fstatSync(file));
    return { bytes: readFileSync(file), stats };
  } finally {
    closeSync(file);
  }
}

/** Like `readLimitedSync`, but asynchronous, for a file that may be on a slow disk. */
export async function readLimited(path: string): Promise<Buffer> {
  const file = await open(path, NON_BLOCKING);
  try {
    assertReadable(await file.stat());
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function assertReadable(stats: Stats): Stats {
  // Reading a folder fails by itself, with the system's message.
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('not a regular file');
  if (stats.size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
  return stats;
}
