/** Reading a policy back that reg.exe has written. It needs a user who may write to HKEY_LOCAL_MACHINE. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, expect, onTestFinished, test } from 'vitest';
import { parsePolicyKey } from '../../../main/settings/policy/policy.ts';
import { POLICY_KEY, readPolicyKey } from '../../../main/settings/policy/registry.ts';
import { systemFolder } from '../../../main/settings/policy/windows-folder.ts';
import { systemClock } from '../../../shared/clock.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const run = (...args: string[]) =>
  spawnSync(join(systemFolder() ?? '', 'reg.exe'), [...args, '/reg:64']).status;
const add = (name: string, type: string, data: string) =>
  expect(run('add', POLICY_KEY, '/v', name, '/t', type, '/d', data, '/f')).toBe(0);

/** A policy that an administrator of this computer has set is not touched. */
const hadPolicy = run('query', POLICY_KEY) === 0;
const mayWrite = !hadPolicy && run('add', POLICY_KEY, '/f') === 0;
if (mayWrite) run('delete', POLICY_KEY, '/f');
// Skipped where an unprivileged user runs the tests, or where there is a policy already.
const testAsAdmin = test.skipIf(!mayWrite);

const remove = () => {
  if (mayWrite) run('delete', POLICY_KEY, '/f');
};
beforeEach(remove);
afterEach(remove);

async function read() {
  const folder = mkdtempSync(join(tmpdir(), 'standby-registry-'));
  onTestFinished(() => removeFolder(folder));
  const found = await readPolicyKey({ folder, time: systemClock });
  expect(readdirSync(folder)).toEqual([]);
  return found;
}

testAsAdmin('without the key there is no policy', async () => {
  // The parent key exists on every Windows.
  run('add', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies', '/f');
  expect(await read()).toEqual({ kind: 'absent' });
});

testAsAdmin('settings arrive as they were written', async () => {
  add('agent', 'REG_SZ', '张三 🔑@example.com');
  add('sdkAppId', 'REG_DWORD', '1400692008');
  add('startAtLogin', 'REG_DWORD', '1');
  add('reasons', 'REG_MULTI_SZ', '{"rest":["午餐","A \\\\ B"],\\0"notReady":["会议 & 培训"]}');
  const { policy, errors } = await parsePolicyKey(await read(), POLICY_KEY, ['en', 'zh-CN']);
  expect(errors).toEqual([]);
  expect(policy).toEqual({
    agent: '张三 🔑@example.com',
    sdkAppId: 1_400_692_008,
    startAtLogin: true,
    reasons: { rest: ['午餐', 'A \\ B'], notReady: ['会议 & 培训'] },
  });
});

testAsAdmin('a type that no setting has is reported', async () => {
  add('agent', 'REG_EXPAND_SZ', '%USERNAME%@example.com');
  const { policy, errors } = await parsePolicyKey(await read(), POLICY_KEY, ['en']);
  expect(policy).toEqual({});
  expect(errors).toMatchObject([{ setting: 'agent', kind: 'notAllowed' }]);
});
