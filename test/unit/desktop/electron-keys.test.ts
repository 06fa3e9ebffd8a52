import { expect, test } from 'vitest';
import { createElectronKeys } from '../../../main/desktop/electron-keys.ts';
import { isNativeWayland, openRegistrar } from '../../../main/desktop/open-registrar.ts';

type System = Parameters<typeof createElectronKeys>[0]['system'];

/** Electron's own register, which grants, refuses, throws, or says it did and did not. */
function electron(answer: 'grants' | 'refuses' | 'throws' | 'lies' = 'grants') {
  const held = new Map<string, () => void>();
  const asked: string[] = [];
  return {
    held,
    asked,
    registrar: {
      register: (accelerator: string, callback: () => void) => {
        asked.push(accelerator);
        if (answer === 'throws') throw new TypeError('not an accelerator');
        if (answer === 'grants') held.set(accelerator, callback);
        return answer !== 'refuses';
      },
      unregister: (accelerator: string) => void held.delete(accelerator),
      isRegistered: (accelerator: string) => held.has(accelerator),
    },
  };
}

const held = (system: System, accelerator: string, answer: Parameters<typeof electron>[0] = 'grants') =>
  createElectronKeys({ registrar: electron(answer).registrar, system, elapsed: () => 0 }).hold(
    accelerator,
    () => {},
  );

test.each<[System, string, string]>([
  ['win32', 'Control+Shift+F9', 'taken'],
  ['darwin', 'Control+Command+1', 'taken'],
  ['darwin', 'MediaPlayPause', 'notGranted'],
  ['wayland', 'Control+Shift+F9', 'notGranted'],
  ['blind', 'Control+Shift+F9', 'taken'],
])('on %s, %s that is refused is %s', async (system, accelerator, outcome) => {
  expect(await held(system, accelerator, 'refuses')).toBe(outcome);
});

test('what Electron says it has registered and has not is not claimed; what it cannot parse is no key', async () => {
  expect(await held('win32', 'Control+F9', 'lies')).toBe('notGranted');
  expect(await held('win32', 'Control+F9', 'throws')).toBe('notOnThisKeyboard');
  expect(await held('win32', 'Control+Nonsense')).toBe('notOnThisKeyboard');
});

test.each(['Control+K', 'Control+1', 'Control+F13', 'F13', 'Super+F9', 'Control+Alt+ß', 'Control+-'])(
  'where the keyboard could not be read, %s is not even asked for',
  async (accelerator) => {
    const { registrar, asked } = electron();
    const keys = createElectronKeys({ registrar, system: 'blind', elapsed: () => 0 });
    expect(['keyboardUnknown', 'notOnThisKeyboard']).toContain(await keys.hold(accelerator, () => {}));
    expect(asked).toEqual([]);
  },
);

test.each<[System, number]>([
  ['win32', 1],
  ['wayland', 1],
  ['blind', 1],
  ['darwin', 3],
])('on %s, three reports in a second are %i presses', async (system, presses) => {
  const { registrar, held: callbacks } = electron();
  let now = 0;
  let count = 0;
  await createElectronKeys({ registrar, system, elapsed: () => now }).hold('Control+F9', () => (count += 1));
  for (now = 0; now < 900; now += 300) callbacks.get('Control+F9')?.();
  expect(count).toBe(presses);
});

test.each([
  [{}, '', '33.2.1', false],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, '', '33.2.1', false],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'wayland', '33.2.1', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, '', '45.4.1', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'x11', '45.4.1', false],
  [{}, '', '45.4.1', false],
])('whether Electron speaks Wayland itself: %j, "%s", %s: %s', (environment, ozone, version, native) => {
  expect(isNativeWayland(environment, ozone, version)).toBe(native);
});

test('without a display that can be read, only keys that every keyboard has are asked for', async () => {
  const { registrar, asked } = electron();
  const keys = await openRegistrar(
    {
      registrar,
      platform: 'linux',
      environment: { DISPLAY: ':9999' },
      ozonePlatform: '',
      electronVersion: '33.2.1',
      time: { after: () => () => {} },
      elapsed: () => 0,
    },
    { onKeyboardChange: () => {}, onLost: () => {} },
  );
  expect(await keys.hold('Control+Alt+K', () => {})).toBe('keyboardUnknown');
  expect(await keys.hold('Control+Shift+F9', () => {})).toBe('held');
  expect(asked).toEqual(['Control+Shift+F9']);
});
