/**
 * The settings on disk: validated when read, brought up to date, written whole or not at all. A damaged file is kept aside under a name that
 * says when; one from a newer Standby is left alone.
 */
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from '../../preload/contract/notice.ts';
import { readJson } from '../json.ts';
import { saveAtomically } from '../save-atomically.ts';
import { migrated } from './migrations.ts';
import { SETTINGS_VERSION, settingsSchema, type Settings } from './schema.ts';
import { decodeText } from './text-file.ts';
import { tidySettings } from './tidy-settings.ts';

export type SettingsFile = {
  get: () => Settings;
  /** Changes them at once; the file follows. Answers with a notice when it could not be written. */
  update: (change: Partial<Settings>) => Promise<Notice | null>;
};

type Found =
  | { kind: 'settings'; settings: Settings }
  | { kind: 'none' }
  | { kind: 'damaged'; message: string }
  /** It is there and could not be read: another program holds it, or access is denied. It may be whole. */
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
  clearHalfWritten(folder);
  const found = look(path);
  let settings = found.kind === 'settings' ? found.settings : defaults;
  const leftAlone = noticeOfLeftAlone(found, path);

  const update = async (change: Partial<Settings>): Promise<Notice | null> => {
    settings = { ...settings, ...change };
    if (leftAlone) return leftAlone;
    try {
      await saveAtomically(path, `${JSON.stringify(settings, null, 2)}\n`);
      return null;
    } catch (error) {
      return { kind: 'settingsNotSaved', file: path, message: messageOf(error) };
    }
  };

  return { file: { get: () => settings, update }, notice: leftAlone ?? noticeOfDamaged(found, path, now) };
}

/** What a crash in the middle of a save has left beside the file; nobody will finish it. */
function clearHalfWritten(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (/^settings\.json\.\d+$/.test(name)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A folder that cannot be read or written keeps them; they do no harm, and saving will say what is wrong.
  }
}

function look(path: string): Found {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? { kind: 'none' } : { kind: 'unreadable', message: messageOf(error) };
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) return { kind: 'damaged', message: decoded.message };
  try {
    const json = readJson(decoded.text);
    if (!json.ok) return { kind: 'damaged', message: json.message };
    if (isNewer(json.value)) return { kind: 'newer' };
    const parsed = settingsSchema.safeParse(migrated(json.value));
    return parsed.success
      ? { kind: 'settings', settings: tidySettings(parsed.data) }
      : { kind: 'damaged', message: parsed.error.message };
  } catch (error) {
    return { kind: 'damaged', message: messageOf(error) };
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
function noticeOfLeftAlone(found: Found, path: string): Notice | null {
  if (found.kind === 'newer') return { kind: 'settingsNewer', file: path };
  if (found.kind !== 'unreadable') return null;
  return { kind: 'settingsUnreadable', file: path, message: found.message };
}

function noticeOfDamaged(found: Found, path: string, now: () => number): Notice | null {
  if (found.kind !== 'damaged') return null;
  const aside = path.replace(/json$/, `damaged-${new Date(now()).toISOString().replaceAll(':', '-')}.json`);
  try {
    renameSync(path, aside);
    return { kind: 'settingsDamaged', file: aside };
  } catch (error) {
    return { kind: 'settingsNotSaved', file: path, message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
