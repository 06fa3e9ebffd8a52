import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../repo.mjs';

/** Chromium has no plain English. */
const named = new Map([['en', 'en-US']]);

/** The languages whose texts of Chromium a package keeps: those that Standby speaks, by Chromium's names. */
export function packagedLanguages() {
  return readdirSync(join(repoDir, 'assets/locales'))
    .flatMap((file) => /^([\w-]+)\.json$/.exec(file)?.[1] ?? [])
    .map((tag) => named.get(tag) ?? tag);
}
