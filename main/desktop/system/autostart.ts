/** Reads and sets the autostart at login. The system's entry is the only source: users also change it in the system. */
import { app } from 'electron';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { isPackaged } from '../../runtime/packaged.ts';
import type { LockRetry } from '../../runtime/retry-locked.ts';
import { saveAtomically } from '../../runtime/save-atomically.ts';
import { autostartEntry, configHome, isEnabled, getProgram } from './autostart-entry.ts';
import { APP_ID } from './app-user-model-id.ts';

export type Autostart = {
  isEnabled: () => Promise<boolean>;
  /** Rejects with the system's error message if it cannot be changed. */
  set: (on: boolean) => Promise<void>;
  /** If autostart is enabled but its executable is gone (a moved AppImage), the entry is rewritten for this one. */
  repair: () => Promise<void>;
};

export function createAutostart(retry: LockRetry): Autostart {
  return process.platform === 'linux' ? xdgAutostart(retry) : loginItem();
}

/** On macOS and Windows the system manages login items. */
function loginItem(): Autostart {
  return {
    isEnabled: () => Promise.resolve(isLoginItemEnabled(app.getLoginItemSettings(), process.platform)),
    set: (on) => {
      app.setLoginItemSettings({ openAtLogin: on });
      return Promise.resolve();
    },
    // The system or the installer updates the path of a moved program.
    repair: () => Promise.resolve(),
  };
}

/**
 * Whether the system starts the app at login. On Windows `openAtLogin` is also true for an item that the user has turned off in
 * the task manager; the item itself tells that. Not yet run on Windows.
 */
export function isLoginItemEnabled(
  { openAtLogin, launchItems }: { openAtLogin: boolean; launchItems?: { name: string; enabled: boolean }[] },
  platform: NodeJS.Platform,
): boolean {
  if (platform !== 'win32') return openAtLogin;
  return openAtLogin && launchItems?.find(({ name }) => name === APP_ID)?.enabled !== false;
}

function xdgAutostart(retry: LockRetry): Autostart {
  const file = join(configHome(process.env, homedir()), 'autostart', `${APP_ID}.desktop`);

  async function readEntry(): Promise<string | null> {
    try {
      return await readFile(file, 'utf8');
    } catch {
      // No entry, or an unreadable one: nothing starts.
      return null;
    }
  }

  async function write(): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await saveAtomically(file, autostartEntry(app.getName(), launchCommand()), { mode: 0o644, retry });
  }

  return {
    isEnabled: async () => {
      const entry = await readEntry();
      return entry !== null && isEnabled(entry) && (await canStart(getProgram(entry)));
    },
    set: (on) => (on ? write() : rm(file, { force: true })),
    repair: async () => {
      const entry = await readEntry();
      // An entry for another existing program is the user's choice.
      if (entry !== null && isEnabled(entry) && !(await canStart(getProgram(entry)))) await write();
    },
  };
}

/** Whether the executable of an entry can be started. The desktop searches the PATH for one without a path. */
async function canStart(program: string | null): Promise<boolean> {
  if (program === null) return false;
  if (!isAbsolute(program)) return true;
  try {
    await access(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Command that starts this installation again. */
function launchCommand(): string[] {
  if (!isPackaged) return [process.execPath, app.getAppPath()];
  return [process.execPath];
}
