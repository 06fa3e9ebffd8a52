import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../paths.mjs';

/**
 * Copies the texts, one file for each language.
 * @param {string} folder
 */
export function copyLocales(folder) {
  cpSync(join(repoDir, 'assets/locales'), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
}
