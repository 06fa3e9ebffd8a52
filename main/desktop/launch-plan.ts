/**
 * Decides whether a packaged Standby was launched with allowed arguments only, and without variables that Electron,
 * Chromium or Node obey. Pure.
 */

/** Given to the second launch: one that is not clean either ends, instead of repeating itself for ever. */
export const RELAUNCHED = '--relaunched';

/**
 * The arguments that a package accepts: which profile, and how the window is drawn. None of them changes what Standby
 * trusts, records, loads or opens. Chromium has over a thousand others, new ones with each version.
 */
const ALLOWED = [
  /^--user-data-dir=.+$/s,
  /^--ozone-platform=(?:wayland|x11)$/,
  /^--force-device-scale-factor=\d(?:\.\d{1,2})?$/,
  /^--force-renderer-accessibility$/,
  /^--disable-gpu$/,
];

/**
 * Read by Electron, Chromium or Node, for the most part before the app's first line: logs, debugging, the sandbox
 * (`ELECTRON_DISABLE_SANDBOX`, `SBX_…`), a cache of compiled code (`NODE_COMPILE_CACHE`).
 */
const OBEYED_EARLY = /^(?:ELECTRON|CHROME|NODE|SBX)_/;

/** Read when the network starts, after the app's first line: to delete it is enough. */
const OBEYED_LATE = /^SSLKEYLOGFILE$/;

/** Electron sets it in its own process, from package.json. */
const SET_BY_ELECTRON = 'CHROME_DESKTOP';

export type LaunchPlan = {
  /** Variables to delete, whatever is done. */
  remove: string[];
  /** `refuse` names what is not allowed, without values. */
  next: { type: 'proceed' } | { type: 'relaunch'; args: string[] } | { type: 'refuse'; offending: string[] };
};

/**
 * @param args without the program's own path
 * @param sandboxOff whether Chromium runs without its sandbox; by a variable it does so without any argument
 */
export function planLaunch(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
  sandboxOff: boolean,
): LaunchPlan {
  const early = namesIn(env, OBEYED_EARLY).filter((name) => name !== SET_BY_ELECTRON);
  const remove = [...early, ...namesIn(env, OBEYED_LATE)];
  const offending = args.filter((arg) => arg !== RELAUNCHED && !isAllowed(arg)).map(nameOf);
  if (args.includes(RELAUNCHED)) {
    // A variable that is here again was set by the system, not by whoever launched the first process.
    if (sandboxOff) offending.push('--no-sandbox');
    return { remove, next: offending.length > 0 ? { type: 'refuse', offending } : { type: 'proceed' } };
  }
  if (offending.length === 0 && early.length === 0) return { remove, next: { type: 'proceed' } };
  return { remove, next: { type: 'relaunch', args: [RELAUNCHED, ...args.filter(isAllowed)] } };
}

function isAllowed(arg: string): boolean {
  return ALLOWED.some((pattern) => pattern.test(arg));
}

/** Windows takes the names of variables in any case. */
function namesIn(env: Readonly<NodeJS.ProcessEnv>, pattern: RegExp): string[] {
  return Object.keys(env).filter((name) => pattern.test(name.toUpperCase()));
}

function nameOf(arg: string): string {
  return arg.split('=', 1)[0] ?? arg;
}
