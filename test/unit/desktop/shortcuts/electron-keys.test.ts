import { expect, test } from 'vitest';
import { createElectronKeys } from '../../../../main/desktop/shortcuts/electron-keys.ts';
import { isNativeWayland, openRegistrar } from '../../../../main/desktop/shortcuts/open-registrar.ts';

type System = Parameters<typeof createElectronKeys>[0]['system'];

/** A fake globalShortcut that registers, refuses, throws, or reports success without registering. */
function electron(answer: 'grants' | 'refuses' | 'throws' | 'lies' = 'grants') {
  const registered = new Map<string, () => void>();
  const requested: string[] = [];
  return {
    registered,
    requested,
    registrar: {
      register: (accelerator: string, callback: () => void) => {
        requested.push(accelerator);
        if (answer === 'throws') throw new TypeError('not an accelerator');
        if (answer === 'grants') registered.set(accelerator, callback);
        return answer !== 'refuses';
      },
      unregister: (accelerator: string) => void registered.delete(accelerator),
      isRegistered: (accelerator: string) => registered.has(accelerator),
    },
  };
}

const registered = (system: System, accelerator: string, answer: Parameters<typeof electron>[0] = 'grants') =>
  createElectronKeys({ registrar: electron(answer).registrar, system, elapsed: () => 0 }).register(
    accelerator,
    () => {},
  );

test.each<[System, string, string]>([
  ['win32', 'Control+Shift+F9', 'unavailable'],
  ['darwin', 'Control+Command+1', 'unavailable'],
  ['darwin', 'MediaPlayPause', 'notGranted'],
  ['wayland', 'Control+Shift+F9', 'notGranted'],
  ['blind', 'Control+Shift+F9', 'unavailable'],
])('on %s, %s that is refused is reported as %s', async (system, accelerator, outcome) => {
  expect(await registered(system, accelerator, 'refuses')).toBe(outcome);
});

test('a shortcut that Electron reports but has not registered is notGranted; one that it cannot parse is notOnThisKeyboard', async () => {
  expect(await registered('win32', 'Control+F9', 'lies')).toBe('notGranted');
  expect(await registered('win32', 'Control+F9', 'throws')).toBe('notOnThisKeyboard');
  expect(await registered('win32', 'Control+Nonsense')).toBe('notOnThisKeyboard');
});

test.each(['Control+K', 'Control+1', 'Control+F13', 'F13', 'Super+F9', 'Control+Alt+ß', 'Control+-'])(
  'if the keyboard cannot be read, %s is not registered',
  async (accelerator) => {
    const { registrar, requested } = electron();
    const keys = createElectronKeys({ registrar, system: 'blind', elapsed: () => 0 });
    expect(['keyboardUnknown', 'notOnThisKeyboard']).toContain(await keys.register(accelerator, () => {}));
    expect(requested).toEqual([]);
  },
);

test.each<[System, number]>([
  ['win32', 1],
  ['wayland', 1],
  ['blind', 1],
  ['darwin', 3],
])('on %s, three events in a second count as %i presses', async (system, presses) => {
  const { registrar, registered: callbacks } = electron();
  let now = 0;
  let count = 0;
  await createElectronKeys({ registrar, system, elapsed: () => now }).register(
    'Control+F9',
    () => (count += 1),
  );
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
])('whether Electron uses Wayland natively: %j, "%s", %s: %s', (environment, ozone, version, native) => {
  expect(isNativeWayland(environment, ozone, version)).toBe(native);
});

test('if the display cannot be read, only keys that every keyboard has are registered', async () => {
  const { registrar, requested } = electron();
  const keys = await openRegistrar(
    {
      registrar,
      platform: 'linux',
      environment: { DISPLAY: ':9999' },
      ozonePlatform: '',
      electronVersion: '33.2.1',
      time: { setTimer: () => () => {} },
      elapsed: () => 0,
    },
    { onKeyboardChange: () => {}, onDisconnected: () => {} },
  );
  expect(await keys.register('Control+Alt+K', () => {})).toBe('keyboardUnknown');
  expect(await keys.register('Control+Shift+F9', () => {})).toBe('registered');
  expect(requested).toEqual(['Control+Shift+F9']);
});
