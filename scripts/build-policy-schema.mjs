import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { repoDir } from './repo.mjs';

/**
 * Writes the JSON Schema of the policy file, generated from the schema that the app itself reads a policy by.
 * @param {string} outFile
 */
export async function buildPolicySchema(outFile) {
  const program = `
    import { policyJsonSchema } from './main/settings/policy-json-schema.ts';
    console.log(JSON.stringify(policyJsonSchema(${JSON.stringify(languages())}), null, 2));
  `;
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: repoDir },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'warning',
  });
  const input = outputFiles[0]?.text ?? '';
  writeFileSync(outFile, execFileSync(process.execPath, ['--input-type=module', '-'], { input }));
}

/** The tags of all languages. */
function languages() {
  const files = readdirSync(join(repoDir, 'assets/locales')).filter((name) => name.endsWith('.json'));
  return files.map((name) => parse(name).name).sort();
}
