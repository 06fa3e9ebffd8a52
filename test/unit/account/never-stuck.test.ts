import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAccount, type AccountDeps } from '../../../main/account/account.ts';
import { createCredentialProcess } from '../../../main/account/credentials/credential-process.ts';
import { createRunProcess } from '../../../main/process/run-process.ts';
import { createCredentialStore } from '../../../main/account/credential-store.ts';
import { createAppStore } from '../../../main/app/store.ts';
import { createStatusGateway, readOnce } from '../../../main/app/status-gateway.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { createRequestLimit } from '../../../tencent/transport/request-limit.ts';
import { systemClock } from '../../../shared/clock.ts';
import { appState } from '../../support/app-state.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { endpointAt, testKey } from '../tencent/support/client.ts';
import { folderOfTest, owners, programOf } from './support/programs.ts';

const binding = { origin: 'https://standby.invalid', sdkAppId: 1, agent: 'a@b.test' };
const lunch = { status: 'rest', reason: 'Lunch' } as const;
const spec = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };
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

function createGateway(change: Partial<Parameters<typeof createStatusGateway>[0]>) {
  const time = createVirtualClock();
  const gateway = createStatusGateway({
    fetch: never,
    connection: () => connection,
    limit: createRequestLimit(time),
    time,
    language: () => 'en',
    isNetworkUp: () => false,
    ...change,
  });
  return { time, gateway };
}

test('a request without an account is a failure of that kind', async () => {
  const { gateway } = createGateway({ connection: () => null });
  const { signal } = new AbortController();
  expect(await gateway.setStatus(lunch, signal)).toMatchObject({
    ok: false,
    failure: { kind: 'setupIncomplete', code: 'App.NoAccount', action: 'SetStaffStatus', requestId: null },
  });
  expect(await gateway.readStatus(signal)).toMatchObject({ ok: false, failure: { kind: 'setupIncomplete' } });
  expect(gateway.isOnline()).toBe(false);
});

test('every call ends within its limit, whatever the account or the network do', async () => {
  const { signal } = new AbortController();
  const thrown = createGateway({ connection: broken }).gateway;
  expect(await thrown.setStatus(lunch, signal)).toMatchObject({ ok: false, failure: { kind: 'appError' } });
  expect(await thrown.readStatus(signal)).toMatchObject({ ok: false, failure: { kind: 'appError' } });

  const hungCredentials = createGateway({ connection: () => ({ ...connection, credentials: never }) });
  const requested = hungCredentials.gateway.setStatus(lunch, signal);
  await hungCredentials.time.advance(90_000);
  expect((await requested).ok).toBe(false);

  const hungFetch = createGateway({});
  const read = hungFetch.gateway.readStatus(signal);
  await hungFetch.time.advance(10_000);
  expect(await read).toMatchObject({ ok: false, failure: { kind: 'timedOut' } });
  expect(hungFetch.time.pending()).toBe(0);
});

test('a cancelled request ends at once, before it is sent and while it is in flight', async () => {
  const { gateway, time } = createGateway({ connection: () => ({ ...connection, credentials: never }) });
  const controller = new AbortController();
  const requested = gateway.setStatus(lunch, controller.signal);
  controller.abort();
  expect(await requested).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  expect(await gateway.setStatus(lunch, controller.signal)).toMatchObject({ failure: { kind: 'cancelled' } });
  await time.advance(0);
  expect(time.pending()).toBe(0);
});

test('a connection test ends within its limit too', async () => {
  const time = createVirtualClock();
  const deps = { fetch: never, time, language: () => 'en', limit: createRequestLimit(time) } as const;
  const requested = readOnce(deps, { ...connection, credentials: broken });
  await time.advance(90_000);
  expect((await requested).ok).toBe(false);
});

test('a credential process that throws or rejects is run again for the next request', async () => {
  let runs = 0;
  const provider = createCredentialProcess({
    spec,
    time: createVirtualClock(),
    run: () => {
      runs += 1;
      if (runs === 1) broken();
      if (runs === 2) return Promise.reject(new Error('password=hunter2'));
      return Promise.resolve({ exit: { reason: 'exited', code: 0 }, stdout: KEYS, stderr: '' });
    },
    onChange: () => {},
    log: () => {},
  });
  expect(await provider.credentials()).toMatchObject({
    kind: 'keyProgramFailed',
    message: 'the port is broken',
  });
  expect(await provider.credentials()).toMatchObject({ kind: 'keyProgramFailed', message: 'password=••••' });
  expect(await provider.credentials()).toMatchObject({ secretId: 'AKIDofNoUse0001' });
});

test('a log that throws prevents neither the failure report nor the next credentials', async () => {
  let runs = 0;
  const provider = createCredentialProcess({
    spec,
    time: createVirtualClock(),
    run: () => {
      runs += 1;
      const code = runs === 1 ? 3 : 0;
      return Promise.resolve({ exit: { reason: 'exited', code }, stdout: KEYS, stderr: 'no ticket' });
    },
    onChange: () => {},
    log: broken,
  });
  expect(await provider.credentials()).toMatchObject({ kind: 'keyProgramFailed', code: 'KeyProgram.Exit3' });
  expect(await provider.credentials()).toMatchObject({ secretId: 'AKIDofNoUse0001' });
});

test('a credential process that never ends is abandoned after its limit and run again', async () => {
  const time = createVirtualClock();
  let runs = 0;
  const provider = createCredentialProcess({
    spec,
    time,
    run: () => {
      runs += 1;
      return never();
    },
    onChange: () => {},
    log: () => {},
  });
  const requested = provider.credentials();
  await time.advance(15_000);
  expect(await requested).toMatchObject({ kind: 'keyProgramTimedOut' });
  void provider.credentials();
  expect(runs).toBe(2);
});

test('a credential process may print JSON of any depth', async () => {
  const deep = `{"SecretId":1,"x":${'['.repeat(15_000)}${']'.repeat(15_000)}}`;
  const provider = createCredentialProcess({
    spec,
    time: createVirtualClock(),
    run: () => Promise.resolve({ exit: { reason: 'exited', code: 0 }, stdout: deep, stderr: 'no ticket' }),
    onChange: () => {},
    log: () => {},
  });
  expect(await provider.credentials()).toMatchObject({ code: 'KeyProgram.BeyondLimits' });
});

test('a child process that keeps the output open does not block the credentials', async () => {
  const pidFile = join(folderOfTest(), 'pid');
  const provider = createCredentialProcess({
    spec: programOf(`
      import { spawn } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
      writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      child.unref();
      console.log(${JSON.stringify(KEYS)});
    `),
    run: createRunProcess({ time: systemClock, owners }),
    time: systemClock,
    onChange: () => {},
    log: () => {},
  });
  expect(await provider.credentials()).toMatchObject({ secretId: 'AKIDofNoUse0001' });
  // The child process still runs, which this call would throw otherwise.
  expect(process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL')).toBe(true);
});

test('the keychain is read once at a time', async () => {
  let reads = 0;
  let answer: (found: { ok: true; value: null }) => void = () => {};
  const notExpected = () => Promise.reject(new Error('not asked for'));
  const credentialStore = createCredentialStore(
    {
      read: () => {
        reads += 1;
        return new Promise((resolve) => (answer = resolve));
      },
      write: notExpected,
      remove: notExpected,
      isBusy: () => false,
      close: () => Promise.resolve(),
    },
    () => {},
  );
  const both = [credentialStore.credentials(binding), credentialStore.credentials(binding)];
  expect(reads).toBe(1);
  answer({ ok: true, value: null });
  expect(await Promise.all(both)).toEqual([null, null]);
  void credentialStore.credentials(binding);
  expect(reads).toBe(2);
});

test.each([
  ['throws', broken],
  ['rejects', () => Promise.reject(new Error('the port is broken'))],
  ['never starts', never],
])('a simulator that %s does not block the app, and is reported', async (_how, startSimulator) => {
  const time = createVirtualClock();
  const faults: unknown[] = [];
  const { file: settings } = openSettings(folderOfTest(), defaultSettings('linux'), time);
  const deps: AccountDeps = {
    settings,
    policy: {},
    plainHttp: true,
    confirm: () => Promise.resolve(true),
    createCredentialStore: (onChange) =>
      createCredentialStore(
        { read: never, write: never, remove: never, isBusy: () => false, close: () => Promise.resolve() },
        onChange,
      ),
    simulatorOnly: false,
    startSimulator,
    onChange: () => {},
    onNotice: () => {},
    onAccountChange: () => {},
    time,
    onError: (error) => faults.push(error),
  };
  const account = createAccount(deps);
  const using = account.useSimulator();
  await time.advance(10_000);
  await using;
  expect(account.publicState().mode).toBe('unconfigured');
  await settings.update({ mode: 'simulator' });
  const starting = account.start();
  await time.advance(10_000);
  await starting;
  expect(faults).toHaveLength(2);
  expect(account.connection()).toBeNull();
  // A keychain that hangs does not block it either.
  await settings.update({ mode: 'account' });
  const started = account.start();
  await time.advance(25_000);
  await started;
});

test('a listener of the store that throws blocks neither the other listeners nor the writer', () => {
  const faults: unknown[] = [];
  const store = createAppStore(appState(), (error) => {
    faults.push(error);
    // Reporting the fault changes the state too.
    store.setState({ route: 'settings' });
  });
  const pages: string[] = [];
  store.subscribe(broken);
  store.subscribe(({ route }) => pages.push(route));
  store.setState({ route: 'today' });
  expect(pages).toHaveLength(2);
  expect(store.getState().route).toBe('settings');
  expect(faults).toHaveLength(1);
});
