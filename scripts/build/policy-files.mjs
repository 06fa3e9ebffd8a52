import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { runnerImport } from 'vite';
import { appId } from '../package/identity.mjs';
import { repoDir } from '../paths.mjs';
import { readJson } from '../read-json.mjs';
import { common } from './programs.mjs';

/** The folders of the texts, by Windows' names of the languages. */
const templateLanguages = /** @type {const} */ ({ 'en-US': 'en', 'zh-CN': 'zh-CN' });

/**
 * Writes the JSON Schema of the policy file and the templates for group policies and the pattern of a configuration profile. They are generated from the schema by which the
 * app reads a policy.
 * @param {string} work the folder of the build
 */
export async function buildPolicyFiles(work) {
  /** @type {{ module: typeof import('../../main/settings/policy/templates/group-policy.ts') }} */
  const { module: templates } = await runnerImport('/main/settings/policy/templates/group-policy.ts', common);
  /** @type {{ module: typeof import('../../main/settings/policy/policy-json-schema.ts') }} */
  const { module } = await runnerImport('/main/settings/policy/policy-json-schema.ts', common);
  writeFileSync(
    join(work, 'policy.schema.json'),
    `${JSON.stringify(module.policyJsonSchema(languages()), null, 2)}\n`,
  );
  /** @type {{ module: typeof import('../../main/settings/policy/templates/configuration-profile.ts') }} */
  const { module: profile } = await runnerImport(
    '/main/settings/policy/templates/configuration-profile.ts',
    common,
  );
  const identity = /** @type {import('../package/identity.mjs').Identity} */ (
    readJson(join(repoDir, 'package.json'))
  );
  const folder = join(work, 'policy-templates');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Standby.admx'), templates.formatAdmx(languages()));
  writeFileSync(
    join(folder, 'Standby.mobileconfig'),
    profile.formatConfigurationProfile(appId(identity), languages()),
  );
  for (const [name, language] of Object.entries(templateLanguages)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'Standby.adml'), templates.formatAdml(languages(), language));
  }
}

/** Returns the tags of all languages. */
function languages() {
  const files = readdirSync(join(repoDir, 'assets/locales')).filter((name) => name.endsWith('.json'));
  return files.map((name) => parse(name).name).sort();
}
