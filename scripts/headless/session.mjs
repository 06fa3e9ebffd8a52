import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import { repoDir } from '../paths.mjs';
import { execForwardingSignals } from '../exec.mjs';
import { planWebDesktop } from './web-desktop.mjs';
import { cacheDir } from '../setup/cache-dir.mjs';
import {
  testUserCommand,
  chownToTestUser,
  assertExecutable,
  shouldDropPrivileges,
  ensureReadableCheckout,
} from './unprivileged-user.mjs';

/**
 * @typedef {object} SessionOptions
 * @property {string} electron the Electron program, whose folder the command finds in ELECTRON_OVERRIDE_DIST_PATH
 * @property {string | undefined} [size] of the screen, in pixels: 1280x800
 * @property {number | undefined} [scale] pixels per point on that screen
 * @property {boolean | undefined} [panel] whether to run a real panel, with a tray
 * @property {boolean | undefined} [web] whether to serve it as a web page on this computer, and to print the address of that page
 * @property {NodeJS.ProcessEnv} [env] more variables for the command
 * @property {(home: string) => Promise<void>} [collect] called with the session's home folder when the command
 *   has ended, before everything in it is deleted
 */

/**
 * Runs a command on a desktop of its own: X display, D-Bus session, keyring, window manager, home folder.
 * Nothing of it touches the desktop of whoever runs this, and nothing of one run reaches the next.
 * The command starts in the checkout, or in a readable copy of it.
 * @param {readonly string[]} command
 * @param {SessionOptions} options
 * @returns {Promise<number>} the command's exit code
 */
export async function runInSession(command, options) {
  // Not below TMPDIR, which may be private or too long for the path of a socket.
  const root = await mkdtemp('/tmp/standby-headless-');
  try {
    const home = join(root, 'home');
    const folders = [home, join(home, 'tmp')];
    for (const folder of folders) mkdirSync(folder, { mode: 0o700 });
    if (shouldDropPrivileges()) {
      await chmod(root, 0o755);
      for (const folder of folders) chownToTestUser(folder);
      openX11Sockets();
      assertExecutable(process.execPath);
    }
    const checkout = shouldDropPrivileges() ? await ensureReadableCheckout(root) : repoDir;
    const electron = locateIn(checkout, options.electron);
    if (shouldDropPrivileges()) assertExecutable(electron);
    const [program = '', ...args] = [
      ...(shouldDropPrivileges() ? testUserCommand : []),
      ...['dbus-run-session', '--'],
      // Otherwise the display is reset when the poll for the window manager is its last client, and a window manager that
      // connects at that moment loses its connection.
      ...['xvfb-run', '-a', '-s', `-noreset -screen 0 ${options.size ?? '1280x800'}x24`],
      ...[join(checkout, 'scripts/headless/session.sh'), ...command],
    ];
    const code = await execForwardingSignals(program, args, {
      cwd: checkout,
      env: {
        ...createSessionEnvironment(home, { ...options, electron }),
        ...(options.web === true ? await planWebDesktop() : {}),
      },
      ownGroup: true,
      signalGroup: () => readCommandGroup(home),
    });
    await options.collect?.(home);
    return code;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * The file's place in a copy of the checkout, where it belongs to the checkout: Electron's own release does.
 * @param {string} checkout
 * @param {string} file
 */
export function locateIn(checkout, file) {
  return file.startsWith(`${repoDir}${sep}`) ? join(checkout, relative(repoDir, file)) : file;
}

/**
 * The process group of the command. It gets the signals; when the command has ended, the desktop ends.
 * @param {string} home
 * @returns {number | undefined} nothing before the command runs
 */
function readCommandGroup(home) {
  try {
    return Number(readFileSync(join(home, 'command.pid'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Made from nothing, because whatever is inherited (a session bus, a runtime folder, a display) leads to the
 * desktop of whoever runs this.
 * @param {string} home
 * @param {SessionOptions} options
 * @returns {NodeJS.ProcessEnv}
 */
export function createSessionEnvironment(home, { electron, scale, panel, env }) {
  const inheritedVariables = Object.entries(process.env).filter(([name]) =>
    /^(?:CI|DEBUG|FORCE_COLOR|TERM|TZ)$/.test(name),
  );
  return {
    ...Object.fromEntries(inheritedVariables),
    // For the tests, and for an `npm start` in the session: its user's cache is empty.
    ELECTRON_OVERRIDE_DIST_PATH: dirname(electron),
    // For the portable tests, which read it on every system.
    STANDBY_ELECTRON: electron,
    // For the browser that set-up has downloaded.
    STANDBY_CACHE_DIR: cacheDir(),
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    TMPDIR: join(home, 'tmp'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_RUNTIME_DIR: home,
    ...(scale === undefined ? {} : { GDK_SCALE: String(scale) }),
    ...(panel === true ? { HEADLESS_PANEL: '1' } : {}),
    ...env,
  };
}

/** Only root may make the folder of the X servers' sockets in the form that every user can use. */
function openX11Sockets() {
  mkdirSync('/tmp/.X11-unix', { recursive: true });
  chmodSync('/tmp/.X11-unix', 0o1777);
}
