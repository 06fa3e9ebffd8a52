import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { chmod, cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { execForwardingSignals } from '../../exec.mjs';
import { UserFacingError } from '../../log.mjs';
import { repoDir } from '../../paths.mjs';
import { createSessionEnvironment, locateIn } from '../session.mjs';
import {
  assertExecutable,
  chownToTestUser,
  ensureReadableCheckout,
  testUserCommand,
} from '../unprivileged-user.mjs';
import { cacheDir } from '../../setup/cache-dir.mjs';
import { inLayer } from './layer.mjs';
import { readTests } from './summary.mjs';

const startSystemBus = 'mkdir -p /run/dbus && dbus-daemon --system --fork && exec "$@"';

/** Exit code of session.sh when the desktop itself did not start. */
const NOT_STARTED = 3;

/**
 * Runs the tests of test/sessions in one session, as an ordinary user.
 * @param {{ name: string, session: import('./sessions.mjs').Session, electron: string, folder: string }} options
 *   `electron` is the program, `folder` an empty folder for the session's files
 * @returns {Promise<Pick<import('./summary.mjs').SessionResult, 'outcome' | 'reason' | 'tests'>>}
 */
export async function runSession({ name, session, electron, folder }) {
  const home = join(folder, 'home');
  await chmod(folder, 0o755);
  for (const dir of [home, join(home, 'tmp')]) {
    mkdirSync(dir, { mode: 0o700 });
    chownToTestUser(dir);
  }
  assertExecutable(process.execPath);
  const checkout = await ensureReadableCheckout(folder);
  const program = locateIn(checkout, electron);
  const env = createSessionEnvironment(home, {
    electron: program,
    env: {
      STANDBY_SESSION: name,
      HEADLESS_KEYRING_PASSWORD: 'headless',
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(home, 'report.json'),
    },
  });
  const sharedDirs = [folder, checkout, cacheDir(), ...nodeDirs(), dirname(program)];
  const playwright = [
    process.execPath,
    join(checkout, 'node_modules/@playwright/test/cli.js'),
    ...['test', '--project=sessions', '--reporter=list,json', `--output=${join(home, 'test-results')}`],
  ];
  const script = join(checkout, 'scripts/headless/desktops/session.sh');
  const [command = '', ...args] = inLayer(session.layer, sharedDirs, [
    ...(session.needsSystemBus ? ['bash', '-c', startSystemBus, 'bash'] : []),
    ...['env', '--chdir', checkout, ...testUserCommand],
    ...['dbus-run-session', '--', script, name, ...playwright],
  ]);
  const code = await execForwardingSignals(command, args, { env, ownGroup: true });
  // Otherwise the next session would start.
  if (code > 128) throw new UserFacingError('stopped by a signal');
  const results = join(repoDir, 'test-results/desktops', name);
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  for (const log of readdirSync(home).filter((file) => file.endsWith('.log'))) {
    await cp(join(home, log), join(results, log));
  }
  if (existsSync(join(home, 'test-results')))
    await cp(join(home, 'test-results'), results, { recursive: true });
  if (code === NOT_STARTED) {
    return { outcome: 'not run', reason: 'the desktop did not start; its messages are above', tests: [] };
  }
  const tests = readTests(join(home, 'report.json'));
  const hasPassed = code === 0 && tests.some(({ status }) => status === 'passed');
  return { outcome: hasPassed ? 'passed' : 'failed', reason: `pictures: ${results}`, tests };
}

/** The folder of Node, where that is not one of the system's, which a layer has with its own packages. */
function nodeDirs() {
  const dir = dirname(dirname(process.execPath));
  return ['/', '/usr', '/usr/local'].includes(dir) ? [] : [dir];
}
