/**
 * The deletion of a key that was stored before the company's program issued keys; it stays if the policy is incomplete.
 */
import { expect, test } from 'vitest';
import { createKeychain } from '../../../main/account/keychain.ts';
import { deleteLeftoverKey } from '../../../main/account/leftover-key.ts';
import type { PolicyResult } from '../../../main/settings/policy/policy.ts';
import type { PolicyError } from '../../../shared/notice.ts';
import { createFakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { policy as signInPolicy } from './support/sign-in-harness.ts';

const ITEM = 'Standby/Tencent Cloud API key';
const CREDENTIAL_PROCESS_POLICY: PolicyResult['policy'] = {
  credentialProcess: { program: '/opt/corp/ccc-keys', arguments: [], timeoutSeconds: 10 },
};

function createHarness(item: string | null = '{"secretId":"AKIDkept","secretKey":"kept"}') {
  const keytar = createFakeKeytar();
  if (item !== null) keytar.items.set(ITEM, item);
  const time = createVirtualClock();
  const keychain = createKeychain(keytar.load, time, LINUX);
  const log: string[] = [];
  const start = (policy: PolicyResult['policy'], errors: PolicyError[] = []) =>
    deleteLeftoverKey({ policy, errors }, keychain, (message) => log.push(message));
  return { keytar, time, log, start };
}

test.each(['{"secretId":"AKIDkept","secretKey":"kept"}', 'damaged by another program'])(
  'if a program issues keys, %j is deleted from the keychain, and that is logged',
  async (item) => {
    const { keytar, log, start } = createHarness(item);
    await start(CREDENTIAL_PROCESS_POLICY);
    expect(keytar.items.size).toBe(0);
    expect(log).toEqual([
      'The key that was kept here was deleted, because the policy names what issues keys',
    ]);
  },
);

test('the key is deleted if the company signs its agents in', async () => {
  const { keytar, log, start } = createHarness('{"secretId":"AKIDkept","secretKey":"kept"}');
  await start({ edition: 'mainland', sdkAppId: 1, signIn: signInPolicy });
  expect(keytar.items.size).toBe(0);
  expect(log).toHaveLength(1);
});

test('without a key nothing is logged', async () => {
  const { log, start } = createHarness(null);
  await start(CREDENTIAL_PROCESS_POLICY);
  expect(log).toEqual([]);
});

const ofFile: PolicyError = { line: null, setting: '', kind: 'unreadable', expected: 'EACCES' };
const ofSetting: PolicyError = { line: 3, setting: 'theme', kind: 'notAllowed', expected: 'dark' };

test.each<[string, PolicyResult['policy'], PolicyError[]]>([
  ['there is no policy', {}, []],
  ['the policy names no program', { theme: 'dark' }, []],
  ['the policy cannot be read', {}, [ofFile]],
  [
    'the policy is truncated after the program',
    CREDENTIAL_PROCESS_POLICY,
    [{ ...ofFile, line: 9, kind: 'notJson' }],
  ],
])('if %s, the keychain is not called', async (_what, policy, errors) => {
  const { keytar, log, start } = createHarness();
  await start(policy, errors);
  expect(keytar.calls).toEqual([]);
  expect(log).toEqual([]);
});

test('an error in another setting does not prevent the deletion', async () => {
  const { keytar, start } = createHarness();
  await start(CREDENTIAL_PROCESS_POLICY, [ofSetting]);
  expect(keytar.items.size).toBe(0);
});

test('a failed deletion is logged, and repeated at the next start', async () => {
  const { keytar, log, start } = createHarness();
  keytar.fail('The collection is locked');
  await start(CREDENTIAL_PROCESS_POLICY);
  expect(log).toEqual([expect.stringContaining('could not be deleted')]);
  keytar.work();
  await start(CREDENTIAL_PROCESS_POLICY);
  expect(keytar.items.size).toBe(0);
});

test('a late deletion is waited for', async () => {
  const { keytar, time, log, start } = createHarness();
  keytar.hang();
  const done = start(CREDENTIAL_PROCESS_POLICY);
  await time.advance(60_000);
  expect(log).toEqual([]);
  keytar.release();
  await done;
  expect(log).toEqual(['The key that was kept here was deleted, because the policy names what issues keys']);
});
