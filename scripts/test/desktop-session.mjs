import { open, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { execCaptured } from '../exec.mjs';
import { chownToTestUser, dropPrivileges, shouldDropPrivileges } from '../headless/unprivileged-user.mjs';
import { runInSession } from '../headless/session.mjs';
import { UserFacingError } from '../log.mjs';
import { repoDir } from '../paths.mjs';

/** Set in the environment of processes in a session that this module has opened. */
const marker = 'STANDBY_DESKTOP_SESSION';

/** How many sessions the desktop tests have. */
const countVariable = 'STANDBY_SESSION_COUNT';

/** The variables of the second session and the ones after it, as a JSON list. */
const furtherVariable = 'STANDBY_FURTHER_SESSIONS';

/** Variables of a desktop. The tests must not use the desktop of the person who started them. */
const desktopVariables = /^(?:DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_|XDG_|GNOME_|GTK_|SSH_AUTH_SOCK)/;

/** Writes the session's variables to one named pipe, and waits at another one until the session is to end. */
const announce = 'env -0 > "$1/environment" && read -r _ < "$1/end"';

/** Tells whether this process already runs in a session of `node scripts/test.mjs` or of headless/desktop.mjs. */
export function isInSession() {
  return process.env.HEADLESS_KEYRING_PASSWORD !== undefined;
}

/**
 * How many desktop tests run at the same time, each in a session of its own.
 * @returns {number}
 */
export function sessionCount() {
  return Number(process.env[countVariable] ?? 1);
}

/**
 * For {@link openFurtherSessions}.
 * @param {number} count
 * @returns {NodeJS.ProcessEnv}
 */
export function createSessionCountEnvironment(count) {
  return { [countVariable]: String(count) };
}

/**
 * Opens a desktop session for the tests that this process starts next. They inherit its variables.
 * @param {string} electron the program
 * @returns {Promise<() => Promise<void>>} ends the session
 */
export async function openSession(electron) {
  const { variables, end } = await startSession(electron);
  replaceDesktop({ ...variables, [marker]: '1' });
  return end;
}

/**
 * In a process that is in a session: opens as many more as {@link sessionCount} says. The tests enter them by
 * {@link enterSession}.
 * @param {string} electron the program
 * @returns {Promise<() => Promise<void>>} ends them
 */
export async function openFurtherSessions(electron) {
  // For what the workers make once and share (test/support/desktop/package/packaged.ts). It is deleted with the session.
  process.env.STANDBY_PACKAGES_DIR = await mkdtemp(join(tmpdir(), 'packages-'));
  const started = await Promise.allSettled(
    Array.from({ length: sessionCount() - 1 }, () => startSession(electron)),
  );
  const sessions = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const endAll = async () => {
    await Promise.all(sessions.map(({ end }) => end()));
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await endAll();
    throw failed.reason;
  }
  process.env[furtherVariable] = JSON.stringify(sessions.map(({ variables }) => variables));
  return endAll;
}

/** In a worker process of Playwright: enters its session, as the user of the session if root has opened it. */
export function enterSession() {
  const { TEST_WORKER_INDEX, TEST_PARALLEL_INDEX, [furtherVariable]: json } = process.env;
  if (TEST_WORKER_INDEX === undefined) return;
  const further = /** @type {Record<string, string>[]} */ (JSON.parse(json ?? '[]'));
  // The first worker has the session that Playwright runs in.
  const variables = further[Number(TEST_PARALLEL_INDEX) - 1];
  if (variables !== undefined) replaceDesktop(variables);
  if (process.env[marker] !== undefined && shouldDropPrivileges()) dropPrivileges();
}

/**
 * @param {string} electron the program
 * @returns {Promise<{ variables: Record<string, string>, end: () => Promise<void> }>}
 */
async function startSession(electron) {
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
  return {
    variables: parseEnvironment(variables),
    end: async () => {
      await writeFile(end, '\n');
      await session;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param {Record<string, string>} variables of the desktop that this process and those it starts are to use */
function replaceDesktop(variables) {
  for (const name of Object.keys(process.env)) {
    if (desktopVariables.test(name)) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, variables);
}

/**
 * @param {string} text as `env -0` writes it
 * @returns {Record<string, string>}
 */
function parseEnvironment(text) {
  return Object.fromEntries(
    text
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
