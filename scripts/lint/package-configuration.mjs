// Checks electron-builder.yml by electron-builder's own schema, so that a wrong key is found without a package.
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { repoDir } from '../paths.mjs';
import { readJson } from '../read-json.mjs';

/**
 * Returns what is wrong in a configuration, one line each.
 * @param {string} text YAML
 * @returns {string[]}
 */
export function checkPackageConfiguration(text) {
  const electronBuilder = createRequire(
    createRequire(import.meta.url).resolve('electron-builder/package.json'),
  );
  const schema = /** @type {import('ajv').AnySchemaObject} */ (
    readJson(electronBuilder.resolve('app-builder-lib/scheme.json'))
  );
  // The schema has keywords and formats that are for editors.
  const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
  if (validate(parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) =>
    `electron-builder.yml: ${instancePath || '/'}: ${message} ${JSON.stringify(params)}`.trim(),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const findings = checkPackageConfiguration(readFileSync(join(repoDir, 'electron-builder.yml'), 'utf8'));
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
