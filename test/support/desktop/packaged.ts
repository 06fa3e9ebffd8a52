import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { processesWith } from './processes.ts';

const run = promisify(execFile);

/** What `npm run package` makes, as far as it can be made without a download. */
export interface Packages {
  /** The target `dir`: the program with everything it needs. */
  folder: string;
  /** What came out of the target `tar.gz` again. */
  unpacked: string;
}

/** Where nobody answers: what would be downloaded fails the test at once. */
const nowhere = 'http://127.0.0.1:9/';

const environment = {
  ...process.env,
  ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7zz',
  ELECTRON_BUILDER_BINARIES_MIRROR: nowhere,
  ELECTRON_MIRROR: nowhere,
  // The archive is unpacked again at once.
  ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
};

let packages: Promise<Packages> | undefined;

/**
 * Packages the built Standby with the Electron that the tests run on, downloading nothing, and unpacks the archive. Once
 * for all test files that run in this process: a test that changes the program works on a copy.
 */
export function packageStandby(): Promise<Packages> {
  packages ??= makePackages();
  return packages;
}

/** Copies an unpacked program, so that a test can change it. @returns its new folder */
export async function copyOfProgram(unpacked: string): Promise<string> {
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
      '--with-stand-in-for-test',
      ...['--linux', 'dir', 'tar.gz', '--x64'],
      `-c.directories.output=${out}`,
      '-c.artifactName=standby.tar.gz',
    ],
    { env: environment },
  );
  const unpacked = join(out, 'unpacked');
  await mkdir(unpacked);
  await run('tar', ['-xzf', join(out, 'standby.tar.gz'), '-C', unpacked, '--strip-components=1']);
  return { folder: join(out, 'linux-unpacked'), unpacked };
}

/** No desktop has the variable by which the rig names its Electron, and a package starts anew to be without it. */
const { ELECTRON_OVERRIDE_DIST_PATH: _ofRig, ...withoutRig } = process.env;

/** A packaged program that runs, with nobody attached: nobody can. */
export interface PackagedApp {
  /** Of the process that was started. After a relaunch another one is the program: {@link mainProcessOf} its profile. */
  pid: number;
  /** Everything it has printed until now. After a relaunch the program prints to nowhere. */
  output: () => string;
  /** The exit code of the process that was started, once it has ended; null where a signal ended it. */
  ended: Promise<number | null>;
  /** Ends all processes of the profile, and waits until none is left. */
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
    // A group of its own, so that a signal to the tests' own one leaves it to its test.
    detached: true,
    env: { ...withoutRig, ...env },
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
      // A process may be about to start another one: until there is none.
      while (endProcessesOf(profileDir) > 0) await nextTurn();
      await ended;
    },
  };
}

/** Ends the processes of a profile at once. @returns how many there were */
function endProcessesOf(profileDir: string): number {
  const found = processesWith(profileDir);
  for (const pid of found) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended since it was found.
    }
  }
  return found.length;
}

/** The process id of the program that runs with a profile; undefined while none does, as during a relaunch. */
export function mainProcessOf(profileDir: string): number | undefined {
  const children = new Set(processesWith('--type='));
  return processesWith(`--user-data-dir=${profileDir}`).find((pid) => !children.has(pid));
}
