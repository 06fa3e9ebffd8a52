import { expect, test } from 'vitest';
import { createAccount, type AccountPorts } from '../../../main/account/account.ts';
import { createCredentialProcess } from '../../../main/account/credential-process.ts';
import { createRunProgram } from '../../../main/account/run-program.ts';
import { createVault } from '../../../main/account/vault.ts';
import { createAppStore } from '../../../main/app/app-store.ts';
import { createCloud, readAt } from '../../../main/app/cloud.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { realTime } from '../../../main/time.ts';
import { appState } from '../../support/app-state.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';
import { endpointAt, testKey } from '../tencent/support/client.ts';
import { folderOfTest, owners, programOf } from './support/programs.ts';

const lunch = { status: 'rest', reason: 'Lunch' } as const;
const call = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };
const KEYS = JSON.stringify({ SecretId: 'AKIDofNoUse0001', SecretKey: 'secretOfNoUse00001' });
const broken = () => {
  throw new Error('the port is broken');
};
const never = () => new Promise<never>(() => {});
const connection = {
  endpoint: endpointAt('https://standby.invalid'),
  sdkAppId: 1,
  agent: 'a@b.test',
  credentials: () => Promise.resolve(testKey),
};

function cloudWith(change: Partial<Parameters<typeof createCloud>[0]>) {
  const time = virtualTime();
  const cloud = createCloud({
    fetch: never,
    connection: () => connection,
    time,
    language: () => 'en',
    networkUp: () => false,
    ...change,
  });
  return { time, cloud };
}

test('a request without an account is a failure that says so', async () => {
  const { cloud } = cloudWith({ connection: () => null });
  const { signal } = new AbortController();
  expect(await cloud.setStatus(lunch, signal)).toMatchObject({
    ok: false,
    failure: { kind: 'setupIncomplete', code: 'App.NoAccount', action: 'SetStaffStatus', requestId: null },
  });
  expect(await cloud.readStatus(signal)).toMatchObject({ ok: false, failure: { kind: 'setupIncomplete' } });
  expect(cloud.online()).toBe(false);
});

test('whatever the account or the network do, there is an answer within the limit', async () => {
  const { signal } = new AbortController();
  const thrown = cloudWith({ connection: broken }).cloud;
  expect(await thrown.setStatus(lunch, signal)).toMatchObject({ ok: false, failure: { kind: 'appFault' } });
  expect(await thrown.readStatus(signal)).toMatchObject({ ok: false, failure: { kind: 'appFault' } });

  const hungKeys = cloudWith({ connection: () => ({ ...connection, credentials: never }) });
  const asked = hungKeys.cloud.setStatus(lunch, signal);
  await hungKeys.time.advance(90_000);
  expect((await asked).ok).toBe(false);

  const hungFetch = cloudWith({});
  const read = hungFetch.cloud.readStatus(signal);
  await hungFetch.time.advance(10_000);
  expect(await read).toMatchObject({ ok: false, failure: { kind: 'timedOut' } });
  expect(hungFetch.time.pending()).toBe(0);
});

test('who cancels waits no longer, before the request and during it', async () => {
  const { cloud, time } = cloudWith({ connection: () => ({ ...connection, credentials: never }) });
  const controller = new AbortController();
  const asked = cloud.setStatus(lunch, controller.signal);
  controller.abort();
  expect(await asked).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  expect(await cloud.setStatus(lunch, controller.signal)).toMatchObject({ failure: { kind: 'cancelled' } });
  await time.advance(0);
  expect(time.pending()).toBe(0);
});

test('an account is tried out within the limit, too', async () => {
  const time = virtualTime();
  const ports = { fetch: never, time, language: () => 'en' } as const;
  const asked = readAt(ports, { ...connection, credentials: broken });
  await time.advance(90_000);
  expect((await asked).ok).toBe(false);
});

test('a program for keys that throws or rejects is asked again the next time', async () => {
  let runs = 0;
  const source = createCredentialProcess({
    call,
    time: virtualTime(),
    run: () => {
      runs += 1;
      if (runs === 1) broken();
      if (runs === 2) return Promise.reject(new Error('password=hunter2'));
      return Promise.resolve({ how: { name: 'exited', code: 0 }, stdout: KEYS, stderr: '' });
    },
    onChange: () => {},
    log: () => {},
  });
  expect(await source.credentials()).toMatchObject({
    kind: 'keyProgramFailed',
    message: 'the port is broken',
  });
  expect(await source.credentials()).toMatchObject({ kind: 'keyProgramFailed', message: 'password=••••' });
  expect(await source.credentials()).toMatchObject({ secretId: 'AKIDofNoUse0001' });
});

test('a program for keys that never ends is given up after its limit and asked again', async () => {
  const time = virtualTime();
  let runs = 0;
  const source = createCredentialProcess({
    call,
    time,
    run: () => {
      runs += 1;
      return never();
    },
    onChange: () => {},
    log: () => {},
  });
  const asked = source.credentials();
  await time.advance(15_000);
  expect(await asked).toMatchObject({ kind: 'keyProgramTimedOut' });
  void source.credentials();
  expect(runs).toBe(2);
});

test('a program may print JSON of any depth', async () => {
  const deep = `{"SecretId":1,"x":${'['.repeat(15_000)}${']'.repeat(15_000)}}`;
  const source = createCredentialProcess({
    call,
    time: virtualTime(),
    run: () => Promise.resolve({ how: { name: 'exited', code: 0 }, stdout: deep, stderr: 'no ticket' }),
    onChange: () => {},
    log: () => {},
  });
  expect(await source.credentials()).toMatchObject({ code: 'KeyProgram.BeyondLimits' });
});

test('what a program leaves running, with its output open, does not keep its keys', async () => {
  const source = createCredentialProcess({
    call: programOf(`
      import { spawn } from 'node:child_process';
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }).unref();
      console.log(${JSON.stringify(KEYS)});
    `),
    run: createRunProgram({ time: realTime, owners }),
    time: realTime,
    onChange: () => {},
    log: () => {},
  });
  const begin = performance.now();
  expect(await source.credentials()).toMatchObject({ secretId: 'AKIDofNoUse0001' });
  expect(performance.now() - begin).toBeLessThan(15_000);
});

test('the keychain is asked one question at a time', async () => {
  let reads = 0;
  let answer: (found: { ok: true; value: null }) => void = () => {};
  const notAsked = () => Promise.reject(new Error('not asked for'));
  const vault = createVault(
    {
      read: () => {
        reads += 1;
        return new Promise((resolve) => (answer = resolve));
      },
      write: notAsked,
      remove: notAsked,
      isBusy: () => false,
      close: () => Promise.resolve(),
    },
    () => {},
  );
  const both = [vault.credentials(), vault.credentials()];
  expect(reads).toBe(1);
  answer({ ok: true, value: null });
  expect(await Promise.all(both)).toEqual([null, null]);
  void vault.credentials();
  expect(reads).toBe(2);
});

test.each([
  ['throws', broken],
  ['rejects', () => Promise.reject(new Error('the port is broken'))],
  ['never starts', never],
])('a simulator that %s keeps the app from nothing, and is told', async (_how, startSimulator) => {
  const time = virtualTime();
  const faults: unknown[] = [];
  const { file: settings } = openSettings(folderOfTest(), defaultSettings('linux'), time.now);
  const ports: AccountPorts = {
    settings,
    createVault: (onChange) =>
      createVault(
        { read: never, write: never, remove: never, isBusy: () => false, close: () => Promise.resolve() },
        onChange,
      ),
    startSimulator,
    onShow: () => {},
    onTrouble: () => {},
    onSwitch: () => {},
    time,
    onFault: (error) => faults.push(error),
  };
  const account = createAccount(ports);
  const using = account.useSimulator();
  await time.advance(10_000);
  await using;
  expect(account.shown().mode).toBe('unset');
  await settings.update({ mode: 'simulator' });
  const starting = account.start();
  await time.advance(10_000);
  await starting;
  expect(faults).toHaveLength(2);
  expect(account.connection()).toBeNull();
  // Nor does a keychain that hangs.
  await settings.update({ mode: 'account' });
  const started = account.start();
  await time.advance(25_000);
  await started;
});

test('a listener of the store that throws keeps the others and the writer from nothing', () => {
  const faults: unknown[] = [];
  const store = createAppStore(appState(), (error) => {
    faults.push(error);
    // What shows the fault is a change as well.
    store.setState({ page: 'settings' });
  });
  const heard: string[] = [];
  store.subscribe(broken);
  store.subscribe(({ page }) => heard.push(page));
  store.setState({ page: 'today' });
  expect(heard).toHaveLength(2);
  expect(store.getState().page).toBe('settings');
  expect(faults).toHaveLength(1);
});
