import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { policyJsonSchema } from '../../../main/settings/policy/policy-json-schema.ts';
import { policySchema } from '../../../main/settings/policy/policy-schema.ts';
import { readPolicy } from '../../../main/settings/policy/policy.ts';
import { systemClock } from '../../../shared/clock.ts';
import { managedSetting } from '../../../shared/state.ts';
import { posixCases } from '../../support/unit/posix.ts';
import { findUnbounded } from '../../support/unit/unbounded.ts';
import { PROGRAM } from './support/policy-file.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const languages = ['en', 'zh-CN'];
const schema = policyJsonSchema(languages);
const accepts = new Ajv2020().compile(schema);

const SIGN_IN = {
  issuer: 'https://login.example.com',
  clientId: 'standby',
  providerId: 'company-login',
  roleArn: 'qcs::cam::uin/100000000001:roleName/ccc-agent',
};

/** Whether the app accepts a policy completely. */
async function appAccepts(policy: object): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'standby-schema-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'policy.json');
  writeFileSync(path, JSON.stringify(policy), { mode: 0o600 });
  const { errors } = await readPolicy(
    { kind: 'file', path, owners: [0, process.getuid?.() ?? 0] },
    { languages, time: systemClock },
  );
  return errors.length === 0;
}

test('every text and every list of a policy has a limit', () => {
  expect(findUnbounded(policySchema(languages), 'policy')).toEqual([]);
});

test('the JSON Schema has every setting, each with a description, and nothing else', () => {
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
  // On Windows a program is named in the registry only.
  ...posixCases({ credentialProcess: { program: PROGRAM } }),
  ...posixCases({ edition: 'mainland', sdkAppId: 1, signIn: SIGN_IN }),
  { reasons: { rest: ['Lunch'], notReady: [] }, shortcuts: { free: 'Control+Shift+F9', undo: '' } },
  { breakLimits: [{ status: 'rest', reason: '', breakMinutes: 45, dayMinutes: null }], onLock: null },
  { onIdle: { minutes: 5, choice: { status: 'notReady', reason: 'Paperwork' } }, language: 'zh-CN' },
])('the JSON Schema accepts what the app accepts: %j', async (policy) => {
  expect(accepts(policy)).toBe(true);
  expect(await appAccepts(policy)).toBe(true);
});

test.each([
  { edition: 'china' },
  { sdkAppId: '1400692008' },
  { sdkAppId: 0 },
  { color: 'red' },
  { credentialProcess: { arguments: [] } },
  { credentialProcess: { program: '/opt/keys', timeoutSeconds: 0 } },
  { credentialProcess: { program: '/opt/keys', shell: true } },
  { edition: 'mainland', sdkAppId: 1, signIn: { ...SIGN_IN, clientSecret: 'x' } },
  { edition: 'mainland', sdkAppId: 1, signIn: { ...SIGN_IN, durationSeconds: 60 } },
  { edition: 'mainland', signIn: SIGN_IN },
  { edition: 'mainland', sdkAppId: 1, signIn: SIGN_IN, credentialProcess: { program: PROGRAM } },
  { reasons: { rest: [''], notReady: [] } },
  { reasons: { rest: Array.from({ length: 31 }, String), notReady: [] } },
  { shortcuts: { lunch: 'Control+F1' } },
  { breakLimits: [{ status: 'free', reason: '', breakMinutes: 45, dayMinutes: null }] },
  { onLock: { status: 'free', reason: '' } },
  { language: 'fr' },
  { pollIntervalSeconds: 10 },
])('the JSON Schema refuses what the app refuses: %j', async (policy) => {
  expect(accepts(policy)).toBe(false);
  expect(await appAccepts(policy)).toBe(false);
});
