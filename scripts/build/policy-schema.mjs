import { readdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { runnerImport } from 'vite';
import { repoDir } from '../paths.mjs';
import { common } from './programs.mjs';

/**
 * Writes the JSON Schema of the policy file. It is generated from the schema by which the app reads a policy.
 * @param {string} outFile
 */
export async function buildPolicySchema(outFile) {
  /** @type {{ module: typeof import('../../main/settings/policy/policy-json-schema.ts') }} */
  const { module } = await runnerImport('/main/settings/policy/policy-json-schema.ts', common);
  writeFileSync(outFile, `${JSON.stringify(module.policyJsonSchema(languages()), null, 2)}\n`);
}

/** Returns the tags of all languages. */
function languages() {
  const files = readdirSync(join(repoDir, 'assets/locales')).filter((name) => name.endsWith('.json'));
  return files.map((name) => parse(name).name).sort();
}
