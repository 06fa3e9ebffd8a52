/** Deletes old records of waves: they name agents, and nobody undoes a wave of last year. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { waveId } from '../../shared/local-api/team-results.ts';
import { DAY_MS } from '../../shared/time-units.ts';
import { RECORD_SUFFIX } from './wave-record.ts';

export const MAX_RECORDS = 50;
export const RECORD_MAX_AGE_MS = 90 * DAY_MS;

/**
 * Deletes the records that are older than 90 days, and the oldest of more than 50. Other files are left alone. Never rejects:
 * what cannot be deleted stays.
 * @param now epoch milliseconds
 */
export async function pruneRecords(folder: string, now: number): Promise<void> {
  try {
    const names = (await readdir(folder)).filter(isRecord).toSorted().toReversed();
    for (const [index, name] of names.entries()) {
      const path = join(folder, name);
      const isOld = now - (await stat(path)).mtimeMs > RECORD_MAX_AGE_MS;
      if (isOld || index >= MAX_RECORDS) await rm(path, { force: true });
    }
  } catch {
    // The next wave tries again.
  }
}

function isRecord(name: string): boolean {
  return name.endsWith(RECORD_SUFFIX) && waveId.safeParse(name.slice(0, -RECORD_SUFFIX.length)).success;
}
