import { ConventionalChangelog } from 'conventional-changelog';
import { lastReleaseTag } from './next-version.mjs';

/**
 * The notes of a release, generated from the subjects of the commits since the last one: features, fixes and breaking changes.
 * CHANGELOG.md is written by hand.
 * @param {string} folder of the repository
 * @param {string} version
 * @returns {Promise<string>} Markdown
 */
export async function releaseNotes(folder, version) {
  const tag = lastReleaseTag(folder);
  const changelog = new ConventionalChangelog(folder)
    .loadPreset('conventionalcommits')
    .package({ version })
    .options({ releaseCount: 1 })
    // Without the address of a repository there is nothing to link to.
    .context({ version, linkReferences: false, linkCompare: false })
    .commits(tag === null ? {} : { from: tag });
  const parts = [];
  for await (const part of changelog.write()) parts.push(part);
  return parts.join('');
}
