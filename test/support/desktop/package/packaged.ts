import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as waitForImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProcesses } from '../processes.ts';

const run = promisify(execFile);

/** Output of `npm run package` for the targets that need no download. */
export interface Packages {
  /** Target `dir`: the folder of the program. */
  folder: string;
  /** Target `tar.gz`, unpacked. */
  unpacked: string;
}

/** An address that refuses connections, so that a download fails at once. */
const unreachableUrl = 'http://127.0.0.1:9/';

const packagingEnvironment = {
  ...process.env,
  ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7zz',
  ELECTRON_BUILDER_BINARIES_MIRROR: unreachableUrl,
  ELECTRON_MIRROR: unreachableUrl,
  // Fast, because the archive is only unpacked again.
  ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
};

let packages: Promise<Packages> | undefined;

/**
 * Packages the built Standby with the Electron of the tests, without downloads, and unpacks the archive. This happens once
 * for all test files in this process, so a test that changes the program must use a copy.
 */
export function packageStandby(): Promise<Packages> {
  packages ??= makePackages();
  return packages;
}

/** Copies an unpacked program, so that a test can change it. @returns its new folder */
export async function copyProgram(unpacked: string): Promise<string> {
  const copy = join(await mkdtemp(join(tmpdir(), 'changed-')), 'standby');
  await cp(unpacked, copy, { recursive: true });
  return copy;
}

async function makePackages(): Promise<Packages> {
  const out = await mkdtemp(join(tmpdir(), 'packages-'));
  await run(
    process.execPath,
    [
      'scripts/package.mjs',
      '--with-fallback-for-test',
      ...['--linux', 'dir', 'tar.gz', '--x64'],
      `-c.directories.output=${out}`,
      '-c.artifactName=standby.tar.gz',
    ],
    { env: packagingEnvironment },
  );
  const unpacked = join(out, 'unpacked');
  await mkdir(unpacked);
  await run('tar', ['-xzf', join(out, 'standby.tar.gz'), '-C', unpacked, '--strip-components=1']);
  return { folder: join(out, 'linux-unpacked'), unpacked };
}

/** Without the variable that names the Electron of the headless desktop: a package would relaunch to remove it. */
const { ELECTRON_OVERRIDE_DIST_PATH: _override, ...environmentWithoutOverride } = process.env;

/** A running packaged program. Playwright cannot attach to it. */
export interface PackagedApp {
  /** Id of the started process. After a relaunch, find the main process by its profile ({@link findMainProcess}). */
  pid: number;
  /** Its output so far. After a relaunch the output is not captured. */
  output: () => string;
  /** Exit code of the started process, once it has ended; null if a signal ended it. */
  ended: Promise<number | null>;
  /** Kills all processes of the profile, and waits until none is left. */
  kill: () => Promise<void>;
}

/**
 * Starts a packaged program as a desktop does.
 * @param program absolute path
 */
export async function startPackaged(
  program: string,
  profileDir: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<PackagedApp> {
  const child = spawn(program, [`--user-data-dir=${profileDir}`, ...args], {
    // Its own process group, so that a signal to the group of the tests does not reach it.
    detached: true,
    env: { ...environmentWithoutOverride, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${basename(program)} did not start`);
  return {
    pid,
    output: () => output,
    ended,
    kill: async () => {
      // Repeated, because a process may have started another one meanwhile.
      while (killProcesses(profileDir) > 0) await waitForImmediate();
      await ended;
    },
  };
}

/** Kills the processes of a profile. @returns how many there were */
function killProcesses(profileDir: string): number {
  const found = findProcesses(profileDir);
  for (const pid of found) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  return found.length;
}

/** Finds the main process that runs with a profile; undefined if there is none, as during a relaunch. */
export function findMainProcess(profileDir: string): number | undefined {
  const children = new Set(findProcesses('--type='));
  return findProcesses(`--user-data-dir=${profileDir}`).find((pid) => !children.has(pid));
}
