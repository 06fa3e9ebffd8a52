import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './read-json.mjs';
import { repoDir } from './repo.mjs';
import { SetupError } from './say.mjs';

/** Native, and so beside the bundles instead of in them. */
const besideTheBundles = 'node_modules/keytar';

const heading = `Standby contains the packages below, each under its own licence. Electron's own, and those of everything it is made of,
are in the files that come with it: LICENSE and LICENSES.chromium.html.
`;

/**
 * The names, versions and licences of every package that a Standby contains, as a text to ship with it.
 * @param {readonly string[]} bundled the files that went into the bundles, relative to the checkout
 */
export function thirdPartyLicenses(bundled) {
  const folders = new Set([
    besideTheBundles,
    ...bundled.map(packageFolder).filter((folder) => folder !== ''),
  ]);
  const entries = [...folders].map(describe).sort((one, other) => (one.title < other.title ? -1 : 1));
  return [heading, ...entries.map(({ title, text }) => `${'─'.repeat(80)}\n${title}\n\n${text}\n`)].join(
    '\n',
  );
}

/**
 * The folder of the package that a file belongs to; empty for a file of our own.
 * @param {string} file
 */
function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '';
}

/** @param {string} folder */
function describe(folder) {
  const dir = join(repoDir, folder);
  const { name, version, license } = /** @type {{ name: string, version: string, license?: string }} */ (
    readJson(join(dir, 'package.json'))
  );
  const file = readdirSync(dir).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
  if (license === undefined || file === undefined) {
    throw new SetupError(`${folder} comes without a licence: it must not be shipped`);
  }
  return { title: `${name} ${version} (${license})`, text: readFileSync(join(dir, file), 'utf8').trim() };
}
