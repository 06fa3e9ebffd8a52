import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../read-json.mjs';
import { repoDir } from '../paths.mjs';
import { npmCommand, execCaptured } from '../exec.mjs';
import { UserFacingError, log } from '../log.mjs';
import { allowedInstallScripts } from './install-scripts.mjs';

const installedLock = 'node_modules/.package-lock.json';

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */

/**
 * Installs the dependencies with `npm ci`, and then runs the allowed install scripts, unless node_modules already matches
 * package-lock.json.
 *
 * Until this has resolved, a script may import only Node's built-in modules.
 */
export async function ensureDependencies() {
  if (areInstalled()) return;
  log('installing dependencies (npm ci)');
  await npm(['ci']);
  try {
    await npm(['rebuild', '--ignore-scripts=false', ...allowedInstallScripts]);
  } catch (error) {
    // So that the next run does not consider this install complete.
    rmSync(join(repoDir, installedLock), { force: true });
    throw error;
  }
}

/** @param {readonly string[]} args */
async function npm(args) {
  const { command, args: before } = npmCommand();
  const { code, output } = await execCaptured(command, [...before, ...args]);
  if (code !== 0) throw new UserFacingError(`npm ${args[0]} failed:\n${output.trimEnd()}`);
}

/**
 * npm writes node_modules/.package-lock.json as the last step of an install. So a comparison with our lock file detects an
 * interrupted install, a pulled change and a manual one, without a stamp file.
 * Optional packages may be absent: they are for other platforms.
 */
function areInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages(installedLock);
  if (wanted === undefined || installed === undefined) return false;
  delete wanted[''];
  const everyWantedIsThere = Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    return found === undefined
      ? entry.optional === true
      : found.version === entry.version && found.integrity === entry.integrity;
  });
  return everyWantedIsThere && Object.keys(installed).every((path) => path in wanted);
}

/**
 * @param {string} lockFile
 * @returns {Packages | undefined}
 */
function readPackages(lockFile) {
  try {
    const lock = /** @type {{ packages: Packages }} */ (readJson(join(repoDir, lockFile)));
    return lock.packages;
  } catch {
    return undefined;
  }
}
