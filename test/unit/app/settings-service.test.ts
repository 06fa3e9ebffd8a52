import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAppStore } from '../../../main/app/store.ts';
import type { PickedFile } from '../../../main/desktop/window/file-dialogs.ts';
import { createShortcuts } from '../../../main/desktop/shortcuts/shortcuts.ts';
import { createSettingsService } from '../../../main/app/services/settings-service.ts';
import type { Policy } from '../../../main/settings/policy/policy-schema.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import { appState, confirmed } from '../../support/app-state.ts';
import { languages, translateInto } from '../../support/texts.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

/** The settings service on a desktop where another program has registered Alt+T. */
function createHarness(policy: Policy = { shortcuts: { undo: 'Control+Shift+F8' } }) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-parts-'));
  onTestFinished(() => removeFolder(folder));
  const time = createVirtualClock();
  const defaults = defaultSettings('linux');
  const { file: settings } = openSettings(folder, defaults, time);
  const store = createAppStore(
    appState({}, { reasons: translateInto('en')('reasons', { returnObjects: true }) }),
  );
  const registered = new Map<string, () => void>();
  const pressed: string[] = [];
  const themes: string[] = [];
  const desktop = {
    autostart: false,
    mended: 0,
    refuses: false,
    picked: { outcome: 'cancelled' } as PickedFile,
    exported: '',
  };
  const settingsService = createSettingsService({
    time,
    store,
    settings,
    language: () => languages.resolveLocale(settings.get().preferences.language, ['en-GB']),
    translateInto,
    shortcuts: createShortcuts({
      open: () =>
        Promise.resolve({
          register: (keys, callback) => {
            if (keys === 'Alt+T') return Promise.resolve('unavailable');
            if (registered.has(keys)) return Promise.resolve('duplicate');
            registered.set(keys, callback);
            return Promise.resolve('registered');
          },
          unregister: (keys) => {
            registered.delete(keys);
            return Promise.resolve();
          },
          matchesKeyCode: (_keys, code) => code !== 'Elsewhere',
        }),
      onPress: (action) => {
        if (!settingsService.shortcutSettings.consumeTestPress(action)) pressed.push(action);
      },
      wayland: false,
      platform: 'linux',
    }),
    autostart: {
      isEnabled: () => Promise.resolve(desktop.autostart),
      set: (on) => {
        if (desktop.refuses) return Promise.reject(new Error('read-only'));
        desktop.autostart = on;
        return Promise.resolve();
      },
      repair: () => {
        desktop.mended += 1;
        return Promise.resolve();
      },
    },
    setTheme: (theme) => themes.push(theme),
    onPreferencesChange: () => {},
    pickFile: () => Promise.resolve(desktop.picked),
    exportFile: (_name, text) => {
      desktop.exported = text;
      return Promise.resolve({ outcome: 'saved', file: '/tmp/reasons.json' });
    },
    policy,
    platform: 'linux',
  });
  const onDisk = (): unknown => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
  return { settingsService, store, settings, registered, pressed, themes, desktop, time, onDisk, folder };
}

test('language and theme apply at once, and default reasons are translated', async () => {
  const { settingsService, store, themes, onDisk } = createHarness();
  await settingsService.savePreferences({ ...DEFAULT_PREFERENCES, language: 'zh-CN', theme: 'dark' });
  expect(store.getState()).toMatchObject({
    language: 'zh-CN',
    reasons: { rest: ['就餐', '休息', '个人事务'] },
  });
  expect(themes).toEqual(['dark']);
  expect(onDisk()).toMatchObject({ preferences: { language: 'zh-CN', theme: 'dark' } });
});

describe('with an account', () => {
  const chinese = { ...DEFAULT_PREFERENCES, language: 'zh-CN' };
  const lunch = { language: 'zh-CN', reasons: { rest: ['Lunch', 'Short break', 'Personal'] } };

  test('the default reasons keep their texts when the language changes', async () => {
    const { settingsService, store, onDisk } = createHarness();
    store.setState(({ account }) => ({ account: { ...account, mode: 'account' } }));
    settingsService.onAccountChange();
    await settingsService.savePreferences(chinese);
    expect(store.getState()).toMatchObject(lunch);
    expect(onDisk()).toMatchObject({ reasons: { notReady: ['Admin work', 'Meeting', 'Training'] } });
  });

  test('of an earlier version they keep their texts from the first start on', async () => {
    const { settingsService, store } = createHarness();
    store.setState(({ account }) => ({ account: { ...account, mode: 'account' } }));
    await settingsService.start();
    await settingsService.savePreferences(chinese);
    expect(store.getState()).toMatchObject(lunch);
  });

  test('restored default reasons are those of the language of that moment, and keep their texts, too', async () => {
    const { settingsService, store } = createHarness();
    await settingsService.savePreferences(chinese);
    settingsService.reasonSettings.edit({ type: 'reset' });
    await settingsService.savePreferences({ ...DEFAULT_PREFERENCES, language: 'en' });
    expect(store.getState().reasons.rest).toEqual(['就餐', '休息', '个人事务']);
  });
});

test('a seen reason is offered until it is in the list, and again after its removal', () => {
  const { settingsService, store, settings } = createHarness();
  const account = {
    edition: 'international',
    customAddress: '',
    sdkAppId: 1,
    agent: 'mei@example.com',
  } as const;
  void settings.update({ mode: 'account', account });
  const { agent: before, reasons } = store.getState();
  const atDoctor = confirmed({ status: 'rest', reason: 'Doctor' });
  settingsService.onAgentChange(before, { ...before, confirmed: atDoctor }, reasons);
  const offered = () => store.getState().seenReasons.rest;
  expect(offered()).toEqual(['Doctor']);
  settingsService.reasonSettings.edit({ type: 'add', status: 'rest', reason: 'Doctor' });
  expect(offered()).toEqual([]);
  settingsService.reasonSettings.edit({ type: 'remove', status: 'rest', reason: 'Doctor' });
  expect(offered()).toEqual(['Doctor']);
  void settings.update({ account: { ...account, agent: 'li@example.com' } });
  settingsService.onAccountChange();
  expect(offered()).toEqual([]);
});

test('after a change of the account the state has what is remembered now', () => {
  const { settingsService, store, settings } = createHarness();
  const dentist = { status: 'rest', reason: 'Dentist', minutes: 30 } as const;
  store.setState({ recentChoices: [dentist], reasonDurations: [dentist] });
  void settings.update({ recentChoices: [], reasonDurations: [] });
  settingsService.onAccountChange();
  expect(store.getState()).toMatchObject({ recentChoices: [], reasonDurations: [] });
});

test('seen reasons are offered again after a restart', async () => {
  const { settingsService, store, settings } = createHarness();
  const account = {
    edition: 'international',
    customAddress: '',
    sdkAppId: 1,
    agent: 'mei@example.com',
  } as const;
  const seenReasons = {
    account: 'https://ccc.intl.tencentcloudapi.com 1 mei@example.com',
    rest: ['Doctor'],
    notReady: [],
  };
  void settings.update({ mode: 'account', account, seenReasons });
  await settingsService.start();
  expect(store.getState().seenReasons).toEqual({ rest: ['Doctor'], notReady: [] });
});

test('custom reasons are not translated', async () => {
  const { settingsService, store } = createHarness();
  expect(settingsService.reasonSettings.edit({ type: 'add', status: 'rest', reason: 'Nap' })).toBeNull();
  await settingsService.savePreferences({ ...DEFAULT_PREFERENCES, language: 'zh-CN' });
  expect(store.getState().reasons.rest).toEqual(['Lunch', 'Short break', 'Personal', 'Nap']);
});

test('a removed reason can be restored by Undo for twenty seconds', async () => {
  const { settingsService, store, time, settings } = createHarness();
  settingsService.reasonSettings.edit({ type: 'remove', status: 'rest', reason: 'Lunch' });
  expect(store.getState().reasons.rest).toEqual(['Short break', 'Personal']);
  expect(store.getState().pendingSettingsUndo).toMatchObject({ what: 'reasonRemoved', name: 'Lunch' });
  settingsService.undo();
  expect(store.getState()).toMatchObject({
    reasons: { rest: ['Lunch', 'Short break', 'Personal'] },
    pendingSettingsUndo: null,
  });

  settingsService.reasonSettings.edit({ type: 'remove', status: 'rest', reason: 'Lunch' });
  await time.advance(20_000);
  expect(store.getState().pendingSettingsUndo).toBeNull();
  settingsService.undo();
  expect(settings.get().reasons?.rest).toEqual(['Short break', 'Personal']);
});

test('a renamed reason keeps its limit', async () => {
  const { settingsService, store } = createHarness();
  const breakLimits = [{ status: 'rest' as const, reason: 'Lunch', breakMinutes: 30, dayMinutes: null }];
  await settingsService.savePreferences({ ...DEFAULT_PREFERENCES, breakLimits });
  settingsService.reasonSettings.edit({ type: 'rename', status: 'rest', reason: 'Lunch', to: 'Dinner' });
  expect(store.getState().preferences.breakLimits).toMatchObject([{ reason: 'Dinner', breakMinutes: 30 }]);
});

test('a reason keeps its duration when it is renamed, loses it when it is removed, and gets it back by Undo', async () => {
  const { settingsService, store, settings, onDisk } = createHarness();
  const lunch = { status: 'rest', reason: 'Lunch', minutes: 45 } as const;
  await settings.update({ reasonDurations: [lunch], recentChoices: [lunch] });
  const remembered = () => {
    const { reasonDurations, recentChoices } = store.getState();
    return [...reasonDurations, ...recentChoices];
  };
  settingsService.reasonSettings.edit({ type: 'rename', status: 'rest', reason: 'Lunch', to: ' Dinner ' });
  const dinner = { ...lunch, reason: 'Dinner' };
  expect(remembered()).toEqual([dinner, dinner]);
  settingsService.reasonSettings.edit({ type: 'remove', status: 'rest', reason: 'Dinner' });
  expect(remembered()).toEqual([]);
  settingsService.undo();
  expect(remembered()).toEqual([dinner, dinner]);
  await expect.poll(onDisk).toMatchObject({ reasonDurations: [dinner], recentChoices: [dinner] });
});

test('hidden hints are kept, the latest first and each once, until all are shown again', async () => {
  const { settingsService, store, onDisk } = createHarness();
  for (const hint of ['clockSkew', 'readDenied 1', 'clockSkew']) settingsService.hideHint(hint);
  expect(store.getState().hiddenHints).toEqual(['clockSkew', 'readDenied 1']);
  await expect.poll(onDisk).toMatchObject({ hiddenHints: ['clockSkew', 'readDenied 1'] });
  for (let number = 0; number < 25; number += 1) settingsService.hideHint(String(number));
  expect(store.getState().hiddenHints).toHaveLength(20);
  expect(store.getState().hiddenHints[0]).toBe('24');
  settingsService.showHints();
  expect(store.getState().hiddenHints).toEqual([]);
  await expect.poll(onDisk).toMatchObject({ hiddenHints: [] });
});

test('a break limit is the duration of a reason that has none', async () => {
  const { settingsService, store } = createHarness();
  const limit = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
  await settingsService.savePreferences({ ...DEFAULT_PREFERENCES, breakLimits: [limit] });
  expect(store.getState().reasonDurations).toEqual([{ status: 'rest', reason: 'Lunch', minutes: 30 }]);
});

test('exported reasons can be imported elsewhere, and the import can be undone', async () => {
  const there = createHarness();
  there.settingsService.reasonSettings.edit({ type: 'add', status: 'notReady', reason: '培训 "A"' });
  await there.settingsService.reasonSettings.export();

  const here = createHarness();
  here.desktop.picked = { outcome: 'picked', file: '/tmp/r.json', text: there.desktop.exported };
  expect(await here.settingsService.reasonSettings.import()).toEqual({ outcome: 'imported' });
  expect(here.store.getState().reasons).toEqual(there.store.getState().reasons);
  here.settingsService.undo();
  expect(here.store.getState().reasons.notReady).toEqual(['Admin work', 'Meeting', 'Training']);
});

test('invisible characters are removed from imported and typed reasons, and that is reported', async () => {
  const { settingsService, store, desktop } = createHarness();
  const text = '{"standbyReasons":1,"reasons":{"rest":["Te\\u200ba"],"notReady":[]}}';
  desktop.picked = { outcome: 'picked', file: '/tmp/r.json', text };
  expect(await settingsService.reasonSettings.import()).toEqual({ outcome: 'imported' });
  expect(store.getState().reasons.rest).toEqual(['Tea']);
  expect(store.getState().notices).toEqual([{ kind: 'invisibleRemoved' }]);
  store.setState({ notices: [] });
  settingsService.reasonSettings.edit({ type: 'add', status: 'rest', reason: 'Walk' });
  expect(store.getState().notices).toEqual([]);
  settingsService.reasonSettings.edit({
    type: 'rename',
    status: 'rest',
    reason: 'Walk',
    to: 'Long\u202E walk',
  });
  expect(store.getState().reasons.rest).toEqual(['Tea', 'Long walk']);
  expect(store.getState().notices).toEqual([{ kind: 'invisibleRemoved' }]);
});

test.each([
  ['no JSON', 'hello', 'notReasons', ''],
  ['another file', '{"reasons":[]}', 'notReasons', ''],
  [
    'a reason twice',
    '{"standbyReasons":1,"reasons":{"rest":["Tea","Tea "],"notReady":[]}}',
    'reasonTwice',
    'Tea',
  ],
  [
    'a reason of nothing that can be seen',
    '{"standbyReasons":1,"reasons":{"rest":[],"notReady":["\\u0007\\u200b"]}}',
    'reasonEmpty',
    '',
  ],
])('a file with %s is refused completely', async (_what, text, validationError, reason) => {
  const { settingsService, store, desktop } = createHarness();
  const before = store.getState().reasons;
  desktop.picked = { outcome: 'picked', file: '/tmp/r.json', text };
  expect(await settingsService.reasonSettings.import()).toEqual({
    outcome: 'refused',
    file: '/tmp/r.json',
    reason,
    validationError,
  });
  expect(store.getState().reasons).toBe(before);
  expect(store.getState().pendingSettingsUndo).toBeNull();
});

test('a recorded shortcut fires at once; the previous one stays if it is unavailable', async () => {
  const { settingsService, registered, pressed, store, onDisk } = createHarness();
  await settingsService.start();
  const { set, record } = settingsService.shortcutSettings;
  record(true);
  await expect.poll(() => registered.size).toBe(0);
  expect(await set({ id: 'free', accelerator: 'Alt+F', code: 'KeyF' })).toEqual({ outcome: 'set' });
  registered.get('Alt+F')?.();
  expect(pressed).toEqual(['free']);
  expect(await set({ id: 'free', accelerator: 'Alt+T', code: 'KeyT' })).toEqual({
    outcome: 'unavailable',
  });
  expect(await set({ id: 'free', accelerator: 'Shift+Control+F10', code: 'F10' })).toEqual({
    outcome: 'conflict',
    id: 'rest',
  });
  expect(await set({ id: 'free', accelerator: 'Shift+A', code: 'KeyA' })).toEqual({
    outcome: 'invalid',
  });
  expect(await set({ id: 'free', accelerator: 'Control+Q', code: 'Elsewhere' })).toEqual({
    outcome: 'notOnThisKeyboard',
  });
  registered.get('Alt+F')?.();
  expect(pressed).toEqual(['free', 'free']);
  expect(store.getState().shortcuts[0]).toEqual({
    action: 'free',
    accelerator: 'Alt+F',
    state: 'active',
    locked: false,
  });
  expect(onDisk()).toMatchObject({ shortcuts: { free: 'Alt+F' } });
});

test('a disabled shortcut can be restored by Undo', async () => {
  const { settingsService, registered, store } = createHarness();
  await settingsService.start();
  await settingsService.shortcutSettings.set({ id: 'undo', accelerator: '', code: '' });
  expect(store.getState().shortcuts.at(-1)).toMatchObject({ state: 'off', locked: true });
  settingsService.undo();
  await expect.poll(() => registered.has('Control+Shift+F8')).toBe(true);
});

test('a tested shortcut reports that it was pressed, and switches nothing', async () => {
  const { settingsService, registered, pressed, store } = createHarness();
  await settingsService.start();
  settingsService.shortcutSettings.test('rest');
  registered.get('Control+Shift+F10')?.();
  expect(store.getState().shortcutTest).toEqual({ id: 'rest', pressed: true });
  registered.get('Control+Shift+F9')?.();
  expect(pressed).toEqual(['free']);
  settingsService.shortcutSettings.cancelRecording();
  registered.get('Control+Shift+F10')?.();
  expect(pressed).toEqual(['free', 'rest']);
});

test('a shortcut for a reason is added, recorded, pressed and saved; conflicts count in both lists', async () => {
  const { settingsService, registered, pressed, store, onDisk } = createHarness({});
  await settingsService.start();
  const { add, set } = settingsService.shortcutSettings;
  const lunch = { status: 'rest', reason: 'Lunch', minutes: 45 } as const;
  expect(add({ ...lunch, reason: ' Lunch ' })).toEqual({ outcome: 'added', id: 'choice-1' });
  const shown = () => store.getState().choiceShortcuts;
  await expect
    .poll(shown)
    .toEqual([{ ...lunch, id: 'choice-1', accelerator: '', state: 'off', locked: false }]);
  expect(await set({ id: 'choice-1', accelerator: 'Control+Shift+F10', code: 'F10' })).toEqual({
    outcome: 'conflict',
    id: 'rest',
  });
  expect(await set({ id: 'choice-1', accelerator: 'Alt+L', code: 'KeyL' })).toEqual({ outcome: 'set' });
  registered.get('Alt+L')?.();
  expect(pressed).toEqual(['choice-1']);
  expect(await set({ id: 'free', accelerator: 'alt+l', code: 'KeyL' })).toEqual({
    outcome: 'conflict',
    id: 'choice-1',
  });
  expect(onDisk()).toMatchObject({ choiceShortcuts: [{ ...lunch, id: 'choice-1', accelerator: 'Alt+L' }] });
  settingsService.reasonSettings.edit({ type: 'rename', status: 'rest', reason: 'Lunch', to: 'Dinner' });
  expect(shown()).toMatchObject([{ reason: 'Dinner', accelerator: 'Alt+L', state: 'active' }]);
  settingsService.shortcutSettings.test('choice-1');
  registered.get('Alt+L')?.();
  expect(store.getState().shortcutTest).toEqual({ id: 'choice-1', pressed: true });
  expect(pressed).toEqual(['choice-1']);
});

test('a removed shortcut for a reason releases its key, and Undo adds it again', async () => {
  const { settingsService, registered, store } = createHarness({});
  await settingsService.start();
  const { add, remove, set } = settingsService.shortcutSettings;
  for (const reason of ['Lunch', 'Dinner']) add({ status: 'rest', reason, minutes: null });
  const shown = () => store.getState().choiceShortcuts.map(({ id, reason }) => `${id} ${reason}`);
  await expect.poll(shown).toEqual(['choice-1 Lunch', 'choice-2 Dinner']);
  await set({ id: 'choice-1', accelerator: 'Alt+L', code: 'KeyL' });
  remove('choice-1');
  expect(shown()).toEqual(['choice-2 Dinner']);
  await expect.poll(() => registered.has('Alt+L')).toBe(false);
  expect(store.getState().pendingSettingsUndo).toMatchObject({ what: 'shortcutRemoved', name: 'Lunch' });
  // The id is in use again.
  add({ status: 'rest', reason: 'Personal', minutes: null });
  settingsService.undo();
  await expect.poll(shown).toEqual(['choice-3 Lunch', 'choice-2 Dinner', 'choice-1 Personal']);
  await expect.poll(() => registered.has('Alt+L')).toBe(true);
  remove('choice-9');
  expect(store.getState().pendingSettingsUndo).toBeNull();
});

test('at most ten shortcuts for a reason are added, and only with a valid reason', async () => {
  const { settingsService, settings } = createHarness({});
  await settingsService.start();
  const { add, set } = settingsService.shortcutSettings;
  const choice = { status: 'notReady', reason: 'Training', minutes: 1440 } as const;
  expect(add({ ...choice, reason: '  ' })).toEqual({ outcome: 'invalid', validationError: 'reasonEmpty' });
  expect(add({ ...choice, reason: 'x'.repeat(61) })).toMatchObject({ validationError: 'reasonTooLong' });
  for (let number = 1; number <= 10; number += 1) expect(add(choice).outcome).toBe('added');
  expect(add(choice)).toEqual({ outcome: 'full' });
  expect(settings.get().choiceShortcuts).toHaveLength(10);
  await settings.update({ choiceShortcuts: [] });
  expect(await set({ id: 'choice-1', accelerator: 'Alt+L', code: 'KeyL' })).toEqual({ outcome: 'invalid' });
});

test('a policy that sets a shortcut locks those for a reason: they work, and are not changed', async () => {
  const { settingsService, settings, registered, store } = createHarness({ shortcuts: { undo: '' } });
  const lunch = {
    id: 'choice-1',
    status: 'rest',
    reason: 'Lunch',
    minutes: 45,
    accelerator: 'Alt+L',
  } as const;
  await settings.update({ choiceShortcuts: [lunch] });
  await settingsService.start();
  const { add, remove, set } = settingsService.shortcutSettings;
  expect(add({ status: 'rest', reason: 'Lunch', minutes: 45 })).toEqual({ outcome: 'locked' });
  expect(await set({ id: 'choice-1', accelerator: 'Alt+K', code: 'KeyK' })).toEqual({ outcome: 'invalid' });
  remove('choice-1');
  expect(settings.get().choiceShortcuts).toEqual([lunch]);
  expect(store.getState().choiceShortcuts).toEqual([{ ...lunch, state: 'active', locked: true }]);
  expect(registered.has('Alt+L')).toBe(true);
});

test('closing the window during a recording registers the shortcuts again', async () => {
  const { settingsService, registered } = createHarness();
  await settingsService.start();
  settingsService.shortcutSettings.record(true);
  settingsService.shortcutSettings.cancelRecording();
  expect(registered.size).toBe(5);
});

test('start at login shows the system’s value, not the requested one', async () => {
  const { settingsService, store, desktop } = createHarness();
  await settingsService.start();
  expect(store.getState().startAtLogin).toBe(false);
  expect(await settingsService.setStartAtLogin(true)).toBeNull();
  expect(store.getState().startAtLogin).toBe(true);
  desktop.refuses = true;
  expect(await settingsService.setStartAtLogin(false)).toEqual({ message: 'read-only' });
  expect(store.getState().startAtLogin).toBe(true);
});

test('a change that cannot be saved is reported, and applies until the app quits', async () => {
  const { settingsService, store, folder } = createHarness();
  await removeFolder(folder);
  writeFileSync(folder, '');
  expect(await settingsService.savePreferences({ ...DEFAULT_PREFERENCES, theme: 'light' })).not.toBeNull();
  expect(store.getState()).toMatchObject({
    preferences: { theme: 'light' },
    notices: [{ kind: 'settingsNotSaved' }],
  });
});

test.each([true, false])('a policy that sets start at login to %s is enforced', async (wanted) => {
  const { settingsService, store, desktop } = createHarness({ startAtLogin: wanted });
  desktop.autostart = !wanted;
  await settingsService.start();
  expect(desktop.autostart).toBe(wanted);
  expect(await settingsService.setStartAtLogin(!wanted)).toBeNull();
  expect(desktop.autostart).toBe(wanted);
  expect(store.getState().startAtLogin).toBe(wanted);
});

test('if the policy cannot be enforced, the state shows the actual value', async () => {
  const { settingsService, store, desktop } = createHarness({ startAtLogin: true });
  desktop.refuses = true;
  await settingsService.start();
  expect(store.getState().startAtLogin).toBe(false);
});

test('managed reasons are not edited, and no undo is offered', async () => {
  const { settingsService, store, desktop } = createHarness({ reasons: { rest: ['Lunch'], notReady: [] } });
  const before = store.getState().reasons;
  desktop.picked = {
    outcome: 'picked',
    file: '/tmp/r.json',
    text: '{"standbyReasons":1,"reasons":{"rest":[],"notReady":[]}}',
  };
  expect(settingsService.reasonSettings.edit({ type: 'remove', status: 'rest', reason: 'Lunch' })).toBeNull();
  expect(settingsService.reasonSettings.edit({ type: 'reset' })).toBeNull();
  expect(await settingsService.reasonSettings.import()).toEqual({ outcome: 'cancelled' });
  expect(store.getState()).toMatchObject({ reasons: before, pendingSettingsUndo: null });
});

test('an autostart entry of a missing program is repaired at the start, and no other is', async () => {
  const { settingsService, desktop } = createHarness();
  await settingsService.start();
  expect(desktop.mended).toBe(1);
  await settingsService.setStartAtLogin(true);
  expect(desktop.mended).toBe(1);
});
