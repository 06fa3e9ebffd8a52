/** Adopts the log file of versions that kept one file for all accounts, without the account in its entries. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { LEGACY_FILE } from './log-account.ts';

/**
 * Renames the legacy log, if any, to the file of an account that has none yet. Its entries stay unchanged.
 * @param file file name of that account's log
 * @returns the file to use; the legacy name for this run if the rename failed
 */
export function adoptLegacyLog(folder: string, file: string): string {
  const [from, to] = [join(folder, LEGACY_FILE), join(folder, file)];
  if (!existsSync(from) || existsSync(to)) return file;
  try {
    renameSync(from, to);
    return file;
  } catch {
    return LEGACY_FILE;
  }
}
