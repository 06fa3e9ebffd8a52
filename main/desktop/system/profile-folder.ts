/** Chooses the folder of the profile: settings, activity log and Chromium's files. On Windows it moves an old one. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';

export type ProfileFolderDeps = {
  platform: NodeJS.Platform;
  /** The folder that Electron has chosen. On Windows that is in the part of the user's profile which roams. */
  electronFolder: string;
  /** Whether the command line names the folder. It is kept then. */
  isGiven: boolean;
  /** Windows' `LOCALAPPDATA`: the folder for files that stay on this computer. */
  localAppData: string | undefined;
  /** Whether an old profile may be moved. A process that only asks the running one to quit moves nothing. */
  mayMove: boolean;
};

/** `error`: why an old profile could not be moved. It is used as it is then. */
export type ProfileFolder = { folder: string; error: unknown };

const SETTINGS = 'settings.json';

/** Chromium has this file open while it uses a profile on Windows, and Windows deletes it afterwards, also after a crash. */
const CHROMIUM_LOCK = 'lockfile';

/**
 * On Windows the profile stays on this computer: two computers that write one activity log break it, and Chromium's files
 * make log-on and log-off slow. Never throws. Not yet run on Windows.
 */
export function resolveProfileFolder(deps: ProfileFolderDeps): ProfileFolder {
  const { electronFolder: old, localAppData } = deps;
  if (deps.platform !== 'win32' || deps.isGiven || localAppData === undefined || !isAbsolute(localAppData))
    return { folder: old, error: null };
  const local = join(localAppData, basename(old));
  const isOldUsed = !existsSync(join(local, SETTINGS)) && existsSync(join(old, SETTINGS));
  const isRunning = existsSync(join(old, CHROMIUM_LOCK));
  if (isOldUsed && (isRunning || !deps.mayMove)) return { folder: old, error: null };
  try {
    if (isOldUsed) moveProfile(old, local);
    else mkdirSync(local, { recursive: true });
    return { folder: local, error: null };
  } catch (error) {
    return { folder: old, error };
  }
}

/**
 * Copies the settings last and by a rename: a folder with settings is complete. After a crash or an error the old profile is still
 * the one in use, and the next start copies again.
 */
function moveProfile(old: string, local: string): void {
  const isNew = !existsSync(local);
  const partial = join(local, `${SETTINGS}.moving`);
  try {
    cpSync(old, local, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => path !== join(old, SETTINGS) && !isCache(path),
    });
    cpSync(join(old, SETTINGS), partial, { preserveTimestamps: true });
    renameSync(partial, join(local, SETTINGS));
  } catch (error) {
    removeQuietly(isNew ? local : partial);
    throw error;
  }
  removeQuietly(old);
}

/** Chromium fills its caches again, so they are not worth a slow start. */
function isCache(path: string): boolean {
  return /cache$/i.test(basename(path));
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // A file is in use. What remains is used no more.
  }
}
