import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { managedSettings } from '../../../main/settings/managed-settings.ts';
import type { Policy } from '../../../main/settings/policy-schema.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';

const defaults = defaultSettings('linux');
const reasons = { rest: ['午餐'], notReady: ['会议'] };
const credentialProcess = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };

async function setUp(policy: Policy, users: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-managed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { file: own } = openSettings(folder, defaults, Date.now);
  await own.update(users);
  const onDisk = () => settingsSchema.parse(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')));
  return { settings: managedSettings(own, policy), own, onDisk };
}

test('without a policy the settings are the user’s', async () => {
  const { settings, own } = await setUp({});
  expect(settings.locked).toEqual([]);
  await settings.update({ reasons, mode: 'simulator' });
  expect(settings.get()).toEqual(own.get());
  expect(own.get()).toMatchObject({ reasons, mode: 'simulator' });
});

test('a policy is laid over the user’s settings, part by part', async () => {
  const { settings } = await setUp(
    {
      sdkAppId: 7,
      language: 'zh-CN',
      quiet: false,
      whenIdle: null,
      reasons,
      shortcuts: { undo: '', free: 'Control+F1' },
      fleetSize: 500,
    },
    {
      account: { ...defaults.account, agent: 'mei@example.com', sdkAppId: 3 },
      preferences: { ...defaults.preferences, theme: 'dark', quiet: true },
    },
  );
  expect(settings.get()).toEqual({
    ...defaults,
    account: { ...defaults.account, agent: 'mei@example.com', sdkAppId: 7 },
    preferences: { ...defaults.preferences, language: 'zh-CN', theme: 'dark', quiet: false },
    reasons,
    shortcuts: { ...defaults.shortcuts, undo: '', free: 'Control+F1' },
  });
  expect(settings.locked).toEqual([
    'sdkAppId',
    'fleetSize',
    'reasons',
    'shortcuts',
    'whenIdle',
    'quiet',
    'language',
  ]);
});

test('what is saved is the user’s: locked parts stay as they were, and nothing of the policy is in the file', async () => {
  const policy: Policy = {
    edition: 'mainland',
    sdkAppId: 7,
    language: 'zh-CN',
    reasons,
    shortcuts: { undo: 'Control+F8' },
  };
  const usersReasons = { rest: ['Tea'], notReady: [] };
  const { settings, onDisk } = await setUp(policy, { reasons: usersReasons });
  const { account, preferences, shortcuts } = settings.get();
  const trouble = await settings.update({
    account: { ...account, edition: 'custom', agent: 'mei@example.com' },
    preferences: { ...preferences, language: 'en', theme: 'dark' },
    shortcuts: { ...shortcuts, undo: 'Control+F1', free: 'Control+F2' },
    reasons: { rest: ['Other'], notReady: [] },
  });
  expect(trouble).toBeNull();
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
  ['no address', { edition: 'custom', sdkAppId: 7, agent: 'a@example.com', credentialProcess }, 'unset'],
  ['no agent', { edition: 'mainland', sdkAppId: 7, credentialProcess }, 'unset'],
  ['no SdkAppId', { edition: 'mainland', agent: 'a@example.com', credentialProcess }, 'unset'],
  ['no program', { edition: 'mainland', sdkAppId: 7, agent: 'a@example.com' }, 'unset'],
])('a policy with %s: whether an account is set up', async (_what, policy, mode) => {
  const { settings, onDisk } = await setUp(policy);
  expect(settings.get().mode).toBe(mode);
  await settings.update({ lastAway: { status: 'rest', reason: '' } });
  expect(onDisk().mode).toBe('unset');
});

test('whoever chose the simulator stays in it', async () => {
  const policy: Policy = { edition: 'mainland', sdkAppId: 7, agent: 'a@example.com', credentialProcess };
  const { settings } = await setUp(policy, { mode: 'simulator' });
  expect(settings.get().mode).toBe('simulator');
});
