/** Replaces a file as a whole: after a crash or on a full disk the file is the old one or the new one, never a part. */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';

/** Writes of one file follow one another, so that the newest one is the last. */
const lastWrite = new Map<string, Promise<void>>();
let written = 0;

/** Beside the file, because a rename cannot cross file systems. The name ends in digits, by which leftovers are recognised. */
function temporaryName(path: string): string {
  written += 1;
  return `${path}.${process.pid}${written}`;
}

/**
 * Writes a text, once every earlier write of the same file has ended.
 * @param mode the rights of the new file
 * @throws (rejects with) the system's error; the file is what it was
 */
export function saveAtomically(path: string, text: string, mode = 0o600): Promise<void> {
  const write = () => replace(path, text, mode);
  const saved = (lastWrite.get(path) ?? Promise.resolve()).then(write);
  const settled = saved.catch(() => undefined);
  lastWrite.set(path, settled);
  void settled.then(() => {
    if (lastWrite.get(path) === settled) lastWrite.delete(path);
  });
  return saved;
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  // A link stays one: what it points to is replaced.
  const target = await realpath(path).catch(() => path);
  const temporary = temporaryName(target);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * The same, before it returns; not to be mixed with the other one for the same file.
 * @throws the system's error; the file is what it was
 */
export function saveAtomicallySync(path: string, bytes: Uint8Array, mode = 0o600): void {
  const target = realPathOr(path);
  const temporary = temporaryName(target);
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

function realPathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
