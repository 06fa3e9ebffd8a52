import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { repoDir } from '../paths.mjs';
import { readJson } from '../read-json.mjs';
import { common } from './programs.mjs';

/** @satisfies {readonly import('../../cli/command-line.ts').Shell[]} */
const shells = /** @type {const} */ (['bash', 'zsh', 'fish', 'powershell']);

/**
 * Writes the completion scripts and the man page, which are generated from the grammar of the command line. They are in English: a package
 * has one file for all of its users.
 * @param {string} outDir `completions` and `man` are created in it
 */
export async function buildCommandLineFiles(outDir) {
  /** @type {{ module: typeof import('../../cli/generate.ts') }} */
  const { module } = await runnerImport('/cli/generate.ts', common);
  /** @type {{ module: typeof import('../../shared/i18n.ts') }} */
  const { module: i18n } = await runnerImport('/shared/i18n.ts', common);
  const texts = /** @type {Record<string, unknown>} */ (readJson(join(repoDir, 'assets/locales/en.json')));
  const t = i18n.createTranslate('en', texts, 'secretService');
  const grammar = module.describeGrammar(t);
  const { version } = /** @type {{ version: string }} */ (readJson(join(repoDir, 'package.json')));
  for (const folder of ['completions', 'man']) mkdirSync(join(outDir, folder), { recursive: true });
  for (const shell of shells)
    writeFileSync(join(outDir, 'completions', shell), module.makeCompletion(shell, grammar));
  writeFileSync(join(outDir, 'man/standby.1'), module.makeManPage(grammar, version, t('cli.help.exitCodes')));
}
