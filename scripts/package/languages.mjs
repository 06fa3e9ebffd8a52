import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../paths.mjs';

/** Chromium has no locale "en". */
const chromiumNames = new Map([['en', 'en-US']]);

/** Chromium locales to keep in a package: the languages of Standby, by Chromium's names. */
export function packagedLanguages() {
  return readdirSync(join(repoDir, 'assets/locales'))
    .flatMap((file) => /^([\w-]+)\.json$/.exec(file)?.[1] ?? [])
    .map((tag) => chromiumNames.get(tag) ?? tag);
}
