import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../read-json.mjs';
import { repoDir } from '../paths.mjs';
import { UserFacingError } from '../log.mjs';

/** The package that is not bundled, because it is a native module. */
const unbundledPackage = 'node_modules/keytar';

const heading = `Standby contains the packages below, each under its own licence. Electron's own, and those of everything it is made of,
are in the files that come with it: LICENSE and LICENSES.chromium.html.
`;

/**
 * Lists the names, versions and licenses of all npm packages in Standby, as a text file for the packages.
 * @param {readonly string[]} bundled the bundled source files, relative to the checkout
 */
export function thirdPartyLicenses(bundled) {
  const folders = new Set([
    unbundledPackage,
    ...bundled.map(packageFolder).filter((folder) => folder !== ''),
  ]);
  const entries = [...folders].map(describePackage).sort((one, other) => (one.title < other.title ? -1 : 1));
  return [heading, ...entries.map(({ title, text }) => `${'─'.repeat(80)}\n${title}\n\n${text}\n`)].join(
    '\n',
  );
}

/**
 * Folder of the package that a file belongs to; empty for our own files.
 * @param {string} file
 */
function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '';
}

/** @param {string} folder */
function describePackage(folder) {
  const dir = join(repoDir, folder);
  const { name, version, license } = /** @type {{ name: string, version: string, license?: string }} */ (
    readJson(join(dir, 'package.json'))
  );
  const file = readdirSync(dir).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
  if (license === undefined || file === undefined) {
    throw new UserFacingError(`${folder} comes without a licence: it must not be shipped`);
  }
  return { title: `${name} ${version} (${license})`, text: readFileSync(join(dir, file), 'utf8').trim() };
}
