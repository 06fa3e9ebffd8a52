import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const standbyDir = fileURLToPath(new URL('../../..', import.meta.url));
const electronWithLog = fileURLToPath(new URL('electron-with-log.sh', import.meta.url));

/** How to launch an app. */
export interface LaunchOptions {
  /** Folder of the app's files; a new one when left out, the same one again for a restart. */
  profileDir?: string;
  /** More command-line arguments. */
  args?: readonly string[];
  /** More variables; for one, DBUS_SESSION_BUS_ADDRESS of a {@link BareBus}. */
  env?: Readonly<Record<string, string>>;
  /** Folder of the app; Standby's own when left out. */
  appDir?: string;
  /** A program that starts the app in surroundings of its own: it is called with the command line to become. */
  within?: string;
}

/** An app that runs on this desktop. */
export interface RunningApp {
  electron: ElectronApplication;
  profileDir: string;
  /** Its first window, waited for where there is none yet. */
  window: () => Promise<Page>;
  /** Everything it has printed, on stdout and stderr. */
  output: () => Promise<string>;
  /** Asks it to quit, and waits until it has. */
  close: () => Promise<void>;
  /** Ends it as a crash would. */
  kill: () => Promise<void>;
}

/** Makes an empty folder for the files of an app. */
export function newProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'profile-'));
}

/** Launches the built Standby, or another app, in the real Electron, with Playwright attached. */
export async function launch(options: LaunchOptions = {}): Promise<RunningApp> {
  const profileDir = options.profileDir ?? (await newProfile());
  const outputFile = join(profileDir, '..', `${crypto.randomUUID()}.log`);
  const electron = await _electron.launch({
    executablePath: electronWithLog,
    chromiumSandbox: true,
    // The app's own theme decides, not Playwright's.
    colorScheme: null,
    args: commandLine({ ...options, profileDir }),
    env: { ...environment(options), STANDBY_OUTPUT: outputFile, STANDBY_WITHIN: options.within ?? '' },
  });
  // Asked for now: Playwright forgets it once the app has ended.
  const child = electron.process();
  return {
    electron,
    profileDir,
    window: () => electron.firstWindow(),
    output: () => readFile(outputFile, 'utf8'),
    close: () => electron.close(),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/**
 * Launches an app that is expected to end by itself, such as a second one beside the first.
 * @returns its exit code
 */
export async function launchToTheEnd(
  options: LaunchOptions & { profileDir: string },
): Promise<number | null> {
  const child = spawn(electronProgram(), commandLine(options), {
    env: environment(options),
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** An app without Playwright in it: started as a desktop starts it, ended as only a crash ends it. */
export interface BareApp {
  pid: number;
  /** Ends all of its processes at once, in the middle of whatever they do, and waits until none is left. */
  crash: () => Promise<void>;
}

/** Starts the built Standby with nobody attached. */
export async function startBare(profileDir: string): Promise<BareApp> {
  // A group of its own, through which the whole family is killed.
  const child = spawn(electronProgram(), commandLine({ profileDir }), { stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const { pid = 0 } = child;
  return {
    pid,
    crash: async () => {
      process.kill(-pid, 'SIGKILL');
      await ended;
    },
  };
}

/** The arguments with which Electron runs an app. */
export function commandLine({
  appDir = standbyDir,
  profileDir,
  args = [],
}: LaunchOptions & { profileDir: string }) {
  return [appDir, `--user-data-dir=${profileDir}`, ...args];
}

function environment({ env = {} }: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), ...env };
}

/** The Electron of the rig. */
export function electronProgram(): string {
  const dir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (dir === undefined) throw new Error('not on the rig: run this by `node scripts/test.mjs desktop`');
  return join(dir, 'electron');
}
