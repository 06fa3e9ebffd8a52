import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { targetFor } from '../../build/targets.mjs';
import { UserFacingError, log } from '../../log.mjs';
import { officialElectron, pinnedVersion } from './official.mjs';
import {
  ensureFallbackElectron,
  isFallbackElectron,
  isFallbackSupported,
} from '../../headless/fallback-electron.mjs';

const programName = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/**
 * @typedef {object} FoundElectron
 * @property {string} program absolute path
 * @property {boolean} isFallback whether it is the fallback Electron, also where ELECTRON_OVERRIDE_DIST_PATH names that
 * @property {import('../../build/targets.mjs').TargetName} target the build target that it can run
 */

/**
 * Finds the Electron to run, and downloads it on first use. In this order: ELECTRON_OVERRIDE_DIST_PATH, the official release
 * that the `electron` package pins, and the fallback Electron where it runs.
 * @returns {Promise<FoundElectron>}
 */
export async function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const program = join(
      override,
      process.platform === 'darwin' || process.platform === 'win32'
        ? programName[process.platform]
        : 'electron',
    );
    if (!existsSync(program))
      throw new UserFacingError(`ELECTRON_OVERRIDE_DIST_PATH names no Electron: ${program}`);
    const version = join(override, 'version');
    return foundElectron(
      program,
      `of ELECTRON_OVERRIDE_DIST_PATH, ${override}`,
      existsSync(version) ? readFileSync(version, 'utf8').replace(/^v/, '') : '',
      isFallbackElectron(override),
    );
  }

  const official = await officialElectron();
  if (official !== undefined) return foundElectron(official, pinnedVersion(), pinnedVersion());

  if (isFallbackSupported()) {
    const { program, version } = await ensureFallbackElectron();
    return foundElectron(
      program,
      `${version}, a fallback for the pinned ${pinnedVersion()} (not for shipping)`,
      version,
      true,
    );
  }
  throw new UserFacingError(
    'Electron could not be downloaded. Set ELECTRON_MIRROR to a mirror you can reach and run ' +
      '`npx install-electron`, or set ELECTRON_OVERRIDE_DIST_PATH to an Electron you have.',
  );
}

/**
 * Throws unless Electron's official release can be downloaded: packages are made from it only.
 * electron-builder then downloads the release of each target system in the same way, and verifies its checksum.
 */
export async function requireOfficialElectron() {
  if ((await officialElectron()) !== undefined) return;
  throw new UserFacingError(
    `packages are made from the official Electron ${pinnedVersion()} only, and it could not be downloaded. ` +
      'Set ELECTRON_MIRROR to a mirror you can reach and run `npx install-electron`.',
  );
}

/**
 * @param {string} program
 * @param {string} description
 * @param {string} version
 * @returns {FoundElectron}
 */
function foundElectron(program, description, version, isFallback = false) {
  log(`running on Electron ${description}`);
  return { program, isFallback, target: targetFor(version) };
}
