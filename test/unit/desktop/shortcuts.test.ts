import { expect, test } from 'vitest';
import { registerShortcuts, type ShortcutRegistrar } from '../../../main/desktop/shortcuts.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';

/** The desktop's register of keys; `taken` are held by another program, and "!" is no key at all. */
function registrar(taken: string[] = []) {
  const held = new Map<string, () => void>();
  const port: ShortcutRegistrar = {
    register: (accelerator, callback) => {
      if (accelerator === '!') throw new TypeError('not an accelerator');
      if (taken.includes(accelerator)) return false;
      held.set(accelerator, callback);
      return true;
    },
  };
  return { port, press: (accelerator: string) => held.get(accelerator)?.() };
}

const { shortcuts } = defaultSettings('linux');

test('each key does its own', () => {
  const pressed: string[] = [];
  const { port, press } = registrar();
  registerShortcuts(port, shortcuts, (action) => pressed.push(action), false);
  for (const key of ['F9', 'F10', 'F11', 'F12', 'F8']) press(`Control+Shift+${key}`);
  expect(pressed).toEqual(['free', 'rest', 'notReady', 'toggle', 'undo']);
});

test('one that is taken is reported, and the others still work', () => {
  const pressed: string[] = [];
  const { port, press } = registrar(['Control+Shift+F10']);
  const states = registerShortcuts(port, shortcuts, (action) => pressed.push(action), false);
  expect(states.map(({ state }) => state)).toEqual(['active', 'taken', 'active', 'active', 'active']);
  press('Control+Shift+F11');
  expect(pressed).toEqual(['notReady']);
});

test('one that is switched off is left alone, and nonsense counts as taken', () => {
  const states = registerShortcuts(registrar().port, { ...shortcuts, free: '', rest: '!' }, () => {}, false);
  expect(states.map(({ state }) => state)).toEqual(['off', 'taken', 'active', 'active', 'active']);
});

test('on Wayland nothing more than the request is claimed', () => {
  const states = registerShortcuts(registrar().port, shortcuts, () => {}, true);
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['requested']));
});
