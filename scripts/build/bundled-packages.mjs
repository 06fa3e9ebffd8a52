import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../read-json.mjs';
import { repoDir } from '../paths.mjs';
import { UserFacingError } from '../log.mjs';

/**
 * @typedef {object} BundledPackage
 * @property {string} folder relative to the checkout
 * @property {string} name
 * @property {string} version
 * @property {string} license SPDX expression
 * @property {string} licenseText
 * @property {unknown} manifest its package.json
 */

/**
 * Lists the npm packages whose files are in a program, by name.
 * @param {readonly string[]} bundled the bundled source files, relative to the checkout
 * @param {readonly string[]} [unbundled] folders of packages that are added as they are
 * @returns {BundledPackage[]}
 */
export function bundledPackages(bundled, unbundled = []) {
  const folders = new Set([...unbundled, ...bundled.map(packageFolder).filter((folder) => folder !== '')]);
  return [...folders]
    .map(describePackage)
    .sort((one, other) => (`${one.name} ${one.version}` < `${other.name} ${other.version}` ? -1 : 1));
}

/**
 * Folder of the package that a file belongs to; empty for our own files.
 * @param {string} file
 */
function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '';
}

/** Packages that name their licence and were published without its text. Of the gateway only. */
const withoutText = new Set(['abstract-logging']);

/**
 * @param {string} folder
 * @returns {BundledPackage}
 */
function describePackage(folder) {
  const dir = join(repoDir, folder);
  const manifest = /** @type {{ name: string, version: string, license?: string }} */ (
    readJson(join(dir, 'package.json'))
  );
  const { name, version, license } = manifest;
  const file = readdirSync(dir).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
  if (license === undefined || (file === undefined && !withoutText.has(name))) {
    throw new UserFacingError(`${folder} comes without a licence: it must not be shipped`);
  }
  const licenseText =
    file === undefined
      ? 'The package names this licence and contains no text of it.'
      : readFileSync(join(dir, file), 'utf8').trim();
  return { folder, name, version, license, licenseText, manifest };
}
