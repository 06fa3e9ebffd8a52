import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { SetupError, say } from '../../say.mjs';
import { officialElectron, pinnedVersion } from './official.mjs';
import { standInElectron, standInFitsHere } from './stand-in.mjs';

const programName = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/**
 * The Electron program to run, fetched on first use. In this order: ELECTRON_OVERRIDE_DIST_PATH, the pinned
 * `electron` package's own, and the stand-in where it fits.
 * @returns {Promise<string>} absolute path of the program
 */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const program = join(
      override,
      process.platform === 'darwin' || process.platform === 'win32'
        ? programName[process.platform]
        : 'electron',
    );
    if (!existsSync(program))
      throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH names no Electron: ${program}`);
    return running(program, `of ELECTRON_OVERRIDE_DIST_PATH, ${override}`);
  }

  const official = await officialElectron();
  if (official !== undefined) return running(official, pinnedVersion());

  if (standInFitsHere()) {
    const { program, version } = await standInElectron();
    return running(program, `${version}, a stand-in for the pinned ${pinnedVersion()} (not for shipping)`);
  }
  throw new SetupError(
    'Electron could not be downloaded. Set ELECTRON_MIRROR to a mirror you can reach and run ' +
      '`npx install-electron`, or set ELECTRON_OVERRIDE_DIST_PATH to an Electron you have.',
  );
}

/**
 * Makes sure that Electron's own release can be had: a package is made from nothing else, whatever runs here otherwise.
 * electron-builder then fetches the one of each system it packages for, by the same way and with its checksum.
 */
export async function requireOfficialElectron() {
  if ((await officialElectron()) !== undefined) return;
  throw new SetupError(
    `packages are made from the official Electron ${pinnedVersion()} only, and it could not be downloaded. ` +
      'Set ELECTRON_MIRROR to a mirror you can reach and run `npx install-electron`.',
  );
}

/**
 * @param {string} program
 * @param {string} which
 */
function running(program, which) {
  say(`running on Electron ${which}`);
  return program;
}
