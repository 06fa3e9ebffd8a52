import { execFileSync } from 'node:child_process';
import { Bumper } from 'conventional-recommended-bump';

/**
 * The tag of the last release that the present commit contains; null before the first one.
 * @param {string} folder of the repository
 * @returns {string | null}
 */
export function lastReleaseTag(folder) {
  const merged = ['tag', '--merged', 'HEAD', '--list', 'v[0-9]*', '--sort=-version:refname'];
  const [last = ''] = execFileSync('git', merged, { cwd: folder, encoding: 'utf8' }).split('\n');
  return last === '' ? null : last;
}

/**
 * Finds the next version by the commits since the last release (Conventional Commits). Before 1.0.0 a breaking change raises the
 * second number, as a feature does. The first release has the version of package.json.
 * @param {string} folder of the repository
 * @param {string} current version of package.json
 * @returns {Promise<{ version: string, reason: string }>} `version` is the last one if nothing is new
 */
export async function nextVersion(folder, current) {
  const tag = lastReleaseTag(folder);
  if (tag === null) return { version: current, reason: 'It is the first release.' };
  const recommended = await new Bumper(folder).loadPreset('conventionalcommits').tag(tag).bump();
  const last = tag.slice(1);
  if (recommended.commits.length === 0 || !('releaseType' in recommended))
    return { version: last, reason: `There is nothing new since ${tag}.` };
  return { version: raise(last, recommended.releaseType), reason: recommended.reason };
}

/**
 * @param {string} version
 * @param {string | undefined} releaseType `major`, `minor` or `patch`
 */
function raise(version, releaseType) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (releaseType === 'major' && major > 0) return `${major + 1}.0.0`;
  if (releaseType === 'major' || releaseType === 'minor') return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}
