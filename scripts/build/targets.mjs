/**
 * @typedef {{ node: string, chrome: string }} Target of the main process and of the window
 * @typedef {keyof typeof targets} TargetName
 */

/** Node.js and Chromium of each Electron. A test fails when the pinned Electron is not the one of this table. */
export const targets = {
  /** The pinned Electron, from which packages are made. */
  pinned: { electron: 45, node: 'node24', chrome: 'chrome156' },
  /** The older Electron of the tests where the pinned one cannot be downloaded (scripts/headless). */
  fallback: { electron: 33, node: 'node20.18', chrome: 'chrome130' },
};

/** The oldest Node.js of `engines` in package.json, which runs the simulator's program. */
export const oldestNode = 'node20.19';

/**
 * Chooses the target that an Electron can run.
 * @param {string} version of the Electron, as 45.4.1; anything else counts as old
 * @returns {TargetName}
 */
export function targetFor(version) {
  return Number.parseInt(version, 10) >= targets.pinned.electron ? 'pinned' : 'fallback';
}
