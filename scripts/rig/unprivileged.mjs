import { spawnSync } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../repo.mjs';
import { runQuietly } from '../run.mjs';
import { SetupError, say } from '../say.mjs';

/** Chromium's sandbox refuses root, so a session that root starts belongs to this user. */
const user = { name: 'nobody', uid: 65534, gid: 65534 };

/** What the tests and the app need of a checkout. */
const essentials = [
  'LICENSE',
  'assets',
  'dist',
  'electron-builder.yml',
  'main',
  'node_modules',
  'package-lock.json',
  'package.json',
  'playwright.config.ts',
  'preload',
  'renderer',
  'scripts',
  'test',
  'tsconfig.json',
];

/** Whether the session has to be handed to another user. */
export function mustDropPrivileges() {
  return process.getuid?.() === 0;
}

/** The command line that runs the rest of it as the unprivileged user. */
export const dropPrivileges = [
  'setpriv',
  `--reuid=${user.uid}`,
  `--regid=${user.gid}`,
  '--clear-groups',
  '--',
];

/** @param {string} dir */
export function giveAway(dir) {
  chownSync(dir, user.uid, user.gid);
}

/**
 * A checkout that the unprivileged user can read: this one, or where it is closed to others (below root's home,
 * in a private temporary folder, made with a strict umask) a copy.
 * @param {string} workDir where a copy may be made
 * @returns {Promise<string>}
 */
export async function readableCheckout(workDir) {
  if (canRead(repoDir)) return repoDir;
  say(`${user.name} cannot read this checkout; the desktop session gets a copy`);
  const copy = join(workDir, 'checkout');
  await mkdir(copy);
  const present = essentials.filter((name) => existsSync(join(repoDir, name)));
  await mustSucceed('cp', ['-a', '--reflink=auto', ...present.map((name) => join(repoDir, name)), copy]);
  await mustSucceed('chmod', ['-R', 'a+rX', copy]);
  return copy;
}

/**
 * Throws a {@link SetupError} when the unprivileged user cannot run a program that the session needs.
 * @param {string} program absolute path
 */
export function mustBeRunnable(program) {
  if (asUser('test', '-x', program)) return;
  throw new SetupError(
    `${user.name}, who runs the desktop session for root, cannot run ${program}: open its folder to others, ` +
      'or start this as an ordinary user',
  );
}

/** One unreadable file is enough to need the copy, and `find` knows them all. @param {string} dir */
function canRead(dir) {
  return essentials
    .map((name) => join(dir, name))
    .filter((path) => existsSync(path))
    .every((path) =>
      asUser('bash', '-c', '! find "$1" ! -readable -print -quit 2>&1 | grep -q .', 'bash', path),
    );
}

/** @param {...string} args */
function asUser(...args) {
  const [command = '', ...rest] = [...dropPrivileges, ...args];
  return spawnSync(command, rest, { cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function mustSucceed(command, args) {
  const { code, output } = await runQuietly(command, args);
  if (code !== 0) throw new SetupError(`${command} failed:\n${output.trimEnd()}`);
}
