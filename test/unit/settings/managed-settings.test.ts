import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { managedSettings } from '../../../main/settings/policy/managed-settings.ts';
import type { Policy } from '../../../main/settings/policy/policy-schema.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../../main/settings/schema.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const defaults = defaultSettings('linux');
const reasons = { rest: ['午餐'], notReady: ['会议'] };
const credentialProcess = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };

async function createHarness(policy: Policy, userSettings: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-managed-'));
  onTestFinished(() => removeFolder(folder));
  const { file: userFile } = openSettings(folder, defaults, createVirtualClock());
  await userFile.update(userSettings);
  const onDisk = () => settingsSchema.parse(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')));
  return { settings: managedSettings(userFile, policy), userFile, onDisk };
}

test('without a policy the user’s settings apply', async () => {
  const { settings, userFile } = await createHarness({});
  expect(settings.managedKeys).toEqual([]);
  await settings.update({ reasons, mode: 'simulator' });
  expect(settings.get()).toEqual(userFile.get());
  expect(userFile.get()).toMatchObject({ reasons, mode: 'simulator' });
});

test('a policy overrides the user’s settings key by key', async () => {
  const { settings } = await createHarness(
    {
      sdkAppId: 7,
      language: 'zh-CN',
      reduceNotifications: false,
      onIdle: null,
      reasons,
      shortcuts: { undo: '', free: 'Control+F1' },
      fleetSize: 500,
    },
    {
      account: { ...defaults.account, agent: 'mei@example.com', sdkAppId: 3 },
      preferences: { ...defaults.preferences, theme: 'dark', reduceNotifications: true },
    },
  );
  expect(settings.get()).toEqual({
    ...defaults,
    account: { ...defaults.account, agent: 'mei@example.com', sdkAppId: 7 },
    preferences: { ...defaults.preferences, language: 'zh-CN', theme: 'dark', reduceNotifications: false },
    reasons,
    shortcuts: { ...defaults.shortcuts, undo: '', free: 'Control+F1' },
  });
  expect(settings.managedKeys).toEqual([
    'sdkAppId',
    'fleetSize',
    'reasons',
    'shortcuts',
    'onIdle',
    'reduceNotifications',
    'language',
  ]);
});

test('a policy forbids the local API and programs, also those that the user’s file allows', async () => {
  const onStatus = { program: '/opt/light', arguments: ['--mine'] };
  const { settings, userFile } = await createHarness(
    { localApi: 'off', onStatus: null },
    { localApi: 'full', onStatus },
  );
  expect(settings.get()).toMatchObject({ localApi: 'off', onStatus: null });
  expect(userFile.get()).toMatchObject({ localApi: 'full', onStatus });
  expect(settings.managedKeys).toEqual(['localApi', 'onStatus']);
});

test.each([
  ['forbids', 'off', 'on'],
  ['allows', 'on', 'off'],
] as const)('a policy %s changes of a team, whatever the user’s file says', async (_what, team, own) => {
  const { settings, userFile } = await createHarness({ team }, { team: own });
  expect(settings.get()).toMatchObject({ team });
  expect(userFile.get()).toMatchObject({ team: own });
  expect(settings.managedKeys).toEqual(['team']);
});

test('only the user’s settings are saved: locked ones stay unchanged, and the file contains nothing of the policy', async () => {
  const policy: Policy = {
    edition: 'mainland',
    sdkAppId: 7,
    language: 'zh-CN',
    reasons,
    shortcuts: { undo: 'Control+F8' },
  };
  const usersReasons = { rest: ['Tea'], notReady: [] };
  const { settings, onDisk } = await createHarness(policy, { reasons: usersReasons });
  const { account, preferences, shortcuts } = settings.get();
  const notice = await settings.update({
    account: { ...account, edition: 'custom', agent: 'mei@example.com' },
    preferences: { ...preferences, language: 'en', theme: 'dark' },
    shortcuts: { ...shortcuts, undo: 'Control+F1', free: 'Control+F2' },
    reasons: { rest: ['Other'], notReady: [] },
  });
  expect(notice).toBeNull();
  expect(onDisk()).toEqual({
    ...defaults,
    account: { ...defaults.account, agent: 'mei@example.com' },
    preferences: { ...defaults.preferences, theme: 'dark' },
    shortcuts: { ...defaults.shortcuts, free: 'Control+F2' },
    reasons: usersReasons,
  });
  expect(settings.get()).toMatchObject({
    account: { edition: 'mainland', sdkAppId: 7, agent: 'mei@example.com' },
    preferences: { language: 'zh-CN', theme: 'dark' },
    shortcuts: { undo: 'Control+F8', free: 'Control+F2' },
    reasons,
  });
});

test.each<[string, Policy, Settings['mode']]>([
  ['everything', { edition: 'mainland', sdkAppId: 7, agent: 'a@example.com', credentialProcess }, 'account'],
  [
    'everything, at an address',
    {
      edition: 'custom',
      customAddress: 'https://ccc.example',
      sdkAppId: 7,
      agent: 'a@example.com',
      credentialProcess,
    },
    'account',
  ],
  [
    'no address',
    { edition: 'custom', sdkAppId: 7, agent: 'a@example.com', credentialProcess },
    'unconfigured',
  ],
  ['no agent', { edition: 'mainland', sdkAppId: 7, credentialProcess }, 'unconfigured'],
  ['no SdkAppId', { edition: 'mainland', agent: 'a@example.com', credentialProcess }, 'unconfigured'],
  ['no program', { edition: 'mainland', sdkAppId: 7, agent: 'a@example.com' }, 'unconfigured'],
])('whether a policy with %s configures an account', async (_what, policy, mode) => {
  const { settings, onDisk } = await createHarness(policy);
  expect(settings.get().mode).toBe(mode);
  await settings.update({ lastAwayChoice: { status: 'rest', reason: '' } });
  expect(onDisk().mode).toBe('unconfigured');
});

test('a policy does not end the use of the simulator', async () => {
  const policy: Policy = { edition: 'mainland', sdkAppId: 7, agent: 'a@example.com', credentialProcess };
  const { settings } = await createHarness(policy, { mode: 'simulator' });
  expect(settings.get().mode).toBe('simulator');
});
