import { join } from 'node:path';
import { readJson } from '../read-json.mjs';
import { repoDir } from '../repo.mjs';
import { npmCommand, runQuietly } from '../run.mjs';
import { SetupError, say } from '../say.mjs';

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */

/**
 * Installs the dependencies with `npm ci`, unless node_modules already holds what package-lock.json asks for.
 *
 * Until this has resolved a script may import Node's built-in modules only.
 */
export async function ensureDependencies() {
  if (areInstalled()) return;
  say('installing dependencies (npm ci)');
  const npm = npmCommand();
  const { code, output } = await runQuietly(npm.command, [...npm.args, 'ci']);
  if (code !== 0) throw new SetupError(`npm ci failed:\n${output.trimEnd()}`);
}

/**
 * npm writes node_modules/.package-lock.json as the last step of an install, so comparing it with our lock
 * file notices a broken-off install, a pulled change and a hand-made one alike, with no stamp of our own.
 * Packages that the lock file calls optional may be absent: they are for other platforms.
 */
function areInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
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
