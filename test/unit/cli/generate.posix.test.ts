/** The completion scripts and the man page, read by the programs that they are for, where these are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shells, type Shell } from '../../../cli/command-line.ts';
import { describeGrammar, makeCompletion, makeManPage } from '../../../cli/generate.ts';
import { languages } from '../../support/texts.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const root = join(import.meta.dirname, '../../..');
const grammar = describeGrammar(languages.translateInto('en'));

function saved(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'));
  onTestFinished(() => removeFolder(folder));
  const file = join(folder, 'file');
  writeFileSync(file, text);
  return file;
}

const isInstalled = (program: string) =>
  ['/usr/bin', '/bin', '/usr/local/bin'].some((folder) => existsSync(join(folder, program)));

/** How each shell reads a script without running it. */
const checks: [Shell, string[]][] = [
  ['bash', ['-n']],
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
];
for (const [shell, args] of checks)
  test.runIf(isInstalled(shell))(`${shell} reads its script without an error`, () => {
    const { status, stderr } = spawnSync(shell, [...args, saved(makeCompletion(shell, grammar))], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

test.runIf(isInstalled('bash'))('bash completes commands, options and shells', () => {
  const complete = (...words: string[]) => {
    const script = `. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _standby; echo "\${COMPREPLY[*]}"`;
    const file = saved(makeCompletion('bash', grammar));
    return spawnSync('bash', ['-c', script, 'bash', file, ...words], { encoding: 'utf8' }).stdout.trim();
  };
  expect(complete('standby', 'to')).toBe('toggle today');
  expect(complete('standby', 'rest', '--b')).toBe('--back');
  expect(complete('standby', 'completion', 'f')).toBe('fish');
  expect(complete('standby', 'team', 's')).toBe('set status');
  expect(complete('standby', 'team', 'set', '--d')).toBe('--dry-run');
});

test.runIf(isInstalled('groff'))('groff formats the man page without a warning', () => {
  const page = makeManPage(grammar, '1.2.3', 'Exit codes: 0 confirmed');
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', saved(page)], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('Switch to Rest.');
  expect(stdout).toContain('Set a status for every agent of a file.');
});

test.each(shells)('the script of %s has each command', (shell) => {
  const script = makeCompletion(shell, grammar);
  for (const { name } of grammar.commands) expect(script).toContain(name);
});

test('deb and rpm contain the man page and the scripts that the build makes', () => {
  const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const files = [...config.matchAll(/^ {4}- (dist\/\S+)=(\/usr\/share\/\S+)$/gm)].map(
    ([, from = '']) => from,
  );
  expect(files).toHaveLength(8);
  // `npm test` has built dist/ before.
  for (const file of files)
    expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true });
});
