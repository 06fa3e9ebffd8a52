/**
 * The packages with an install script, and whether it is run. npm itself runs none (.npmrc), because a script of any of six
 * hundred packages has all rights of its user. A test compares this list with package-lock.json.
 * @type {Readonly<Record<string, boolean>>}
 */
export const installScripts = {
  // Uses its prebuilt module, or builds one if there is none for this system.
  keytar: true,
  // Checks for its native module, and downloads it if npm has not installed it.
  'unrs-resolver': true,
  // Needed for a kind of Windows installer that is not made here.
  'electron-winstaller': false,
};

/** Packages whose scripts are run after `npm ci`. */
export const allowedInstallScripts = Object.keys(installScripts).filter((name) => installScripts[name]);
