/**
 * The settings file: migrated and read over the defaults, written whole or not at all. A file that is not JSON is renamed to a
 * name with the time; a file with wrong values is copied to one. A file of a newer Standby is never written.
 */
import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from '../../shared/notice.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { readLimitedSync } from '../runtime/read-limited.ts';
import { retryWhileLocked } from '../runtime/retry-locked.ts';
import { saveAtomically } from '../runtime/save-atomically.ts';
import { migrate } from './migrations.ts';
import { readOverDefaults } from './read-over-defaults.ts';
import { SETTINGS_VERSION, type Settings } from './schema.ts';
import { decodeText } from './text-file.ts';
import { normalizeSettings } from './normalize-settings.ts';
import type { Clock } from '../../shared/clock.ts';
import { errorMessage, isNotFound } from '../../shared/errors.ts';

/** How the settings file is read, and on which system. */
type SettingsAccess = { read: (path: string) => { bytes: Uint8Array }; platform: NodeJS.Platform };

const SYSTEM_ACCESS: SettingsAccess = { read: readLimitedSync, platform: process.platform };

/** The start waits this long for a file that another program has locked, in milliseconds. */
const START_LIMIT_MS = 2_000;

export type SettingsFile = {
  get: () => Settings;
  /** Changes them at once; the file follows. Answers with a notice when it could not be written. */
  update: (change: Partial<Settings>) => Promise<Notice | null>;
};

type LoadResult =
  | { kind: 'settings'; settings: Settings; wrongValues: string[] }
  | { kind: 'none' }
  | { kind: 'damaged'; message: string }
  /** The file exists and could not be read: another program has locked it, or access is denied. It may be valid. */
  | { kind: 'unreadable'; message: string }
  | { kind: 'newer' };

const settingsPath = (folder: string) => join(folder, 'settings.json');

/** Waits until the settings of a profile can be read, at most 2 s. Call it before `openSettings`. Never rejects. */
export async function waitForSettings(
  folder: string,
  { setTimer }: Pick<Clock, 'setTimer'>,
  { read, platform } = SYSTEM_ACCESS,
): Promise<void> {
  const retry = { platform, setTimer };
  await retryWhileLocked(() => read(settingsPath(folder)), retry, START_LIMIT_MS).catch(() => undefined);
}

/**
 * Reads the settings of a profile. A file that cannot be read, or that is to be kept aside and cannot be, is not written.
 * @param folder the profile's folder
 * @param time for the name of a damaged file, and for waiting while another program has the file open
 */
export function openSettings(
  folder: string,
  defaults: Settings,
  { now, setTimer }: Pick<Clock, 'now' | 'setTimer'>,
  access = SYSTEM_ACCESS,
): { file: SettingsFile; notice: Notice | null } {
  const path = settingsPath(folder);
  removeTempFiles(folder);
  const loaded = loadFile(path, defaults, access);
  let settings = loaded.kind === 'settings' ? loaded.settings : defaults;
  const kept = keepDamaged(loaded, path, now);
  const readOnlyNotice = toReadOnlyNotice(loaded, path) ?? (kept?.kind === 'settingsNotSaved' ? kept : null);

  const update = async (change: Partial<Settings>): Promise<Notice | null> => {
    settings = { ...settings, ...change };
    if (readOnlyNotice) return readOnlyNotice;
    try {
      await saveAtomically(path, `${JSON.stringify(settings, null, 2)}\n`, {
        retry: { platform: access.platform, setTimer },
      });
      return null;
    } catch (error) {
      return { kind: 'settingsNotSaved', file: path, message: errorMessage(error) };
    }
  };

  return {
    file: { get: () => settings, update },
    notice: readOnlyNotice ?? kept,
  };
}

/** What a crash in the middle of a save has left beside the file; nobody will finish it. */
function removeTempFiles(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (/^settings\.json\.\d+$/.test(name)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A folder that cannot be read or written keeps them; they do no harm, and saving will say what is wrong.
  }
}

function loadFile(path: string, defaults: Settings, { read }: SettingsAccess): LoadResult {
  let bytes: Uint8Array;
  try {
    ({ bytes } = read(path));
  } catch (error) {
    const isMissing = isNotFound(error);
    return isMissing ? { kind: 'none' } : { kind: 'unreadable', message: errorMessage(error) };
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) return { kind: 'damaged', message: decoded.message };
  try {
    const json = parseJson(decoded.text);
    if (!json.ok) return { kind: 'damaged', message: json.message };
    if (isNewer(json.value)) return { kind: 'newer' };
    const found = readOverDefaults(migrate(json.value), defaults);
    return found
      ? { kind: 'settings', settings: normalizeSettings(found.settings), wrongValues: found.wrongValues }
      : { kind: 'damaged', message: 'not an object' };
  } catch (error) {
    return { kind: 'damaged', message: errorMessage(error) };
  }
}

function isNewer(json: unknown): boolean {
  return (
    typeof json === 'object' &&
    json !== null &&
    'version' in json &&
    typeof json.version === 'number' &&
    json.version > SETTINGS_VERSION
  );
}

/** A file that is not written to until the next start, and why. */
function toReadOnlyNotice(loaded: LoadResult, path: string): Notice | null {
  if (loaded.kind === 'newer') return { kind: 'settingsNewer', file: path };
  if (loaded.kind !== 'unreadable') return null;
  return { kind: 'settingsUnreadable', file: path, message: loaded.message };
}

/** Keeps a copy of what is not used, before the next change overwrites it. */
function keepDamaged(loaded: LoadResult, path: string, now: () => number): Notice | null {
  const wrongValues = loaded.kind === 'settings' ? loaded.wrongValues : [];
  if (loaded.kind !== 'damaged' && wrongValues.length === 0) return null;
  const backupPath = path.replace(
    /json$/,
    `damaged-${new Date(now()).toISOString().replaceAll(':', '-')}.json`,
  );
  try {
    if (wrongValues.length > 0) {
      copyFileSync(path, backupPath);
      return { kind: 'settingsValuesReset', file: backupPath, values: wrongValues };
    }
    renameSync(path, backupPath);
    return { kind: 'settingsDamaged', file: backupPath };
  } catch (error) {
    return { kind: 'settingsNotSaved', file: path, message: errorMessage(error) };
  }
}
