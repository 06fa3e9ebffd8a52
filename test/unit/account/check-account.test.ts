import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createAccount } from '../../../main/account/account.ts';
import { checkAccount } from '../../../main/account/check-account.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import { createVault } from '../../../main/account/vault.ts';
import { readAt } from '../../../main/app/cloud.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { reportFailure } from '../../../main/status/failure-report.ts';
import { startSimulator } from '../../../main/tencent/simulator/server.ts';
import { realTime } from '../../../main/time.ts';
import type { AccountForm } from '../../../preload/contract/inputs.ts';
import { fakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const KEY = { secretId: 'AKIDmarkerOfTheCheckTest1', secretKey: 'markerSecretKeyOfTheCheck1' };
const AGENT = 'mei.lin@example.com';
const SDK_APP_ID = 1400692008;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** An account without anything set up, and a centre with one agent. */
async function setUp() {
  const simulator = await startSimulator({ keys: [KEY], agents: [AGENT], sdkAppId: SDK_APP_ID });
  const folder = mkdtempSync(join(tmpdir(), 'standby-check-'));
  cleanUps.push(
    () => simulator.close(),
    () => rmSync(folder, { recursive: true }),
  );
  const keytar = fakeKeytar();
  const { file: settings } = openSettings(folder, defaultSettings('linux'), realTime.now);
  const account = createAccount({
    settings,
    createVault: (onChange) => createVault(createKeychain(keytar.load, realTime, LINUX), onChange),
    startSimulator: () => Promise.reject(new Error('not asked for')),
    onShow: () => {},
    onTrouble: () => {},
    onSwitch: () => {},
    time: virtualTime(),
    onFault: () => {},
  });
  const form = (change: Partial<AccountForm> = {}): AccountForm => ({
    edition: 'custom',
    customAddress: simulator.url,
    sdkAppId: String(SDK_APP_ID),
    agent: AGENT,
    ...KEY,
    token: '',
    keep: 'keychain',
    ...change,
  });
  const check = (change?: Partial<AccountForm>) =>
    checkAccount(
      {
        account,
        read: (connection) => readAt({ fetch, time: realTime, language: () => 'en' }, connection),
        report: (failure) => reportFailure(failure, null),
      },
      form(change),
    );
  return { simulator, folder, keytar, account, form, check };
}

test('a right account is read, and nothing of it is kept', async () => {
  const { check, keytar, folder, account } = await setUp();
  expect(await check()).toEqual({ outcome: 'right', status: 'free', reason: '' });
  expect(keytar.items.size).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(account.connection()).toBeNull();
});

test.each<[string, Partial<AccountForm>, string[]]>([
  ['an unknown SecretId', { secretId: 'AKIDnobodyHasThisOne00001' }, ['secretId']],
  ['a SecretKey of another key', { secretKey: 'notTheRightOneAtAll000001' }, ['secretKey']],
  ['another SdkAppId', { sdkAppId: '1400000001' }, ['sdkAppId', 'edition']],
  ['an account that the centre does not have', { agent: 'nobody@example.com' }, ['agent']],
])('%s is named', async (_what, change, fields) => {
  const { check } = await setUp();
  expect(await check(change)).toMatchObject({ outcome: 'wrong', fields });
});

test('a value that the service does not name can be either of the two that a reading has', async () => {
  const { check, simulator } = await setUp();
  simulator.faults.nextRequests(1, { kind: 'error', code: 'InvalidParameterValue' });
  expect(await check()).toMatchObject({ outcome: 'wrong', fields: ['sdkAppId', 'agent'] });
});

test('an address where nobody listens is named, where one was typed', async () => {
  const { check, simulator } = await setUp();
  await simulator.close();
  expect(await check()).toMatchObject({ outcome: 'wrong', fields: ['customAddress'] });
});

test('what cannot be right is not sent', async () => {
  const { check } = await setUp();
  expect(await check({ sdkAppId: 'my app' })).toEqual({
    outcome: 'invalid',
    problems: { sdkAppId: 'sdkAppIdInvalid' },
  });
});

test('a key that may not read is told apart from one that is wrong', async () => {
  const { check, simulator } = await setUp();
  simulator.faults.always({ kind: 'error', code: 'UnauthorizedOperation' });
  expect(await check()).toMatchObject({ outcome: 'mayNotRead', failure: { kind: 'notPermitted' } });
});

test('the service being down is nobody’s field', async () => {
  const { check, simulator } = await setUp();
  simulator.faults.always({ kind: 'error', code: 'InternalError' });
  expect(await check()).toMatchObject({ outcome: 'failed', failure: { code: 'InternalError' } });
});

test('empty key fields stand for the stored key', async () => {
  const { check, account, form, keytar } = await setUp();
  const noKey = { secretId: '', secretKey: '' };
  expect(await check(noKey)).toMatchObject({ outcome: 'invalid', problems: { secretId: 'secretIdEmpty' } });
  await account.save(form());
  expect(await check(noKey)).toMatchObject({ outcome: 'right' });
  keytar.fail('The keyring is locked');
  expect(await check(noKey)).toEqual({ outcome: 'keychain', state: 'locked' });
});
