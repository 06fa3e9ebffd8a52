import { chmodSync, mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../repo.mjs';
import { runInOurPlace } from '../run.mjs';
import {
  dropPrivileges,
  giveAway,
  mustBeRunnable,
  mustDropPrivileges,
  readableCheckout,
} from './unprivileged.mjs';

/**
 * @typedef {object} SessionOptions
 * @property {string} electron the Electron program, whose folder the command finds in ELECTRON_OVERRIDE_DIST_PATH
 * @property {string} [size] of the screen, in pixels: 1280x800
 * @property {number} [scale] pixels per point on that screen
 * @property {boolean} [panel] whether to run a real panel, with a tray
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
  const root = await mkdtemp('/tmp/standby-rig-');
  try {
    const home = join(root, 'home');
    const folders = [home, join(home, 'tmp')];
    for (const folder of folders) mkdirSync(folder, { mode: 0o700 });
    if (mustDropPrivileges()) {
      await chmod(root, 0o755);
      for (const folder of folders) giveAway(folder);
      openX11Sockets();
      mustBeRunnable(process.execPath);
      mustBeRunnable(options.electron);
    }
    const checkout = mustDropPrivileges() ? await readableCheckout(root) : repoDir;
    const [program = '', ...args] = [
      ...(mustDropPrivileges() ? dropPrivileges : []),
      ...['dbus-run-session', '--'],
      ...['xvfb-run', '-a', '-s', `-screen 0 ${options.size ?? '1280x800'}x24`],
      ...[join(checkout, 'scripts/rig/session.sh'), ...command],
    ];
    const code = await runInOurPlace(program, args, {
      cwd: checkout,
      env: sessionEnvironment(home, options),
      ownGroup: true,
    });
    await options.collect?.(home);
    return code;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * Made from nothing, because whatever is inherited (a session bus, a runtime folder, a display) leads to the
 * desktop of whoever runs this.
 * @param {string} home
 * @param {SessionOptions} options
 * @returns {NodeJS.ProcessEnv}
 */
function sessionEnvironment(home, { electron, scale, panel, env }) {
  const handedOn = Object.entries(process.env).filter(([name]) =>
    /^(?:CI|DEBUG|FORCE_COLOR|TERM|TZ)$/.test(name),
  );
  return {
    ...Object.fromEntries(handedOn),
    // For the tests, and for an `npm start` in the session: its user's cache is empty.
    ELECTRON_OVERRIDE_DIST_PATH: dirname(electron),
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    TMPDIR: join(home, 'tmp'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_RUNTIME_DIR: home,
    ...(scale === undefined ? {} : { GDK_SCALE: String(scale) }),
    ...(panel === true ? { RIG_PANEL: '1' } : {}),
    ...env,
  };
}

/** Only root may make the folder of the X servers' sockets in the form that every user can use. */
function openX11Sockets() {
  mkdirSync('/tmp/.X11-unix', { recursive: true });
  chmodSync('/tmp/.X11-unix', 0o1777);
}
