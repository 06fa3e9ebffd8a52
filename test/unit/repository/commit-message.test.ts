/** Tests the rule of the commit-msg hook, and the hook itself. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkCommitMessage } from '../../../scripts/lint/commit-message.mjs';
import { removeFolder } from '../../support/unit/remove-folder.ts';

test.each([
  'feat(tray): show the planned return',
  'fix: a body is optional',
  'refactor(main/app)!: names of the services\n\nWhy it was necessary.',
  `docs: ${'x'.repeat(66)}`,
  'Merge branch "main"',
  'Revert "feat(tray): show the planned return of an agent whose break was very long"',
  'fixup! feat(tray): show the planned return of an agent whose break was very long',
  'test: with a comment of git\n\n# Please enter the commit message for your changes.',
])('accepts the message %j', (message) => {
  expect(checkCommitMessage(message)).toEqual([]);
});

test.each([
  ['', 'the subject must be'],
  ['Show the planned return', 'the subject must be'],
  ['feature: an unknown type', 'the subject must be'],
  ['feat(tray) without a colon', 'the subject must be'],
  ['feat:', 'the subject must be'],
  [`docs: ${'x'.repeat(67)}`, 'the subject has 73 characters'],
  ['fix: a subject\nthat continues', 'the second line must be empty'],
])('refuses the message %j', (message, error) => {
  expect(checkCommitMessage(message)).toEqual([expect.stringContaining(error)]);
});

// Git for Windows runs hooks with its own sh, which need not be in the PATH.
test.skipIf(process.platform === 'win32')('the hook refuses a commit and says why', () => {
  const folder = mkdtempSync(join(tmpdir(), 'commit-'));
  onTestFinished(() => removeFolder(folder));
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      encoding: 'utf8',
    });
  execFileSync('git', ['init', '--quiet', folder]);
  writeFileSync(join(folder, 'file'), '');
  git('add', 'file');
  git('config', 'core.hooksPath', join(process.cwd(), 'scripts/git-hooks'));
  const refused = git('commit', '-m', 'no type');
  expect(refused.stderr).toContain('the subject must be');
  expect(refused.status).not.toBe(0);
  expect(git('commit', '-m', 'feat: a type').status).toBe(0);
});
