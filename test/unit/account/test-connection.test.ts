import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createAccount } from '../../../main/account/account.ts';
import { testConnection } from '../../../main/account/test-connection.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import { createCredentialStore } from '../../../main/account/credential-store.ts';
import { readOnce } from '../../../main/app/status-gateway.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { toFailureReport } from '../../../main/status/failure-report.ts';
import { createRequestLimit } from '../../../tencent/transport/request-limit.ts';
import { startSimulator } from '../../../simulator/server.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { AccountForm } from '../../../shared/ipc/forms.ts';
import { createFakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const KEY = { secretId: 'AKIDmarkerOfTheCheckTest1', secretKey: 'markerSecretKeyOfTheCheck1' };
const AGENT = 'mei.lin@example.com';
const SDK_APP_ID = 1400692008;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** An account that is not set up, and a simulated contact center with one agent. */
async function createHarness() {
  const simulator = await startSimulator({ keys: [KEY], agents: [AGENT], sdkAppId: SDK_APP_ID });
  const folder = mkdtempSync(join(tmpdir(), 'standby-check-'));
  cleanUps.push(
    () => simulator.close(),
    () => removeFolder(folder),
  );
  const keytar = createFakeKeytar();
  const limit = createRequestLimit(systemClock);
  const { file: settings } = openSettings(folder, defaultSettings('linux'), systemClock);
  const account = createAccount({
    settings,
    simulatorOnly: false,
    policy: {},
    plainHttp: true,
    confirm: () => Promise.resolve(true),
    createCredentialStore: (onChange) =>
      createCredentialStore(createKeychain(keytar.load, systemClock, LINUX), onChange),
    startSimulator: () => Promise.reject(new Error('not asked for')),
    onChange: () => {},
    onNotice: () => {},
    onAccountChange: () => {},
    time: createVirtualClock(),
    onError: () => {},
  });
  const form = (change: Partial<AccountForm> = {}): AccountForm => ({
    edition: 'custom',
    customAddress: simulator.url,
    sdkAppId: String(SDK_APP_ID),
    agent: AGENT,
    ...KEY,
    token: '',
    keyStorage: 'keychain',
    ...change,
  });
  const testForm = (change?: Partial<AccountForm>) =>
    testConnection(
      {
        account,
        readOnce: (connection) =>
          readOnce({ fetch, time: systemClock, language: () => 'en', limit }, connection),
        report: (failure) => toFailureReport(failure, null),
      },
      form(change),
    );
  return { simulator, folder, keytar, account, form, testForm };
}

test('a valid account is read, and nothing of it is stored', async () => {
  const { testForm, keytar, folder, account } = await createHarness();
  expect(await testForm()).toEqual({ outcome: 'valid', status: 'free', reason: '' });
  expect(keytar.items.size).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(account.connection()).toBeNull();
});

test.each<[string, Partial<AccountForm>, string[]]>([
  ['an unknown SecretId', { secretId: 'AKIDnobodyHasThisOne00001' }, ['secretId']],
  ['a SecretKey of another key', { secretKey: 'notTheRightOneAtAll000001' }, ['secretKey']],
  ['another SdkAppId', { sdkAppId: '1400000001' }, ['sdkAppId', 'edition']],
  ['an agent that the contact center does not have', { agent: 'nobody@example.com' }, ['agent']],
])('%s is named', async (_what, change, fields) => {
  const { testForm } = await createHarness();
  expect(await testForm(change)).toMatchObject({ outcome: 'invalidFields', fields });
});

test('a value that the service does not name can be either field of a reading', async () => {
  const { testForm, simulator } = await createHarness();
  simulator.faults.nextRequests(1, { kind: 'error', code: 'InvalidParameterValue' });
  expect(await testForm()).toMatchObject({ outcome: 'invalidFields', fields: ['sdkAppId', 'agent'] });
});

test('a typed address that refuses connections is named', async () => {
  const { testForm, simulator } = await createHarness();
  await simulator.close();
  expect(await testForm()).toMatchObject({ outcome: 'invalidFields', fields: ['customAddress'] });
});

test('an invalid form is not sent', async () => {
  const { testForm } = await createHarness();
  expect(await testForm({ sdkAppId: 'my app' })).toEqual({
    outcome: 'invalid',
    errors: { sdkAppId: 'sdkAppIdInvalid' },
  });
});

test('a key that may not read is distinguished from an invalid key', async () => {
  const { testForm, simulator } = await createHarness();
  simulator.faults.always({ kind: 'error', code: 'UnauthorizedOperation' });
  expect(await testForm()).toMatchObject({ outcome: 'readDenied', failure: { kind: 'notPermitted' } });
});

test('a service failure names no field', async () => {
  const { testForm, simulator } = await createHarness();
  simulator.faults.always({ kind: 'error', code: 'InternalError' });
  expect(await testForm()).toMatchObject({ outcome: 'failed', failure: { code: 'InternalError' } });
});

test('with empty key fields the stored key is used', async () => {
  const { testForm, account, form, keytar } = await createHarness();
  const noKey = { secretId: '', secretKey: '' };
  expect(await testForm(noKey)).toMatchObject({ outcome: 'invalid', errors: { secretId: 'secretIdEmpty' } });
  await account.save(form());
  expect(await testForm(noKey)).toMatchObject({ outcome: 'valid' });
  keytar.fail('The keyring is locked');
  expect(await testForm(noKey)).toEqual({ outcome: 'keychain', state: 'locked' });
});

test('a stored key is only tested for its own account; another account needs a typed key', async () => {
  const { testForm, account, form } = await createHarness();
  await account.save(form());
  const noKey = { secretId: '', secretKey: '' };
  for (const other of [
    { agent: 'supervisor@example.com' },
    { sdkAppId: '1400000001' },
    { customAddress: 'https://ccc.example.com' },
  ]) {
    const refused = { outcome: 'invalid', errors: { secretId: 'keyForOtherAccount' } };
    expect(await testForm({ ...noKey, ...other })).toEqual(refused);
    expect(await account.save(form({ ...noKey, ...other }))).toEqual(refused);
  }
});

test('repeated connection tests fail from the seventh on', async () => {
  const { testForm, account, form } = await createHarness();
  await account.save(form());
  const answers = await Promise.all(Array.from({ length: 30 }, () => testForm()));
  const limited = answers.filter(
    (answer) => answer.outcome === 'failed' && answer.failure.kind === 'tooManyChecks',
  );
  expect(limited.length).toBeGreaterThanOrEqual(23);
});
