import { ensureDependencies } from './dependencies.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Everything `npm start` needs before the build.
 * @returns {Promise<string>} the Electron program to run
 */
export async function setUpForStart() {
  await ensureDependencies();
  await ensureSystemPackages(['app']);
  const { ensureElectron } = await import('./electron/index.mjs');
  return ensureElectron();
}
