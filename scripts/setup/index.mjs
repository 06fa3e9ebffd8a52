import { SetupError } from '../say.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureSystemPackages, isDebianLike } from './system-packages.mjs';

/**
 * Everything `npm start` needs before the build.
 * @returns {Promise<string>} the Electron program to run
 */
export async function setUpForStart() {
  await ensureDependencies();
  await ensureSystemPackages(['app']);
  return electron();
}

/**
 * Everything a desktop session without a screen needs before the build.
 * @returns {Promise<string>} the Electron program to run in it
 */
export async function setUpForRig() {
  if (!isDebianLike()) throw new SetupError('the desktop session needs Debian or Ubuntu');
  await ensureDependencies();
  await ensureSystemPackages(['app', 'rig']);
  return electron();
}

/**
 * Everything `npm test` needs before the build.
 * @returns {Promise<string | undefined>} the Electron program of the desktop tests; nothing where these cannot run
 */
export async function setUpForTests() {
  await ensureDependencies();
  await ensureSystemPackages(['app', 'rig']);
  const { ensureBrowser } = await import('./browser.mjs');
  await ensureBrowser();
  return isDebianLike() ? electron() : undefined;
}

/**
 * Everything `npm run package` needs before the build.
 * @param {{ isTest: boolean }} options a test packages the Electron it runs on, which is there already
 */
export async function setUpForPackages({ isTest }) {
  await ensureDependencies();
  if (isTest) return;
  const { requireOfficialElectron } = await import('./electron/index.mjs');
  await requireOfficialElectron();
  await ensureSystemPackages(['packages']);
}

async function electron() {
  const { ensureElectron } = await import('./electron/index.mjs');
  return ensureElectron();
}
