import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

/** The checkout that is tested. */
export const standbyDir = fileURLToPath(new URL('../../..', import.meta.url));
const electronWithLog = fileURLToPath(new URL('electron-with-log.sh', import.meta.url));

/** Options for launching an app. */
export interface LaunchOptions {
  /** Folder of the app's files; a new one by default. Pass the same one for a restart. */
  profileDir?: string;
  /** Additional command-line arguments. */
  args?: readonly string[];
  /** Additional environment variables, for example DBUS_SESSION_BUS_ADDRESS of a {@link BareBus}. */
  env?: Readonly<Record<string, string>>;
  /** Folder of the app; Standby by default. */
  appDir?: string;
  /** A program that prepares the environment of the app. It is called with the app's command line and executes it. */
  wrapper?: string;
}

/** A running app with Playwright attached. */
export interface RunningApp {
  electron: ElectronApplication;
  profileDir: string;
  /** Resolves to its first window, once there is one. */
  window: () => Promise<Page>;
  /** Its output so far, stdout and stderr. */
  output: () => Promise<string>;
  /** Requests it to quit, and waits until it has. */
  close: () => Promise<void>;
  /** Kills it, like a crash. */
  kill: () => Promise<void>;
}

/** Creates an empty folder for the files of an app. */
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
    // Keeps the theme of the app instead of Playwright's.
    colorScheme: null,
    args: createElectronArgs({ ...options, profileDir }),
    env: {
      ...createEnvironment(options),
      STANDBY_OUTPUT: outputFile,
      STANDBY_WRAPPER: options.wrapper ?? '',
    },
  });
  // Read now: Playwright drops it once the app has ended.
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
 * Launches an app that is expected to exit by itself, such as a second instance.
 * @returns its exit code
 */
export async function launchAndWaitForExit(
  options: LaunchOptions & { profileDir: string },
): Promise<number | null> {
  const child = spawn(getElectronPath(), createElectronArgs(options), {
    env: createEnvironment(options),
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** An app without Playwright: started as a desktop starts it, and only killed. */
export interface DetachedApp {
  pid: number;
  /** Kills all of its processes at once, and waits until none is left. */
  crash: () => Promise<void>;
}

/** Starts the built Standby without Playwright. */
export async function launchDetached(profileDir: string): Promise<DetachedApp> {
  // Its own process group, through which all of its processes are killed.
  const child = spawn(getElectronPath(), createElectronArgs({ profileDir }), {
    stdio: 'ignore',
    detached: true,
  });
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

/** The arguments by which Electron runs an app. */
export function createElectronArgs({
  appDir = standbyDir,
  profileDir,
  args = [],
}: LaunchOptions & { profileDir: string }) {
  return [appDir, `--user-data-dir=${profileDir}`, ...args];
}

function createEnvironment({ env = {} }: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), ...env };
}

/** The Electron of the headless desktop. */
export function getElectronPath(): string {
  const dir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (dir === undefined)
    throw new Error('not on the headless desktop: run this by `node scripts/test.mjs desktop`');
  return join(dir, 'electron');
}
