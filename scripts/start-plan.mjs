import process from 'node:process';
import { UserFacingError } from './log.mjs';

/** What a start on an Electron that is not the official one must be told before real keys may be used there. */
const UNSAFE_ELECTRON = '--unsafe-electron';

/** Has a Standby that was started from the source run its simulator only. A packaged one takes no such argument. */
const SIMULATOR_ONLY = '--simulator-only';

/** Makes a start without a display fail with {@link noDisplayMessage}, as `CI` does. */
const NO_DESKTOP = '--no-desktop';

/** How to start where there is neither a display nor a person who opens a page. */
export const noDisplayMessage =
  'no display. Start it in a desktop session; or without CI and --no-desktop, and `npm start` runs it on a virtual desktop ' +
  'that a web page shows. `node scripts/headless/desktop.mjs -- COMMAND` runs a command on a virtual desktop.';

/**
 * Where `npm start` shows Standby: on the display of this session (`own`); on Linux without one, on a virtual desktop that
 * a web page shows (`virtual`); nowhere (`none`) if CI is set or a person has declined the virtual desktop.
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, args: readonly string[] }} start
 * @returns {'own' | 'virtual' | 'none'}
 */
export function planDisplay({ platform, env, args }) {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return 'own';
  return env.CI || args.includes(NO_DESKTOP) ? 'none' : 'virtual';
}

/**
 * Throws a {@link UserFacingError} where Electron could show nothing.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} command that was given
 */
export function requireDisplay(env, command) {
  if (process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return;
  throw new UserFacingError(
    `no display: start it from a desktop session, or without one by \`node scripts/headless/desktop.mjs -- ${command}\`.`,
  );
}

/**
 * With which arguments Standby is started from the source, and what is said first.
 * @param {{ isFallback: boolean, isRoot: boolean, args: readonly string[] }} start `isFallback`: not Electron's own
 *   release; `isRoot`: Chromium's sandbox refuses to run for root
 * @returns {{ args: string[], banner: string[] }}
 */
export function planStart({ isFallback, isRoot, args }) {
  const plan = planElectron(isFallback, args);
  if (!isRoot) return plan;
  return {
    args: ['--no-sandbox', ...plan.args],
    banner: [
      ...plan.banner,
      'warning: started by root, so Chromium runs without its sandbox; start it as an ordinary user instead',
    ],
  };
}

/**
 * @param {boolean} isFallback
 * @param {readonly string[]} args
 * @returns {{ args: string[], banner: string[] }}
 */
function planElectron(isFallback, args) {
  const isUnsafe = args.includes(UNSAFE_ELECTRON);
  const passed = args.filter((arg) => arg !== UNSAFE_ELECTRON && arg !== NO_DESKTOP);
  if (!isFallback) return { args: passed, banner: [] };
  const reason = [
    "Electron's own release could not be downloaded. This one is older, gets no security updates, and comes",
    'from another program’s package, which was never compared with Electron’s own checksums.',
  ];
  if (isUnsafe) {
    return { args: passed, banner: [...reason, `You have said ${UNSAFE_ELECTRON}: real keys can be used.`] };
  }
  return {
    args: [...passed, SIMULATOR_ONLY],
    banner: [
      'SIMULATOR ONLY: no real keys on this Electron.',
      ...reason,
      `To use real keys all the same: npm start -- ${UNSAFE_ELECTRON}`,
    ],
  };
}
