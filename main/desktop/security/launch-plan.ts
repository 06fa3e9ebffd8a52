/**
 * Decides whether a packaged app was launched with allowed arguments only, and without environment variables that Electron,
 * Chromium or Node read. Pure.
 */

/** Argument of the second launch. If that is not clean either, it exits instead of relaunching forever. */
export const RELAUNCHED = '--relaunched';

/**
 * Allowed arguments of a package: profile folder, window rendering, quitting, and for developers a loopback endpoint. None changes what
 * the app trusts, records, loads or opens. Chromium has over a thousand others, and each version adds some.
 */
const ALLOWED = [
  /^--user-data-dir=.+$/s,
  /^--ozone-platform=(?:wayland|x11)$/,
  /^--force-device-scale-factor=\d(?:\.\d{1,2})?$/,
  /^--force-renderer-accessibility$/,
  /^--disable-gpu$/,
  // Quits the running app. Another program of the same user can end it anyway.
  /^--quit$/,
  // With this Windows starts a program for a click on its notification. Neither Electron nor Chromium reads it.
  /^-Embedding$/,
  // A stored key is bound to its endpoint, so this sends no stored key there.
  /^--loopback-http$/,
];

/**
 * Variables that Electron, Chromium or Node read, mostly before the app's first line: logs, debugging, the sandbox
 * (`ELECTRON_DISABLE_SANDBOX`, `SBX_…`), the compile cache (`NODE_COMPILE_CACHE`).
 */
const OBEYED_EARLY = /^(?:ELECTRON|CHROME|NODE|SBX)_/;

/** Read when the network starts, after the app's first line, so deleting it is enough. */
const OBEYED_LATE = /^SSLKEYLOGFILE$/;

/**
 * Variables set within the process before the app's first line: by Electron from package.json, and by Chromium for the
 * sandbox helper, which it uses where user namespaces are not allowed.
 */
const SET_BY_ELECTRON = ['CHROME_DESKTOP', 'SBX_CHROME_API_RQ'];

export type LaunchPlan = {
  /** Variables to delete in every case. */
  remove: string[];
  /** `refuse` lists what is not allowed, without values. */
  next: { type: 'proceed' } | { type: 'relaunch'; args: string[] } | { type: 'refuse'; offending: string[] };
};

/**
 * @param args without the path of the executable
 * @param isSandboxOff whether Chromium runs without its sandbox, which a variable can cause without any argument
 */
export function planLaunch(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
  isSandboxOff: boolean,
): LaunchPlan {
  const early = findNames(env, OBEYED_EARLY).filter((name) => !SET_BY_ELECTRON.includes(name));
  const remove = [...early, ...findNames(env, OBEYED_LATE)];
  const offending = args.filter((arg) => arg !== RELAUNCHED && !isAllowed(arg)).map(toArgumentName);
  if (args.includes(RELAUNCHED)) {
    // The first process passed none of them on, so whoever added the argument has also set them.
    offending.push(...early);
    if (isSandboxOff) offending.push('--no-sandbox');
    return { remove, next: offending.length > 0 ? { type: 'refuse', offending } : { type: 'proceed' } };
  }
  if (offending.length === 0 && early.length === 0) return { remove, next: { type: 'proceed' } };
  return { remove, next: { type: 'relaunch', args: [RELAUNCHED, ...args.filter(isAllowed)] } };
}

function isAllowed(arg: string): boolean {
  return ALLOWED.some((pattern) => pattern.test(arg));
}

/** Windows accepts variable names in any case. */
function findNames(env: Readonly<NodeJS.ProcessEnv>, pattern: RegExp): string[] {
  return Object.keys(env).filter((name) => pattern.test(name.toUpperCase()));
}

function toArgumentName(arg: string): string {
  return arg.split('=', 1)[0] ?? arg;
}
