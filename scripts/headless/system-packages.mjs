import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { execCaptured } from '../exec.mjs';
import { UserFacingError, log } from '../log.mjs';

/**
 * Debian package names by what needs them. Alternatives are separated by `|`: Debian 13 and Ubuntu 24.04
 * renamed some libraries when `time_t` became 64 bits wide.
 */
export const needs = {
  /** Shared libraries of Electron and of keytar; a Debian package of Standby depends on the same. */
  app: [
    'libasound2|libasound2t64',
    'libatspi2.0-0|libatspi2.0-0t64',
    'libcups2|libcups2t64',
    'libdrm2',
    'libgbm1',
    'libgtk-3-0|libgtk-3-0t64',
    'libnotify4',
    'libnss3',
    'libsecret-1-0',
    'libxkbcommon0',
  ],
  /** electron-builder makes an rpm with it; everything else it brings along. */
  packages: ['rpm'],
  /** The virtual desktop, with fonts for the screenshots of it. */
  desktop: [
    'dbus',
    'dbus-x11',
    'fonts-dejavu-core',
    'fonts-noto-cjk',
    'gnome-keyring',
    'openbox',
    'x11-utils',
    'xauth',
    'xfce4-panel',
    'xvfb',
  ],
  /** The web page that shows the virtual desktop. */
  web: ['novnc', 'tigervnc-scraping-server', 'tigervnc-tools', 'websockify'],
  /** Programs that the tests run. */
  tests: ['7zip', 'imagemagick', 'redis-server', 'sway', 'weston', 'x11-xkb-utils', 'xdotool', 'xwayland'],
};

/** @typedef {keyof typeof needs} Need */

/** Whether this machine is Debian, Ubuntu, or something that calls itself like one of them. */
export function isDebianLike() {
  return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(osRelease());
}

/** What a Linux says of itself; nothing elsewhere. */
function osRelease() {
  const file = '/etc/os-release';
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/**
 * On Debian and Ubuntu: installs the missing packages when run by root, and otherwise throws a
 * {@link UserFacingError} with the exact command. Elsewhere it does nothing.
 * @param {readonly Need[]} wanted
 */
export async function ensureSystemPackages(wanted) {
  if (!isDebianLike()) return;
  const missing = findMissing(wanted.flatMap((need) => needs[need]));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new UserFacingError(
      'system packages are missing; install them and start again:\n' +
        `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${chooseAlternatives(missing).join(' ')}`,
    );
  }
  await apt('update');
  const names = chooseAlternatives(missing);
  log(`installing system packages: ${names.join(' ')}`);
  await apt('install', '-y', '--no-install-recommends', ...names);
}

/** @param {readonly string[]} packages each with its alternatives */
function findMissing(packages) {
  const names = packages.flatMap((name) => name.split('|'));
  // Exits with 1 when a name is unknown, and still lists the others.
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  });
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return packages.filter((name) => !name.split('|').some((alternative) => installed.has(alternative)));
}

/**
 * Of each package's alternatives, the one apt can install here.
 * @param {readonly string[]} packages
 */
function chooseAlternatives(packages) {
  return packages.map((name) => {
    const alternatives = name.split('|');
    return alternatives.find(hasCandidate) ?? name.replace(/\|.*/, '');
  });
}

/** @param {string} name */
function hasCandidate(name) {
  const policy = execFileSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return /Candidate: (?!\(none\))/.test(policy);
}

/** @param {...string} args */
async function apt(...args) {
  const { code, output } = await execCaptured('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) throw new UserFacingError(`apt-get ${args.join(' ')} failed:\n${output.trimEnd()}`);
}
