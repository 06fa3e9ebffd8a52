import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAccount } from '../../../main/account/account.ts';
import { checkAccount } from '../../../main/account/check-account.ts';
import { createCredentialProcess } from '../../../main/account/credential-process.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import type { ProgramEnd } from '../../../main/account/run-program.ts';
import { createVault } from '../../../main/account/vault.ts';
import { createCloud, readAt } from '../../../main/app/cloud.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { reportFailure } from '../../../main/status/failure-report.ts';
import { startSimulator } from '../../../main/tencent/simulator/server.ts';
import { realTime } from '../../../main/time.ts';
import type { AccountState } from '../../../preload/contract/state.ts';
import { fakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { folderOfTest } from './support/programs.ts';

const AGENT = 'mei.lin@example.com';
const SDK_APP_ID = 1400692008;
const KEY = {
  secretId: 'AKIDhandedOutSecretId01',
  secretKey: 'handedOutSecretKeyOfNoUse01',
  token: 'handedOutTokenOfNoUse01',
};
const FORM = { edition: 'custom', sdkAppId: String(SDK_APP_ID), agent: AGENT, keep: 'keychain' } as const;
const call = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };

const printsKeys = (token = KEY.token): ProgramEnd => ({
  how: { name: 'exited', code: 0 },
  stdout: JSON.stringify({ SecretId: KEY.secretId, SecretKey: KEY.secretKey, Token: token }),
  stderr: '',
});
const fails: ProgramEnd = { how: { name: 'exited', code: 2 }, stdout: '', stderr: 'no ticket' };

/** An account whose keys a program hands out, saved as typed; the program ends like that, run by run. */
async function setUp(...ends: ProgramEnd[]) {
  const requests: string[] = [];
  const simulator = await startSimulator({
    keys: [KEY],
    agents: [AGENT],
    sdkAppId: SDK_APP_ID,
    onRequest: ({ action }) => requests.push(action),
  });
  onTestFinished(() => simulator.close());
  const folder = folderOfTest();
  const keytar = fakeKeytar();
  const { file: settings } = openSettings(folder, defaultSettings('linux'), realTime.now);
  const shown: AccountState[] = [];
  let runs = 0;
  const account = createAccount({
    settings,
    createVault: (onChange) => createVault(createKeychain(keytar.load, realTime, LINUX), onChange),
    createSource: (onChange) =>
      createCredentialProcess({
        call,
        time: realTime,
        run: () => {
          runs += 1;
          return Promise.resolve(ends[runs - 1] ?? fails);
        },
        onChange,
        log: () => {},
      }),
    startSimulator: () => Promise.reject(new Error('not asked for')),
    onShow: (state) => shown.push(state),
    onTrouble: () => {},
    onSwitch: () => {},
    time: realTime,
    onFault: () => {},
  });
  const ports = { fetch, time: realTime, language: () => 'en' } as const;
  const cloud = createCloud({ ...ports, connection: account.connection, networkUp: () => true });
  const form = { ...FORM, customAddress: simulator.url, secretId: '', secretKey: '', token: '' };
  const goToLunch = () => cloud.setStatus({ status: 'rest', reason: 'Lunch' }, new AbortController().signal);
  const check = () =>
    checkAccount(
      {
        account,
        read: (connection) => readAt(ports, connection),
        report: (failure) => reportFailure(failure, null),
      },
      form,
    );
  return { account, form, goToLunch, check, simulator, requests, shown, keytar, folder, runs: () => runs };
}

test('no keys are asked for, none are stored, and requests are signed with the program’s', async () => {
  const { account, form, goToLunch, simulator, shown, keytar, folder, runs } = await setUp(printsKeys());
  expect(await account.save(form)).toEqual({ outcome: 'saved', trimmed: [], invisible: [] });
  await account.start();
  expect(runs()).toBe(0);
  expect(account.shown().keys).toEqual({ home: 'process', secretIdEnd: '', hasToken: false });

  expect(await goToLunch()).toMatchObject({ ok: true, agents: [{ kind: 'switched' }] });
  expect(simulator.agent(AGENT)?.status).toBe('rest');
  expect(account.shown().keys).toEqual({ home: 'process', secretIdEnd: 'Id01', hasToken: true });
  expect(account.shown().keychain).toBe('unasked');

  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const everything = JSON.stringify([written, shown, [...keytar.items]]);
  for (const secret of Object.values(KEY)) expect(everything).not.toContain(secret);
  expect(keytar.items.size).toBe(0);
});

test('keys that are typed all the same are not kept', async () => {
  const { account, form, keytar, goToLunch } = await setUp(printsKeys());
  await account.save({ ...form, secretId: 'AKIDtypedByHand', secretKey: 'typed by hand' });
  expect(keytar.items.size).toBe(0);
  expect(await goToLunch()).toMatchObject({ ok: true });
});

test('a program that fails is a failure like any other, and nothing is sent', async () => {
  const { account, form, goToLunch, requests } = await setUp(fails);
  await account.save(form);
  expect(await goToLunch()).toMatchObject({
    ok: false,
    failure: { kind: 'keyProgramFailed', code: 'KeyProgram.Exit2', message: '' },
  });
  expect(requests).toEqual([]);
});

test('when the service refuses the keys, the program is asked for others at once', async () => {
  const { account, form, goToLunch, runs } = await setUp(printsKeys('an-old-token'), printsKeys());
  await account.save(form);
  expect(await goToLunch()).toMatchObject({ ok: true });
  expect(runs()).toBe(2);
});

test('when it refuses those as well, the program is to blame, not what the agent typed', async () => {
  const { account, form, goToLunch, requests, runs } = await setUp(
    printsKeys('an-old-token'),
    printsKeys('another-old-token'),
    printsKeys(),
  );
  await account.save(form);
  expect(await goToLunch()).toMatchObject({
    ok: false,
    failure: { kind: 'keyProgramInvalid', code: 'AuthFailure.TokenFailure' },
  });
  expect(requests).toHaveLength(2);
  expect(await goToLunch()).toMatchObject({ ok: true });
  expect(runs()).toBe(3);
});

test('an account is checked with the program’s keys', async () => {
  const { check } = await setUp(printsKeys(), fails);
  expect(await check()).toEqual({ outcome: 'right', status: 'free', reason: '' });
});

test('a check says that the program failed, and blames no field', async () => {
  const { check } = await setUp(fails);
  expect(await check()).toMatchObject({ outcome: 'failed', failure: { kind: 'keyProgramFailed' } });
});
