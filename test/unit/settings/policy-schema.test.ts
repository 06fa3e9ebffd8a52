import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { policyJsonSchema } from '../../../main/settings/policy-json-schema.ts';
import { readPolicy } from '../../../main/settings/policy.ts';
import { realTime } from '../../../main/time.ts';
import { managedSetting } from '../../../preload/contract/state.ts';

const languages = ['en', 'zh-CN'];
const schema = policyJsonSchema(languages);
const accepts = new Ajv2020().compile(schema);

/** Whether the app takes the whole of a policy. */
async function appAccepts(policy: object): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'standby-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'policy.json');
  writeFileSync(path, JSON.stringify(policy), { mode: 0o600 });
  const { problems } = await readPolicy(
    { kind: 'file', path, owners: [0, process.getuid?.() ?? 0] },
    { languages, time: realTime },
  );
  return problems.length === 0;
}

test('it has every setting, each with a description, and nothing else', () => {
  const described = z.record(z.string(), z.object({ description: z.string().check(z.minLength(10)) }));
  const properties = described.parse(schema.properties);
  expect(new Set(Object.keys(properties))).toEqual(new Set(['$schema', ...managedSetting.options]));
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
  });
});

test.each([
  {},
  { $schema: './policy.schema.json', edition: 'mainland', sdkAppId: 1400692008 },
  { credentialProcess: { program: '/opt/keys' } },
  { reasons: { rest: ['Lunch'], notReady: [] }, shortcuts: { free: 'Control+Shift+F9', undo: '' } },
  { budgets: [{ status: 'rest', reason: '', breakMinutes: 45, dayMinutes: null }], whenLocked: null },
  { whenIdle: { minutes: 5, choice: { status: 'notReady', reason: 'Paperwork' } }, language: 'zh-CN' },
])('it accepts what the app accepts: %j', async (policy) => {
  expect(accepts(policy)).toBe(true);
  expect(await appAccepts(policy)).toBe(true);
});

test.each([
  { edition: 'china' },
  { sdkAppId: '1400692008' },
  { sdkAppId: 0 },
  { colour: 'red' },
  { credentialProcess: { arguments: [] } },
  { credentialProcess: { program: '/opt/keys', timeoutSeconds: 0 } },
  { credentialProcess: { program: '/opt/keys', shell: true } },
  { reasons: { rest: [''], notReady: [] } },
  { reasons: { rest: Array.from({ length: 31 }, String), notReady: [] } },
  { shortcuts: { lunch: 'Control+F1' } },
  { budgets: [{ status: 'free', reason: '', breakMinutes: 45, dayMinutes: null }] },
  { whenLocked: { status: 'free', reason: '' } },
  { language: 'fr' },
  { readingSeconds: 10 },
])('it refuses what the app refuses: %j', async (policy) => {
  expect(accepts(policy)).toBe(false);
  expect(await appAccepts(policy)).toBe(false);
});
