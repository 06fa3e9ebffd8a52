import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Options of electron-builder for packages without a signature. */
export const unsignedOptions = ['-c.forceCodeSigning=false', '-c.mac.notarize=false'];

/** Option that adds UNSIGNED to their names. */
export const unsignedName = '-c.artifactName=${productName}-${version}-${arch}-UNSIGNED.${ext}';

/** What is published: packages, and the bill of materials. */
const isPublished = /\.(?:deb|rpm|dmg|exe|cdx\.json)$/;

/**
 * Writes SHA256SUMS beside the packages and their bill of materials, in the format of `sha256sum --check`. A maintainer signs it (docs/release.md).
 * @param {string} out their folder
 * @param {number} since epoch milliseconds; older files are of another run
 * @returns {Promise<string[]>} the names of the files
 */
export async function writeChecksums(out, since) {
  /** @type {string[]} */
  const names = [];
  for (const name of (await readdir(out)).sort()) {
    if (isPublished.test(name) && (await stat(join(out, name))).mtimeMs >= since) names.push(name);
  }
  const lines = [];
  for (const name of names) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(out, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  await writeFile(join(out, 'SHA256SUMS'), lines.join(''));
  return names;
}
