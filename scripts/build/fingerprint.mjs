import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../paths.mjs';

/**
 * A hash that changes when a file below these paths is edited, added, moved or removed. It looks at sizes and
 * times rather than at contents, because every `npm start` waits for it.
 * @param {readonly string[]} paths files and folders, relative to the checkout
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) visit(path, hash);
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @param {import('node:crypto').Hash} hash
 */
function visit(path, hash) {
  const stat = statSync(join(repoDir, path), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(join(repoDir, path)).sort()) visit(`${path}/${name}`, hash);
}
