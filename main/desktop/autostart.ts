/** Whether the system starts Standby when somebody logs in. The system's own entry is the truth: people change it there too. */
import { app } from 'electron';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { autostartEntry, isInForce } from './autostart-entry.ts';
import { APP_ID } from './identity.ts';

export type Autostart = {
  isOn: () => Promise<boolean>;
  /** Rejects with the system's words where it cannot be changed. */
  set: (on: boolean) => Promise<void>;
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
  };
}

function xdgAutostart(): Autostart {
  const configHome = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  const file = join(configHome, 'autostart', `${APP_ID}.desktop`);
  return {
    isOn: async () => {
      try {
        return isInForce(await readFile(file, 'utf8'));
      } catch {
        // No entry, or none that anybody can read: nothing starts.
        return false;
      }
    },
    set: async (on) => {
      if (!on) return rm(file, { force: true });
      await mkdir(dirname(file), { recursive: true });
      await writeFileAtomic(file, autostartEntry(app.getName(), ownCommand()));
    },
  };
}

/** How to start this Standby again. An AppImage runs from a place that is gone after it ends, and names its file. */
function ownCommand(): string[] {
  if (!app.isPackaged) return [process.execPath, app.getAppPath()];
  return [process.env.APPIMAGE ?? process.execPath];
}
