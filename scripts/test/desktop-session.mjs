import { open, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { execCaptured } from '../exec.mjs';
import { chownToTestUser, dropPrivileges, shouldDropPrivileges } from '../headless/unprivileged-user.mjs';
import { runInSession } from '../headless/session.mjs';
import { UserFacingError } from '../log.mjs';
import { repoDir } from '../paths.mjs';

/** Set in the environment of processes in a session that this module has opened. */
const marker = 'STANDBY_DESKTOP_SESSION';

/** Variables of a desktop. The tests must not use the desktop of the person who started them. */
const desktopVariables = /^(?:DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_|XDG_|GNOME_|GTK_|SSH_AUTH_SOCK)/;

/** Writes the session's variables to one named pipe, and waits at another one until the session is to end. */
const announce = 'env -0 > "$1/environment" && read -r _ < "$1/end"';

/** Tells whether this process already runs in a session of `node scripts/test.mjs` or of headless/desktop.mjs. */
export function isInSession() {
  return process.env.HEADLESS_KEYRING_PASSWORD !== undefined;
}

/**
 * Opens a desktop session for the tests that this process starts next. They inherit its variables.
 * @param {string} electron the program
 * @returns {Promise<() => Promise<void>>} ends the session
 */
export async function openSession(electron) {
  const folder = await mkdtemp('/tmp/standby-session-');
  const [environment, end] = [join(folder, 'environment'), join(folder, 'end')];
  await execCaptured('mkfifo', [environment, end]);
  if (shouldDropPrivileges()) {
    const results = join(repoDir, 'test-results/desktop');
    await mkdir(results, { recursive: true });
    for (const path of [folder, environment, end, results]) chownToTestUser(path);
  }
  const session = runInSession(['bash', '-c', announce, 'bash', folder], { electron });
  const variables = await Promise.race([readFile(environment, 'utf8'), session.then(() => undefined)]);
  if (variables === undefined) {
    // Unblocks the pending read of the pipe.
    const pipe = await open(environment, constants.O_WRONLY | constants.O_NONBLOCK);
    await pipe.close();
    throw new UserFacingError('the desktop session of the tests ended before they began');
  }
  for (const name of Object.keys(process.env)) {
    if (desktopVariables.test(name)) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, parseEnvironment(variables), { [marker]: '1' });
  return async () => {
    await writeFile(end, '\n');
    await session;
    await rm(folder, { recursive: true, force: true });
  };
}

/** In a worker process of Playwright: becomes the user of the session if root has opened it. */
export function enterSession() {
  const runsTests = process.env.TEST_WORKER_INDEX !== undefined;
  if (runsTests && process.env[marker] !== undefined && shouldDropPrivileges()) dropPrivileges();
}

/** @param {string} text as `env -0` writes it */
function parseEnvironment(text) {
  return Object.fromEntries(
    text
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
