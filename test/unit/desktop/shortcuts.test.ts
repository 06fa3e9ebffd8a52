import { expect, test } from 'vitest';
import type { HoldOutcome, KeyRegistrar, RegistrarListeners } from '../../../main/desktop/key-registrar.ts';
import { createShortcuts, type KeysState } from '../../../main/desktop/shortcuts.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';

/** The desktop's register of keys; what is in `refused` is not had. */
function desktop(refused: Partial<Record<string, HoldOutcome>> = {}, options: { wayland?: boolean } = {}) {
  const held = new Map<string, () => void>();
  const pressed: string[] = [];
  const shown: KeysState[][] = [];
  let listeners: RegistrarListeners | null = null;
  const registrar: KeyRegistrar = {
    hold: (accelerator, onPress) => {
      if (accelerator === '!') return Promise.reject(new TypeError('not an accelerator'));
      const outcome = refused[accelerator] ?? (held.has(accelerator) ? 'duplicate' : 'held');
      if (outcome === 'held') held.set(accelerator, onPress);
      return Promise.resolve(outcome);
    },
    release: (accelerator) => {
      held.delete(accelerator);
      return Promise.resolve();
    },
    isAt: (accelerator, code) => (code === '?' ? null : code === accelerator),
  };
  const shortcuts = createShortcuts({
    open: (given) => {
      listeners = given;
      return Promise.resolve(registrar);
    },
    onPress: (action) => pressed.push(action),
    wayland: options.wayland ?? false,
    platform: 'linux',
  });
  shortcuts.follow((states) => shown.push(states));
  return {
    held,
    pressed,
    refused,
    shown,
    opened: () => listeners,
    press: (accelerator: string) => held.get(accelerator)?.(),
    shortcuts,
  };
}

const { shortcuts: keys } = defaultSettings('linux');
const statesOf = (states: { state: string }[]) => states.map(({ state }) => state);

test('nothing is asked for before the shortcuts are used', () => {
  expect(desktop().opened()).toBeNull();
});

test('each key does its own', async () => {
  const { shortcuts, press, pressed } = desktop();
  await shortcuts.use(keys);
  for (const key of ['F9', 'F10', 'F11', 'F12', 'F8']) press(`Control+Shift+${key}`);
  expect(pressed).toEqual(['free', 'rest', 'notReady', 'toggle', 'undo']);
});

test.each(['taken', 'notOnThisKeyboard', 'notGranted', 'keyboardUnknown', 'duplicate'] as const)(
  'one that is %s is reported as that, and the others still work',
  async (outcome) => {
    const { shortcuts, press, pressed } = desktop({ 'Control+Shift+F10': outcome });
    expect(statesOf(await shortcuts.use(keys))).toEqual(['active', outcome, 'active', 'active', 'active']);
    press('Control+Shift+F11');
    expect(pressed).toEqual(['notReady']);
  },
);

test('one that is switched off is left alone, and a registrar that throws keeps nothing from working', async () => {
  const { shortcuts } = desktop();
  const states = await shortcuts.use({ ...keys, free: '', rest: '!' });
  expect(statesOf(states)).toEqual(['off', 'keyboardUnknown', 'active', 'active', 'active']);
});

test('a registrar that cannot be opened is told, and asked for nothing', async () => {
  const shortcuts = createShortcuts({
    open: () => Promise.reject(new Error('no display')),
    onPress: () => {},
    wayland: false,
    platform: 'linux',
  });
  expect(new Set(statesOf(await shortcuts.use(keys)))).toEqual(new Set(['keyboardUnknown']));
});

test('the same keys in two notations are no other program’s', async () => {
  const { shortcuts } = desktop();
  const states = await shortcuts.use({ ...keys, rest: 'Shift+Ctrl+F9' });
  expect(statesOf(states)).toEqual(['active', 'duplicate', 'active', 'active', 'active']);
});

test('on Wayland nothing more than the request is claimed, and a refusal is no other program’s', async () => {
  const { shortcuts } = desktop({ [keys.undo]: 'notGranted' }, { wayland: true });
  expect(statesOf(await shortcuts.use(keys))).toEqual([
    'requested',
    'requested',
    'requested',
    'requested',
    'notGranted',
  ]);
});

test('what changes is given back and taken; two can swap their keys', async () => {
  const { shortcuts, press, pressed, held } = desktop();
  await shortcuts.use(keys);
  await shortcuts.use({ ...keys, free: keys.rest, rest: keys.free, undo: 'Alt+Z' });
  press(keys.free);
  press(keys.rest);
  press('Alt+Z');
  expect(pressed).toEqual(['rest', 'free', 'undo']);
  expect(held.has(keys.undo)).toBe(false);
  expect(held.size).toBe(5);
});

test('trying keys leaves no trace, and tells whose they are', async () => {
  const { shortcuts, held } = desktop({ 'Alt+T': 'taken' });
  await shortcuts.use(keys);
  expect(await shortcuts.canHave('rest', 'Alt+F', '')).toBe('held');
  expect(await shortcuts.canHave('rest', 'Alt+T', '')).toBe('taken');
  expect(await shortcuts.canHave('rest', '!', '')).toBe('keyboardUnknown');
  expect(await shortcuts.canHave('free', keys.free, '')).toBe('held');
  expect(await shortcuts.canHave('rest', keys.free, '')).toBe('duplicate');
  expect([...held.keys()].sort()).toEqual(Object.values(keys).sort());
});

test('keys that would not be the ones pressed are refused', async () => {
  const { shortcuts } = desktop();
  await shortcuts.use(keys);
  expect(await shortcuts.canHave('rest', 'Alt+F', 'Alt+G')).toBe('notOnThisKeyboard');
  expect(await shortcuts.canHave('rest', 'Alt+F', '?')).toBe('held');
});

test('while keys are recorded none fires, and afterwards all do again', async () => {
  const { shortcuts, press, pressed, held, refused } = desktop();
  await shortcuts.use(keys);
  await shortcuts.pause();
  expect(held.size).toBe(0);
  refused[keys.rest] = 'taken';
  expect(statesOf(await shortcuts.resume())).toEqual(['active', 'taken', 'active', 'active', 'active']);
  press(keys.free);
  expect(pressed).toEqual(['free']);
});

test('another layout: all keys are taken anew, and what has come of it is shown', async () => {
  const { shortcuts, opened, refused, shown, press, pressed } = desktop();
  await shortcuts.use(keys);
  refused[keys.rest] = 'notOnThisKeyboard';
  opened()?.onKeyboardChange();
  await expect
    .poll(() => shown.map(statesOf))
    .toEqual([['active', 'notOnThisKeyboard', 'active', 'active', 'active']]);
  refused[keys.rest] = 'held';
  opened()?.onKeyboardChange();
  await expect.poll(() => shown.length).toBe(2);
  press(keys.rest);
  expect(pressed).toEqual(['rest']);
});

test('a display that is gone is shown as such', async () => {
  const { shortcuts, opened, shown } = desktop();
  await shortcuts.use(keys);
  opened()?.onLost();
  await expect.poll(() => shown.length).toBe(1);
  expect(new Set(statesOf(shown[0] ?? []))).toEqual(new Set(['keyboardUnknown']));
});
