import { expect, test } from 'vitest';
import type {
  RegistrationResult,
  KeyRegistrar,
  RegistrarCallbacks,
} from '../../../../main/desktop/shortcuts/key-registrar.ts';
import { createShortcuts, type ShortcutStatus } from '../../../../main/desktop/shortcuts/shortcuts.ts';
import { defaultSettings } from '../../../../main/settings/schema.ts';

/** A fake registrar, which refuses the keys in `refused`. */
function desktop(
  refused: Partial<Record<string, RegistrationResult>> = {},
  options: { wayland?: boolean; isGrantedByPress?: boolean } = {},
) {
  const registered = new Map<string, () => void>();
  const pressed: string[] = [];
  const shown: ShortcutStatus[][] = [];
  let callbacks: RegistrarCallbacks | null = null;
  const registrar: KeyRegistrar = {
    register: (accelerator, onPress) => {
      if (accelerator === '!') return Promise.reject(new TypeError('not an accelerator'));
      const outcome = refused[accelerator] ?? (registered.has(accelerator) ? 'duplicate' : 'registered');
      if (outcome === 'registered') registered.set(accelerator, onPress);
      return Promise.resolve(outcome);
    },
    unregister: (accelerator) => {
      registered.delete(accelerator);
      return Promise.resolve();
    },
    matchesKeyCode: (accelerator, code) => (code === '?' ? null : code === accelerator),
    isGrantedByPress: options.isGrantedByPress ?? false,
  };
  const shortcuts = createShortcuts({
    open: (given) => {
      callbacks = given;
      return Promise.resolve(registrar);
    },
    onPress: (action) => pressed.push(action),
    wayland: options.wayland ?? false,
    platform: 'linux',
  });
  shortcuts.subscribe((states) => shown.push(states));
  return {
    registered,
    pressed,
    refused,
    shown,
    opened: () => callbacks,
    press: (accelerator: string) => registered.get(accelerator)?.(),
    shortcuts,
  };
}

const { shortcuts: keys } = defaultSettings('linux');
const toStates = (states: { state: string }[]) => states.map(({ state }) => state);

test('nothing is registered before the shortcuts are used', () => {
  expect(desktop().opened()).toBeNull();
});

test('each shortcut triggers its own action', async () => {
  const { shortcuts, press, pressed } = desktop();
  await shortcuts.apply(keys);
  for (const key of ['F9', 'F10', 'F11', 'F12', 'F8']) press(`Control+Shift+${key}`);
  expect(pressed).toEqual(['free', 'rest', 'notReady', 'toggle', 'undo']);
});

test.each(['unavailable', 'notOnThisKeyboard', 'notGranted', 'keyboardUnknown', 'duplicate'] as const)(
  'a shortcut that is %s is reported as such, and the others work',
  async (outcome) => {
    const { shortcuts, press, pressed } = desktop({ 'Control+Shift+F10': outcome });
    expect(toStates(await shortcuts.apply(keys))).toEqual(['active', outcome, 'active', 'active', 'active']);
    press('Control+Shift+F11');
    expect(pressed).toEqual(['notReady']);
  },
);

test('a disabled shortcut is not registered, and a registrar that throws does not affect the others', async () => {
  const { shortcuts } = desktop();
  const states = await shortcuts.apply({ ...keys, free: '', rest: '!' });
  expect(toStates(states)).toEqual(['off', 'keyboardUnknown', 'active', 'active', 'active']);
});

test('a registrar that cannot be opened is logged, and nothing is registered', async () => {
  const shortcuts = createShortcuts({
    open: () => Promise.reject(new Error('no display')),
    onPress: () => {},
    wayland: false,
    platform: 'linux',
  });
  expect(new Set(toStates(await shortcuts.apply(keys)))).toEqual(new Set(['keyboardUnknown']));
});

test('the same keys in two notations are not reported as a conflict', async () => {
  const { shortcuts } = desktop();
  const states = await shortcuts.apply({ ...keys, rest: 'Shift+Ctrl+F9' });
  expect(toStates(states)).toEqual(['active', 'duplicate', 'active', 'active', 'active']);
});

test('on Wayland a shortcut is reported as requested only, and a refusal is not reported as a conflict', async () => {
  const { shortcuts } = desktop({ [keys.undo]: 'notGranted' }, { wayland: true });
  expect(toStates(await shortcuts.apply(keys))).toEqual([
    'requested',
    'requested',
    'requested',
    'requested',
    'notGranted',
  ]);
});

test('a press shows that the portal has granted a shortcut, and new keys are only requested again', async () => {
  const { shortcuts, press, pressed, shown } = desktop({}, { wayland: true, isGrantedByPress: true });
  await shortcuts.apply(keys);
  press(keys.rest);
  press(keys.rest);
  expect(pressed).toEqual(['rest', 'rest']);
  expect(shown.map(toStates)).toEqual([['requested', 'active', 'requested', 'requested', 'requested']]);
  const changed = await shortcuts.apply({ ...keys, rest: 'Control+Shift+F7' });
  expect(toStates(changed)).toEqual(Array(5).fill('requested'));
});

test('a press of a key that X11 grabbed proves nothing for the windows of Wayland', async () => {
  const { shortcuts, press, pressed, shown } = desktop({}, { wayland: true });
  await shortcuts.apply(keys);
  press(keys.rest);
  expect(pressed).toEqual(['rest']);
  expect(shown).toEqual([]);
});

test('changed shortcuts are unregistered and registered; two can swap their keys', async () => {
  const { shortcuts, press, pressed, registered } = desktop();
  await shortcuts.apply(keys);
  await shortcuts.apply({ ...keys, free: keys.rest, rest: keys.free, undo: 'Alt+Z' });
  press(keys.free);
  press(keys.rest);
  press('Alt+Z');
  expect(pressed).toEqual(['rest', 'free', 'undo']);
  expect(registered.has(keys.undo)).toBe(false);
  expect(registered.size).toBe(5);
});

test('a trial of keys leaves nothing registered, and reports a conflict', async () => {
  const { shortcuts, registered } = desktop({ 'Alt+T': 'unavailable' });
  await shortcuts.apply(keys);
  expect(await shortcuts.checkAvailability('rest', 'Alt+F', '')).toBe('registered');
  expect(await shortcuts.checkAvailability('rest', 'Alt+T', '')).toBe('unavailable');
  expect(await shortcuts.checkAvailability('rest', '!', '')).toBe('keyboardUnknown');
  expect(await shortcuts.checkAvailability('free', keys.free, '')).toBe('registered');
  expect(await shortcuts.checkAvailability('rest', keys.free, '')).toBe('duplicate');
  expect([...registered.keys()].sort()).toEqual(Object.values(keys).sort());
});

test('keys that differ from the pressed ones are refused', async () => {
  const { shortcuts } = desktop();
  await shortcuts.apply(keys);
  expect(await shortcuts.checkAvailability('rest', 'Alt+F', 'Alt+G')).toBe('notOnThisKeyboard');
  expect(await shortcuts.checkAvailability('rest', 'Alt+F', '?')).toBe('registered');
});

test('during a recording no shortcut fires, and afterwards all do again', async () => {
  const { shortcuts, press, pressed, registered, refused } = desktop();
  await shortcuts.apply(keys);
  await shortcuts.pause();
  expect(registered.size).toBe(0);
  refused[keys.rest] = 'unavailable';
  expect(toStates(await shortcuts.resume())).toEqual(['active', 'unavailable', 'active', 'active', 'active']);
  press(keys.free);
  expect(pressed).toEqual(['free']);
});

test('after a change of the layout all keys are registered again, and their states are updated', async () => {
  const { shortcuts, opened, refused, shown, press, pressed } = desktop();
  await shortcuts.apply(keys);
  refused[keys.rest] = 'notOnThisKeyboard';
  opened()?.onKeyboardChange();
  await expect
    .poll(() => shown.map(toStates))
    .toEqual([['active', 'notOnThisKeyboard', 'active', 'active', 'active']]);
  refused[keys.rest] = 'registered';
  opened()?.onKeyboardChange();
  await expect.poll(() => shown.length).toBe(2);
  press(keys.rest);
  expect(pressed).toEqual(['rest']);
});

test('a closed display is reported as such', async () => {
  const { shortcuts, opened, shown } = desktop();
  await shortcuts.apply(keys);
  opened()?.onDisconnected();
  await expect.poll(() => shown.length).toBe(1);
  expect(new Set(toStates(shown[0] ?? []))).toEqual(new Set(['keyboardUnknown']));
});

test('a shortcut for a reason is registered like the others; the same key in both lists is a duplicate', async () => {
  const { shortcuts, press, pressed, registered } = desktop();
  const states = await shortcuts.apply({
    ...keys,
    'choice-1': 'Alt+L',
    'choice-2': 'shift+control+f9',
    'choice-3': '',
  });
  expect(states.slice(5)).toEqual([
    { id: 'choice-1', accelerator: 'Alt+L', state: 'active' },
    { id: 'choice-2', accelerator: 'shift+control+f9', state: 'duplicate' },
    { id: 'choice-3', accelerator: '', state: 'off' },
  ]);
  press('Alt+L');
  expect(pressed).toEqual(['choice-1']);
  // One that is left out, because it was removed, is released.
  expect(await shortcuts.apply(keys)).toHaveLength(5);
  expect(registered.has('Alt+L')).toBe(false);
});
