import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAppStore } from '../../../main/app/app-store.ts';
import type { PickedFile } from '../../../main/desktop/files.ts';
import { createShortcuts } from '../../../main/desktop/shortcuts.ts';
import { createSettingsParts } from '../../../main/app/settings-parts.ts';
import type { Policy } from '../../../main/settings/policy-schema.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { DEFAULT_PREFERENCES } from '../../../preload/contract/preferences.ts';
import { appState } from '../../support/app-state.ts';
import { languages, translateInto } from '../../support/texts.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

/** The settings of an app on a desktop where another program holds Alt+T. */
function setUp(policy: Policy = { shortcuts: { undo: 'Control+Shift+F8' } }) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-parts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const time = virtualTime();
  const defaults = defaultSettings('linux');
  const { file: settings } = openSettings(folder, defaults, time.now);
  const store = createAppStore(
    appState({}, { reasons: translateInto('en')('reasons', { returnObjects: true }) }),
  );
  const held = new Map<string, () => void>();
  const pressed: string[] = [];
  const themes: string[] = [];
  const desktop = {
    autostart: false,
    mended: 0,
    refuses: false,
    picked: { outcome: 'cancelled' } as PickedFile,
    exported: '',
  };
  const parts = createSettingsParts({
    time,
    store,
    settings,
    language: () => languages.pick(settings.get().preferences.language, ['en-GB']),
    translateInto,
    shortcuts: createShortcuts({
      open: () =>
        Promise.resolve({
          hold: (keys, callback) => {
            if (keys === 'Alt+T') return Promise.resolve('taken');
            if (held.has(keys)) return Promise.resolve('duplicate');
            held.set(keys, callback);
            return Promise.resolve('held');
          },
          release: (keys) => {
            held.delete(keys);
            return Promise.resolve();
          },
          isAt: (_keys, code) => code !== 'Elsewhere',
        }),
      onPress: (action) => {
        if (!parts.shortcutDesk.wasTest(action)) pressed.push(action);
      },
      wayland: false,
      platform: 'linux',
    }),
    autostart: {
      isOn: () => Promise.resolve(desktop.autostart),
      set: (on) => {
        if (desktop.refuses) return Promise.reject(new Error('read-only'));
        desktop.autostart = on;
        return Promise.resolve();
      },
      mend: () => {
        desktop.mended += 1;
        return Promise.resolve();
      },
    },
    setTheme: (theme) => themes.push(theme),
    onPreferences: () => {},
    pickFile: () => Promise.resolve(desktop.picked),
    exportFile: (_name, text) => {
      desktop.exported = text;
      return Promise.resolve({ outcome: 'saved', file: '/tmp/reasons.json' });
    },
    policy,
    platform: 'linux',
  });
  const onDisk = (): unknown => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
  return { parts, store, settings, held, pressed, themes, desktop, time, onDisk, folder };
}

test('language and theme apply at once, and usual reasons speak the new language', async () => {
  const { parts, store, themes, onDisk } = setUp();
  await parts.savePreferences({ ...DEFAULT_PREFERENCES, language: 'zh-CN', theme: 'dark' });
  expect(store.getState()).toMatchObject({
    language: 'zh-CN',
    reasons: { rest: ['午餐', '短暂休息', '私事'] },
  });
  expect(themes).toEqual(['dark']);
  expect(onDisk()).toMatchObject({ preferences: { language: 'zh-CN', theme: 'dark' } });
});

test('reasons of one’s own keep their words in any language', async () => {
  const { parts, store } = setUp();
  expect(parts.reasonBook.edit({ do: 'add', status: 'rest', reason: 'Nap' })).toBeNull();
  await parts.savePreferences({ ...DEFAULT_PREFERENCES, language: 'zh-CN' });
  expect(store.getState().reasons.rest).toEqual(['Lunch', 'Short break', 'Personal', 'Nap']);
});

test('a removed reason comes back by Undo, for twenty seconds', async () => {
  const { parts, store, time, settings } = setUp();
  parts.reasonBook.edit({ do: 'remove', status: 'rest', reason: 'Lunch' });
  expect(store.getState().reasons.rest).toEqual(['Short break', 'Personal']);
  expect(store.getState().settingsUndo).toMatchObject({ what: 'reasonRemoved', name: 'Lunch' });
  parts.undo();
  expect(store.getState()).toMatchObject({
    reasons: { rest: ['Lunch', 'Short break', 'Personal'] },
    settingsUndo: null,
  });

  parts.reasonBook.edit({ do: 'remove', status: 'rest', reason: 'Lunch' });
  await time.advance(20_000);
  expect(store.getState().settingsUndo).toBeNull();
  parts.undo();
  expect(settings.get().reasons?.rest).toEqual(['Short break', 'Personal']);
});

test('a renamed reason takes its limit along', async () => {
  const { parts, store } = setUp();
  const budgets = [{ status: 'rest' as const, reason: 'Lunch', breakMinutes: 30, dayMinutes: null }];
  await parts.savePreferences({ ...DEFAULT_PREFERENCES, budgets });
  parts.reasonBook.edit({ do: 'rename', status: 'rest', reason: 'Lunch', to: 'Dinner' });
  expect(store.getState().preferences.budgets).toMatchObject([{ reason: 'Dinner', breakMinutes: 30 }]);
});

test('what was exported can be imported elsewhere, and taken back', async () => {
  const there = setUp();
  there.parts.reasonBook.edit({ do: 'add', status: 'notReady', reason: '培训 "A"' });
  await there.parts.reasonBook.export();

  const here = setUp();
  here.desktop.picked = { outcome: 'picked', file: '/tmp/r.json', text: there.desktop.exported };
  expect(await here.parts.reasonBook.import()).toEqual({ outcome: 'imported' });
  expect(here.store.getState().reasons).toEqual(there.store.getState().reasons);
  here.parts.undo();
  expect(here.store.getState().reasons.notReady).toEqual(['Paperwork', 'Meeting', 'Training']);
});

test('what nobody can see is taken out of imported and typed reasons, and that is said', async () => {
  const { parts, store, desktop } = setUp();
  const text = '{"standbyReasons":1,"reasons":{"rest":["Te\\u200ba"],"notReady":[]}}';
  desktop.picked = { outcome: 'picked', file: '/tmp/r.json', text };
  expect(await parts.reasonBook.import()).toEqual({ outcome: 'imported' });
  expect(store.getState().reasons.rest).toEqual(['Tea']);
  expect(store.getState().notices).toEqual([{ kind: 'invisibleRemoved' }]);
  store.setState({ notices: [] });
  parts.reasonBook.edit({ do: 'add', status: 'rest', reason: 'Walk' });
  expect(store.getState().notices).toEqual([]);
  parts.reasonBook.edit({ do: 'rename', status: 'rest', reason: 'Walk', to: 'Long\u202E walk' });
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
])('a file with %s is refused whole', async (_what, text, problem, reason) => {
  const { parts, store, desktop } = setUp();
  const before = store.getState().reasons;
  desktop.picked = { outcome: 'picked', file: '/tmp/r.json', text };
  expect(await parts.reasonBook.import()).toEqual({
    outcome: 'refused',
    file: '/tmp/r.json',
    reason,
    problem,
  });
  expect(store.getState().reasons).toBe(before);
  expect(store.getState().settingsUndo).toBeNull();
});

test('recorded keys fire at once; the last good ones stay when they cannot be had', async () => {
  const { parts, held, pressed, store, onDisk } = setUp();
  await parts.start();
  const { set, record } = parts.shortcutDesk;
  record(true);
  await expect.poll(() => held.size).toBe(0);
  expect(await set({ action: 'free', accelerator: 'Alt+F', code: 'KeyF' })).toEqual({ outcome: 'set' });
  held.get('Alt+F')?.();
  expect(pressed).toEqual(['free']);
  expect(await set({ action: 'free', accelerator: 'Alt+T', code: 'KeyT' })).toEqual({ outcome: 'taken' });
  expect(await set({ action: 'free', accelerator: 'Shift+Control+F10', code: 'F10' })).toEqual({
    outcome: 'ours',
    action: 'rest',
  });
  expect(await set({ action: 'free', accelerator: 'Shift+A', code: 'KeyA' })).toEqual({
    outcome: 'unfit',
  });
  expect(await set({ action: 'free', accelerator: 'Control+Q', code: 'Elsewhere' })).toEqual({
    outcome: 'notOnThisKeyboard',
  });
  held.get('Alt+F')?.();
  expect(pressed).toEqual(['free', 'free']);
  expect(store.getState().shortcuts[0]).toEqual({
    action: 'free',
    accelerator: 'Alt+F',
    state: 'active',
    locked: false,
  });
  expect(onDisk()).toMatchObject({ shortcuts: { free: 'Alt+F' } });
});

test('one that is switched off comes back by Undo', async () => {
  const { parts, held, store } = setUp();
  await parts.start();
  await parts.shortcutDesk.set({ action: 'undo', accelerator: '', code: '' });
  expect(store.getState().shortcuts.at(-1)).toMatchObject({ state: 'off', locked: true });
  parts.undo();
  await expect.poll(() => held.has('Control+Shift+F8')).toBe(true);
});

test('a tested shortcut says that it fired, and switches nothing', async () => {
  const { parts, held, pressed, store } = setUp();
  await parts.start();
  parts.shortcutDesk.test('rest');
  held.get('Control+Shift+F10')?.();
  expect(store.getState().shortcutTest).toEqual({ action: 'rest', fired: true });
  held.get('Control+Shift+F9')?.();
  expect(pressed).toEqual(['free']);
  parts.shortcutDesk.end();
  held.get('Control+Shift+F10')?.();
  expect(pressed).toEqual(['free', 'rest']);
});

test('a window that closes while keys are recorded gives them back', async () => {
  const { parts, held } = setUp();
  await parts.start();
  parts.shortcutDesk.record(true);
  parts.shortcutDesk.end();
  expect(held.size).toBe(5);
});

test('start at login shows what the system says, not what was asked for', async () => {
  const { parts, store, desktop } = setUp();
  await parts.start();
  expect(store.getState().startAtLogin).toBe(false);
  expect(await parts.setStartAtLogin(true)).toBeNull();
  expect(store.getState().startAtLogin).toBe(true);
  desktop.refuses = true;
  expect(await parts.setStartAtLogin(false)).toEqual({ message: 'read-only' });
  expect(store.getState().startAtLogin).toBe(true);
});

test('a change that cannot be saved is said, and holds until the end', async () => {
  const { parts, store, folder } = setUp();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  expect(await parts.savePreferences({ ...DEFAULT_PREFERENCES, theme: 'light' })).not.toBeNull();
  expect(store.getState()).toMatchObject({
    preferences: { theme: 'light' },
    notices: [{ kind: 'settingsNotSaved' }],
  });
});

test.each([true, false])('a policy that says %s of the start at login is kept up', async (wanted) => {
  const { parts, store, desktop } = setUp({ startAtLogin: wanted });
  desktop.autostart = !wanted;
  await parts.start();
  expect(desktop.autostart).toBe(wanted);
  expect(await parts.setStartAtLogin(!wanted)).toBeNull();
  expect(desktop.autostart).toBe(wanted);
  expect(store.getState().startAtLogin).toBe(wanted);
});

test('where the policy cannot be kept up, the state says what is', async () => {
  const { parts, store, desktop } = setUp({ startAtLogin: true });
  desktop.refuses = true;
  await parts.start();
  expect(store.getState().startAtLogin).toBe(false);
});

test('reasons that the company has set are not edited, and no way back is offered from nothing', async () => {
  const { parts, store, desktop } = setUp({ reasons: { rest: ['Lunch'], notReady: [] } });
  const before = store.getState().reasons;
  desktop.picked = {
    outcome: 'picked',
    file: '/tmp/r.json',
    text: '{"standbyReasons":1,"reasons":{"rest":[],"notReady":[]}}',
  };
  expect(parts.reasonBook.edit({ do: 'remove', status: 'rest', reason: 'Lunch' })).toBeNull();
  expect(parts.reasonBook.edit({ do: 'reset' })).toBeNull();
  expect(await parts.reasonBook.import()).toEqual({ outcome: 'cancelled' });
  expect(store.getState()).toMatchObject({ reasons: before, settingsUndo: null });
});

test('an entry that starts a program which is gone is mended at the start, and nothing else is', async () => {
  const { parts, desktop } = setUp();
  await parts.start();
  expect(desktop.mended).toBe(1);
  await parts.setStartAtLogin(true);
  expect(desktop.mended).toBe(1);
});
