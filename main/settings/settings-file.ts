/**
 * The settings file: migrated and read over the defaults, written whole or not at all. A file that is not JSON is renamed to a
 * name with the time; a file with wrong values is copied to one. A file of a newer Standby is never written.
 */
import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from '../../shared/notice.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { readLimitedSync } from '../runtime/read-limited.ts';
import { saveAtomically } from '../runtime/save-atomically.ts';
import { migrate } from './migrations.ts';
import { readOverDefaults } from './read-over-defaults.ts';
import { SETTINGS_VERSION, type Settings } from './schema.ts';
import { decodeText } from './text-file.ts';
import { normalizeSettings } from './normalize-settings.ts';
import { errorMessage, isNotFound } from '../../shared/errors.ts';

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

/**
 * Reads the settings of a profile.
 * @param folder the profile's folder
 * @param now epoch milliseconds, for the name of a damaged file
 */
export function openSettings(
  folder: string,
  defaults: Settings,
  now: () => number,
): { file: SettingsFile; notice: Notice | null } {
  const path = join(folder, 'settings.json');
  removeTempFiles(folder);
  const loaded = loadFile(path, defaults);
  let settings = loaded.kind === 'settings' ? loaded.settings : defaults;
  const readOnlyNotice = toReadOnlyNotice(loaded, path);

  const update = async (change: Partial<Settings>): Promise<Notice | null> => {
    settings = { ...settings, ...change };
    if (readOnlyNotice) return readOnlyNotice;
    try {
      await saveAtomically(path, `${JSON.stringify(settings, null, 2)}\n`);
      return null;
    } catch (error) {
      return { kind: 'settingsNotSaved', file: path, message: errorMessage(error) };
    }
  };

  return {
    file: { get: () => settings, update },
    notice: readOnlyNotice ?? keepDamaged(loaded, path, now),
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

function loadFile(path: string, defaults: Settings): LoadResult {
  let bytes: Uint8Array;
  try {
    ({ bytes } = readLimitedSync(path));
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
    const read = readOverDefaults(migrate(json.value), defaults);
    return read
      ? { kind: 'settings', settings: normalizeSettings(read.settings), wrongValues: read.wrongValues }
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
