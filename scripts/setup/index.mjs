import { UserFacingError } from '../log.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureSystemPackages, isDebianLike } from '../headless/system-packages.mjs';

/** @typedef {import('./electron/index.mjs').FoundElectron} FoundElectron */

const noVirtualDesktop =
  'the virtual desktop needs Debian or Ubuntu; elsewhere start it in a desktop session';

/**
 * Everything `npm start` needs before the build.
 * @param {{ isVirtual: boolean }} options `isVirtual`: on the virtual desktop, which a web page shows
 * @returns {Promise<FoundElectron>} the Electron to run
 */
export async function setupStart({ isVirtual }) {
  if (isVirtual && !isDebianLike()) throw new UserFacingError(noVirtualDesktop);
  await ensureDependencies();
  await ensureSystemPackages(isVirtual ? ['app', 'desktop', 'web'] : ['app']);
  return findElectronLazily();
}

/**
 * Everything a desktop session without a screen needs before the build.
 * @param {{ web: boolean }} options `web`: a web page shows it
 * @returns {Promise<FoundElectron>} the Electron to run in it
 */
export async function setupHeadless({ web }) {
  if (!isDebianLike()) throw new UserFacingError(noVirtualDesktop);
  await ensureDependencies();
  await ensureSystemPackages(['app', 'desktop', 'tests', ...(web ? /** @type {const} */ (['web']) : [])]);
  return findElectronLazily();
}

/**
 * Everything `npm test` needs before the build.
 * @returns {Promise<FoundElectron>} the Electron of the desktop tests
 */
export async function setupTests() {
  await ensureDependencies();
  await ensureSystemPackages(['app', 'desktop', 'tests', 'web']);
  const { ensureBrowser } = await import('./browser.mjs');
  await ensureBrowser();
  return findElectronLazily();
}

/**
 * Everything `npm run package` needs before the build.
 * @param {{ isTest: boolean }} options a test packages the Electron it runs on, which is there already
 */
export async function setupPackaging({ isTest }) {
  await ensureDependencies();
  if (isTest) return;
  const { requireOfficialElectron } = await import('./electron/index.mjs');
  await requireOfficialElectron();
  await ensureSystemPackages(['packages']);
}

async function findElectronLazily() {
  const { findElectron } = await import('./electron/index.mjs');
  return findElectron();
}
