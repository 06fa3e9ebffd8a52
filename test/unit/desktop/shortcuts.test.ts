import { expect, test } from 'vitest';
import { createShortcuts, type ShortcutRegistrar } from '../../../main/desktop/shortcuts.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';

/** The desktop's register of keys; `taken` are held by another program, and "!" is no key at all. */
function desktop(taken: string[] = []) {
  const held = new Map<string, () => void>();
  const registrar: ShortcutRegistrar = {
    register: (accelerator, callback) => {
      if (accelerator === '!') throw new TypeError('not an accelerator');
      if (taken.includes(accelerator) || held.has(accelerator)) return false;
      held.set(accelerator, callback);
      return true;
    },
    unregister: (accelerator) => void held.delete(accelerator),
  };
  const pressed: string[] = [];
  const onPress = (action: string) => pressed.push(action);
  return {
    held,
    pressed,
    taken,
    press: (accelerator: string) => held.get(accelerator)?.(),
    shortcuts: createShortcuts({ registrar, onPress, wayland: false }),
    onWayland: createShortcuts({ registrar, onPress, wayland: true }),
  };
}

const { shortcuts: keys } = defaultSettings('linux');
const statesOf = (states: { state: string }[]) => states.map(({ state }) => state);

test('each key does its own', () => {
  const { shortcuts, press, pressed } = desktop();
  shortcuts.use(keys);
  for (const key of ['F9', 'F10', 'F11', 'F12', 'F8']) press(`Control+Shift+${key}`);
  expect(pressed).toEqual(['free', 'rest', 'notReady', 'toggle', 'undo']);
});

test('one that is taken is reported, and the others still work', () => {
  const { shortcuts, press, pressed } = desktop(['Control+Shift+F10']);
  expect(statesOf(shortcuts.use(keys))).toEqual(['active', 'taken', 'active', 'active', 'active']);
  press('Control+Shift+F11');
  expect(pressed).toEqual(['notReady']);
});

test('one that is switched off is left alone, and nonsense counts as taken', () => {
  const { shortcuts } = desktop();
  const states = shortcuts.use({ ...keys, free: '', rest: '!' });
  expect(statesOf(states)).toEqual(['off', 'taken', 'active', 'active', 'active']);
});

test('on Wayland nothing more than the request is claimed', () => {
  expect(new Set(statesOf(desktop().onWayland.use(keys)))).toEqual(new Set(['requested']));
});

test('what changes is given back and taken; two can swap their keys', () => {
  const { shortcuts, press, pressed, held } = desktop();
  shortcuts.use(keys);
  shortcuts.use({ ...keys, free: keys.rest, rest: keys.free, undo: 'Alt+Z' });
  press(keys.free);
  press(keys.rest);
  press('Alt+Z');
  expect(pressed).toEqual(['rest', 'free', 'undo']);
  expect(held.has(keys.undo)).toBe(false);
  expect(held.size).toBe(5);
});

test('trying keys leaves no trace, and tells whose they are', () => {
  const { shortcuts, held } = desktop(['Alt+T']);
  shortcuts.use(keys);
  expect(shortcuts.canHave('Alt+F')).toBe(true);
  expect(shortcuts.canHave('Alt+T')).toBe(false);
  expect(shortcuts.canHave('!')).toBe(false);
  expect(shortcuts.canHave(keys.free)).toBe(true);
  expect([...held.keys()].sort()).toEqual(Object.values(keys).sort());
});

test('while keys are recorded none fires, and afterwards all do again', () => {
  const { shortcuts, press, pressed, held, taken } = desktop();
  shortcuts.use(keys);
  shortcuts.pause();
  expect(held.size).toBe(0);
  taken.push(keys.rest);
  expect(statesOf(shortcuts.resume())).toEqual(['active', 'taken', 'active', 'active', 'active']);
  press(keys.free);
  expect(pressed).toEqual(['free']);
});
