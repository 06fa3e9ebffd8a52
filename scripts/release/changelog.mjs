const unreleased = /^## Unreleased\n/m;

/**
 * Gives what is unreleased in the changelog a version and a date.
 * @param {string} changelog
 * @param {string} version
 * @param {string} date `2026-11-28`
 * @returns {{ ok: true, changelog: string } | { ok: false, error: string }}
 */
export function releaseChangelog(changelog, version, date) {
  const found = unreleased.exec(changelog);
  if (found === null) return { ok: false, error: 'CHANGELOG.md has no section "Unreleased"' };
  const rest = changelog.slice(found.index + found[0].length);
  const nextSection = /^## /m.exec(rest)?.index ?? rest.length;
  if (rest.slice(0, nextSection).trim() === '')
    return { ok: false, error: 'the section "Unreleased" of CHANGELOG.md is empty' };
  const heading = `## ${version} (${date})\n`;
  return { ok: true, changelog: `${changelog.slice(0, found.index)}${heading}${rest}` };
}
