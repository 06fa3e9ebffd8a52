import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

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

/** Packages the built Standby with the Electron that the tests run on, downloading nothing, and unpacks the archive. */
export async function packageStandby(): Promise<Packages> {
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

/** A packaged program that runs, with nobody attached: nobody can. */
export interface PackagedApp {
  pid: number;
  /** Everything it has printed until now. */
  output: () => string;
  /** Ends all of its processes, and waits until it has ended. */
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
    // A group of its own, through which the whole family is killed.
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
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
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
      await ended;
    },
  };
}
