import { spawnSync } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../paths.mjs';
import { execCaptured } from '../exec.mjs';
import { UserFacingError, log } from '../log.mjs';

/** Chromium's sandbox refuses root, so a session that root starts belongs to this user. */
const testUser = { name: 'nobody', uid: 65534, gid: 65534 };

/** What the tests and the app need of a checkout. */
const checkoutPaths = [
  'LICENSE',
  'assets',
  'dist',
  'electron-builder.yml',
  'gateway',
  'main',
  'shared',
  'simulator',
  'tencent',
  'node_modules',
  'package-lock.json',
  'package.json',
  'playwright.config.ts',
  'preload',
  'renderer',
  'scripts',
  'test',
  'tsconfig.base.json',
  'tsconfig.json',
];

/** Whether the session has to be handed to another user. */
export function shouldDropPrivileges() {
  return process.getuid?.() === 0;
}

/** The command line that runs the rest of it as the unprivileged user. */
export const testUserCommand = [
  'setpriv',
  `--reuid=${testUser.uid}`,
  `--regid=${testUser.gid}`,
  '--clear-groups',
  '--',
];

/** Makes this process run as the unprivileged user. */
export function dropPrivileges() {
  process.setgroups?.([]);
  process.setgid?.(testUser.gid);
  process.setuid?.(testUser.uid);
}

/** @param {string} dir */
export function chownToTestUser(dir) {
  chownSync(dir, testUser.uid, testUser.gid);
}

/**
 * A checkout that the unprivileged user can read: this one, or where it is closed to others (below root's home,
 * in a private temporary folder, made with a strict umask) a copy.
 * @param {string} workDir where a copy may be made
 * @returns {Promise<string>}
 */
export async function ensureReadableCheckout(workDir) {
  if (canTestUserRead(repoDir)) return repoDir;
  log(`${testUser.name} cannot read this checkout; the desktop session gets a copy`);
  const copy = join(workDir, 'checkout');
  await mkdir(copy);
  const present = checkoutPaths.filter((name) => existsSync(join(repoDir, name)));
  await execOrThrow('cp', ['-a', '--reflink=auto', ...present.map((name) => join(repoDir, name)), copy]);
  await execOrThrow('chmod', ['-R', 'a+rX', copy]);
  return copy;
}

/**
 * Throws a {@link UserFacingError} when the unprivileged user cannot run a program that the session needs.
 * @param {string} program absolute path
 */
export function assertExecutable(program) {
  if (succeedsAsTestUser('test', '-x', program)) return;
  throw new UserFacingError(
    `${testUser.name}, who runs the desktop session for root, cannot run ${program}: open its folder to others, ` +
      'or start this as an ordinary user',
  );
}

/** One unreadable file is enough to need the copy, and `find` knows them all. @param {string} dir */
function canTestUserRead(dir) {
  return checkoutPaths
    .map((name) => join(dir, name))
    .filter((path) => existsSync(path))
    .every((path) =>
      succeedsAsTestUser('bash', '-c', '! find "$1" ! -readable -print -quit 2>&1 | grep -q .', 'bash', path),
    );
}

/** @param {...string} args */
function succeedsAsTestUser(...args) {
  const [command = '', ...rest] = [...testUserCommand, ...args];
  return spawnSync(command, rest, { cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function execOrThrow(command, args) {
  const { code, output } = await execCaptured(command, args);
  if (code !== 0) throw new UserFacingError(`${command} failed:\n${output.trimEnd()}`);
}
