/** Whether the system starts Standby when somebody logs in. The system's own entry is the truth: people change it there too. */
import { app } from 'electron';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { isPackaged } from '../packaged.ts';
import { saveAtomically } from '../save-atomically.ts';
import { autostartEntry, configHome, isInForce, programOf } from './autostart-entry.ts';
import { APP_ID } from './identity.ts';

export type Autostart = {
  isOn: () => Promise<boolean>;
  /** Rejects with the system's words where it cannot be changed. */
  set: (on: boolean) => Promise<void>;
  /** Where it is on, but starts a program that is gone (an AppImage that was moved), it starts this Standby from now on. */
  mend: () => Promise<void>;
};

export function createAutostart(): Autostart {
  return process.platform === 'linux' ? xdgAutostart() : loginItem();
}

/** macOS and Windows keep the list themselves. */
function loginItem(): Autostart {
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings().openAtLogin),
    set: (on) => {
      app.setLoginItemSettings({ openAtLogin: on });
      return Promise.resolve();
    },
    // These systems follow a program that is moved, or their installers do.
    mend: () => Promise.resolve(),
  };
}

function xdgAutostart(): Autostart {
  const file = join(configHome(process.env, homedir()), 'autostart', `${APP_ID}.desktop`);

  async function found(): Promise<string | null> {
    try {
      return await readFile(file, 'utf8');
    } catch {
      // No entry, or none that anybody can read: nothing starts.
      return null;
    }
  }

  async function write(): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await saveAtomically(file, autostartEntry(app.getName(), ownCommand()), 0o644);
  }

  return {
    isOn: async () => {
      const entry = await found();
      return entry !== null && isInForce(entry) && (await isThere(programOf(entry)));
    },
    set: (on) => (on ? write() : rm(file, { force: true })),
    mend: async () => {
      const entry = await found();
      // One that starts another program that is there is somebody's own choice.
      if (entry !== null && isInForce(entry) && !(await isThere(programOf(entry)))) await write();
    },
  };
}

/** Whether a program that an entry names could be started. One named without a path is looked for by the desktop. */
async function isThere(program: string | null): Promise<boolean> {
  if (program === null) return false;
  if (!isAbsolute(program)) return true;
  try {
    await access(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How to start this Standby again. */
function ownCommand(): string[] {
  if (!isPackaged) return [process.execPath, app.getAppPath()];
  return [process.execPath];
}
