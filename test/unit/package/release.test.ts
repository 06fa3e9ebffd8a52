/** What `npm run release` finds out and writes, in repositories of the test. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { releaseChangelog } from '../../../scripts/release/changelog.mjs';
import { nextVersion } from '../../../scripts/release/next-version.mjs';
import { releaseNotes } from '../../../scripts/release/release-notes.mjs';
import { removeFolder } from '../../support/unit/remove-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-release-'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => removeFolder(folder));

function git(...args: string[]): void {
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
}

let commits = 0;
function commit(message: string): void {
  commits += 1;
  writeFileSync(join(folder, 'file'), String(commits));
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

describe('nextVersion', () => {
  it('gives the first release the version of package.json', async () => {
    commit('feat: something');
    expect(await nextVersion(folder, '0.1.0')).toMatchObject({ version: '0.1.0' });
  });

  it.each([
    { last: 'v1.2.3', subjects: ['fix: one', 'docs: two'], next: '1.2.4' },
    { last: 'v1.2.3', subjects: ['fix: one', 'feat(tray): two'], next: '1.3.0' },
    { last: 'v1.2.3', subjects: ['feat!: one'], next: '2.0.0' },
    { last: 'v1.2.3', subjects: ['fix: one\n\nBREAKING CHANGE: the file has another name'], next: '2.0.0' },
    { last: 'v0.9.9', subjects: ['feat!: one'], next: '0.10.0' },
    { last: 'v0.9.9', subjects: ['perf: one'], next: '0.9.10' },
  ])('$subjects after $last make $next', async ({ last, subjects, next }) => {
    commit('feat: before');
    git('tag', last);
    for (const subject of subjects) commit(subject);
    expect(await nextVersion(folder, '0.0.0')).toMatchObject({ version: next });
  });

  it('stays where it is when nothing is new, and compares tags as versions', async () => {
    commit('feat: before');
    git('tag', 'v1.9.0');
    git('tag', 'v1.10.0');
    expect(await nextVersion(folder, '0.0.0')).toEqual({
      version: '1.10.0',
      reason: 'There is nothing new since v1.10.0.',
    });
  });

  it('ignores tags of other branches and of other things', async () => {
    commit('feat: before');
    git('tag', 'v1.0.0');
    git('tag', 'nightly');
    git('checkout', '-q', '-b', 'other');
    commit('feat!: elsewhere');
    git('tag', 'v9.0.0');
    git('checkout', '-q', 'main');
    commit('fix: here');
    expect(await nextVersion(folder, '0.0.0')).toMatchObject({ version: '1.0.1' });
  });
});

it('the notes have features and fixes since the last release, and nothing before it', async () => {
  commit('feat: long ago');
  git('tag', 'v1.0.0');
  commit('feat(tray): new thing');
  commit('fix: old fault');
  commit('test: unseen');
  const notes = await releaseNotes(folder, '1.1.0');
  expect(notes).toContain('1.1.0');
  expect(notes).toContain('new thing');
  expect(notes).toContain('old fault');
  expect(notes).not.toMatch(/long ago|unseen/);
});

describe('releaseChangelog', () => {
  const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n';

  it('gives the unreleased section its version and its date', () => {
    expect(releaseChangelog(changelog, '0.2.0', '2026-11-28')).toEqual({
      ok: true,
      changelog: changelog.replace('## Unreleased', '## 0.2.0 (2026-11-28)'),
    });
  });

  it.each([
    ['# Changelog\n\n## 0.1.0\n\n- Old.\n', 'CHANGELOG.md has no section "Unreleased"'],
    [
      '# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- Old.\n',
      'the section "Unreleased" of CHANGELOG.md is empty',
    ],
  ])('refuses a changelog without anything to release', (text, error) => {
    expect(releaseChangelog(text, '0.2.0', '2026-11-28')).toEqual({ ok: false, error });
  });
});
