import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAccount } from '../../../main/account/account.ts';
import { testConnection } from '../../../main/account/test-connection.ts';
import { createCredentialProcess } from '../../../main/account/credentials/credential-process.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import type { ProcessResult } from '../../../main/process/run-process.ts';
import { createCredentialStore } from '../../../main/account/credential-store.ts';
import { createStatusGateway, readOnce } from '../../../main/app/status-gateway.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { toFailureReport } from '../../../main/status/failure-report.ts';
import { createRequestLimit } from '../../../tencent/transport/request-limit.ts';
import { startSimulator } from '../../../simulator/server.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { AccountState } from '../../../shared/state.ts';
import { createFakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { folderOfTest } from './support/programs.ts';

const AGENT = 'mei.lin@example.com';
const SDK_APP_ID = 1400692008;
const KEY = {
  secretId: 'AKIDhandedOutSecretId01',
  secretKey: 'handedOutSecretKeyOfNoUse01',
  token: 'handedOutTokenOfNoUse01',
};
const FORM = {
  edition: 'custom',
  sdkAppId: String(SDK_APP_ID),
  agent: AGENT,
  keyStorage: 'keychain',
} as const;
const spec = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };

const printsKeys = (token = KEY.token): ProcessResult => ({
  exit: { reason: 'exited', code: 0 },
  stdout: JSON.stringify({ SecretId: KEY.secretId, SecretKey: KEY.secretKey, Token: token }),
  stderr: '',
});
const fails: ProcessResult = { exit: { reason: 'exited', code: 2 }, stdout: '', stderr: 'no ticket' };

/** Saves an account whose credentials a program issues; each run of the program ends with the next result. */
async function createHarness(...ends: ProcessResult[]) {
  const requests: string[] = [];
  const simulator = await startSimulator({
    keys: [KEY],
    agents: [AGENT],
    sdkAppId: SDK_APP_ID,
    onRequest: ({ action }) => requests.push(action),
  });
  onTestFinished(() => simulator.close());
  const folder = folderOfTest();
  const keytar = createFakeKeytar();
  const { file: settings } = openSettings(folder, defaultSettings('linux'), systemClock);
  const published: AccountState[] = [];
  let runs = 0;
  const account = createAccount({
    settings,
    // The policy that names the program also sets the address.
    policy: { customAddress: simulator.url },
    plainHttp: true,
    confirm: () => Promise.resolve(true),
    createCredentialStore: (onChange) =>
      createCredentialStore(createKeychain(keytar.load, systemClock, LINUX), onChange),
    issuer: {
      storage: 'process',
      create: (onChange) =>
        createCredentialProcess({
          spec,
          time: systemClock,
          run: () => {
            runs += 1;
            return Promise.resolve(ends[runs - 1] ?? fails);
          },
          onChange,
          log: () => {},
        }),
    },
    simulatorOnly: false,
    startSimulator: () => Promise.reject(new Error('not asked for')),
    onChange: (state) => published.push(state),
    onNotice: () => {},
    onAccountChange: () => {},
    time: systemClock,
    onError: () => {},
  });
  const deps = {
    fetch,
    time: systemClock,
    language: () => 'en',
    limit: createRequestLimit(systemClock),
  } as const;
  const gateway = createStatusGateway({ ...deps, connection: account.connection, isNetworkUp: () => true });
  const form = { ...FORM, customAddress: simulator.url, secretId: '', secretKey: '', token: '' };
  const goToLunch = () =>
    gateway.setStatus({ status: 'rest', reason: 'Lunch' }, new AbortController().signal);
  const check = () =>
    testConnection(
      {
        account,
        readOnce: (connection) => readOnce(deps, connection),
        report: (failure) => toFailureReport(failure, null),
      },
      form,
    );
  return {
    account,
    form,
    goToLunch,
    check,
    simulator,
    requests,
    published,
    keytar,
    folder,
    runs: () => runs,
  };
}

test("no keys are required or stored, and requests are signed with the program's", async () => {
  const { account, form, goToLunch, simulator, published, keytar, folder, runs } =
    await createHarness(printsKeys());
  expect(await account.save(form)).toEqual({ outcome: 'saved', trimmed: [], invisible: [] });
  await account.start();
  expect(runs()).toBe(0);
  expect(account.publicState().keys).toEqual({ storage: 'process', secretIdSuffix: '', hasToken: false });

  expect(await goToLunch()).toMatchObject({ ok: true, agents: [{ kind: 'switched' }] });
  expect(simulator.agent(AGENT)?.status).toBe('rest');
  expect(account.publicState().keys).toEqual({ storage: 'process', secretIdSuffix: 'Id01', hasToken: true });
  expect(account.publicState().keychain).toBe('notQueried');

  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const everything = JSON.stringify([written, published, [...keytar.items]]);
  for (const secret of Object.values(KEY)) expect(everything).not.toContain(secret);
  expect(keytar.items.size).toBe(0);
});

test('typed keys are not stored', async () => {
  const { account, form, keytar, goToLunch } = await createHarness(printsKeys());
  await account.save({ ...form, secretId: 'AKIDtypedByHand', secretKey: 'typed by hand' });
  expect(keytar.items.size).toBe(0);
  expect(await goToLunch()).toMatchObject({ ok: true });
});

test('a failed program is a failure like any other, and nothing is sent', async () => {
  const { account, form, goToLunch, requests } = await createHarness(fails);
  await account.save(form);
  expect(await goToLunch()).toMatchObject({
    ok: false,
    failure: { kind: 'keyProgramFailed', code: 'KeyProgram.Exit2', message: '' },
  });
  expect(requests).toEqual([]);
});

test('when the service refuses the keys, the program is run again at once', async () => {
  const { account, form, goToLunch, runs } = await createHarness(printsKeys('an-old-token'), printsKeys());
  await account.save(form);
  expect(await goToLunch()).toMatchObject({ ok: true });
  expect(runs()).toBe(2);
});

test('when it refuses those as well, the failure names the program, not what the agent typed', async () => {
  const { account, form, goToLunch, requests, runs } = await createHarness(
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

test("a connection test uses the program's keys", async () => {
  const { check } = await createHarness(printsKeys(), fails);
  expect(await check()).toEqual({ outcome: 'valid', status: 'free', reason: '' });
});

test('a connection test reports that the program failed, and marks no field', async () => {
  const { check } = await createHarness(fails);
  expect(await check()).toMatchObject({ outcome: 'failed', failure: { kind: 'keyProgramFailed' } });
});
