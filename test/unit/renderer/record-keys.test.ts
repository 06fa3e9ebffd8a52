import { describe, expect, it } from 'vitest';
import { isFit } from '../../../main/settings/accelerator.ts';
import { ariaKeys, readableKeys } from '../../../renderer/accelerator.ts';
import { heldModifiers, readKeys, type KeyPress } from '../../../renderer/record-keys.ts';

/** A press as the browser tells of it: "ctrl shift", 'F9'. */
function press(held: string, key: string, code = key): KeyPress {
  return {
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    metaKey: held.includes('meta'),
    isComposing: false,
    getModifierState: () => held.includes('gr'),
  };
}

const accelerator = (of: KeyPress, platform: 'linux' | 'darwin' | 'win32' = 'linux') => {
  const read = readKeys(of, platform);
  return read.kind === 'shortcut' ? read.accelerator : read.kind === 'refused' ? read.why : read.kind;
};

describe('readKeys', () => {
  it.each([
    [press('ctrl shift', 'F9'), 'Control+Shift+F9'],
    [press('ctrl', 'r', 'KeyR'), 'Control+R'],
    [press('shift alt ctrl', 'R', 'KeyR'), 'Control+Alt+Shift+R'],
    [press('meta', 'ArrowUp'), 'Super+Up'],
    [press('ctrl', 'PageDown'), 'Control+PageDown'],
    [press('ctrl', ' ', 'Space'), 'Control+Space'],
    [press('ctrl', 'Tab'), 'Control+Tab'],
    [press('alt', 'Enter'), 'Alt+Enter'],
    [press('alt', 'Enter', 'NumpadEnter'), 'Alt+Enter'],
    [press('ctrl', 'Delete'), 'Control+Delete'],
  ])('reads %# as %s', (pressed, expected) => expect(accelerator(pressed)).toBe(expected));

  it('takes letters from the layout: on AZERTY the key at Q writes A', () => {
    expect(accelerator(press('ctrl', 'a', 'KeyQ'))).toBe('Control+A');
  });

  it('takes them by their place where the layout has none', () => {
    expect(accelerator(press('ctrl', 'к', 'KeyR'))).toBe('Control+R');
    expect(accelerator(press('alt', '®', 'KeyR'), 'darwin')).toBe('Alt+R');
    expect(accelerator(press('ctrl', 'Dead', 'KeyE'))).toBe('Control+E');
  });

  it('takes digits, punctuation and the number pad by their place', () => {
    expect(accelerator(press('ctrl shift', '!', 'Digit1'))).toBe('Control+Shift+1');
    expect(accelerator(press('ctrl', '&', 'Digit1'))).toBe('Control+1');
    expect(accelerator(press('ctrl shift', '+', 'Equal'))).toBe('Control+Shift+=');
    expect(accelerator(press('ctrl', "'", 'Quote'))).toBe("Control+'");
    expect(accelerator(press('ctrl', '4', 'Numpad4'))).toBe('Control+num4');
    expect(accelerator(press('ctrl', 'ArrowLeft', 'Numpad4'))).toBe('Control+num4');
    expect(accelerator(press('ctrl', '+', 'NumpadAdd'))).toBe('Control+numadd');
  });

  it('calls the key of the system by its name on each', () => {
    expect(accelerator(press('meta', '2', 'Digit2'), 'darwin')).toBe('Command+2');
    expect(accelerator(press('meta', '2', 'Digit2'), 'win32')).toBe('Super+2');
  });

  it.each(['F13', 'F24', 'MediaPlayPause', 'AudioVolumeUp'])('%s needs no modifier', (key) => {
    expect(readKeys(press('', key), 'linux').kind).toBe('shortcut');
  });

  it.each([
    press('', 'r', 'KeyR'),
    press('shift', 'R', 'KeyR'),
    press('', '1', 'Digit1'),
    press('', 'F9'),
    press('', 'Enter'),
    press('shift', 'ArrowUp'),
  ])('refuses what would fire while somebody types (%#)', (pressed) => {
    expect(accelerator(pressed)).toBe('bare');
  });

  it('takes a function key with Shift alone', () => {
    expect(accelerator(press('shift', 'F9'))).toBe('Shift+F9');
  });

  it('refuses AltGr, by itself and held', () => {
    expect(accelerator(press('', 'AltGraph', 'AltRight'))).toBe('altGr');
    expect(accelerator(press('ctrl alt gr', '@', 'KeyQ'))).toBe('altGr');
  });

  it('refuses a key that Electron has no name for', () => {
    expect(accelerator(press('ctrl', 'ContextMenu'))).toBe('unknown');
    expect(accelerator(press('ctrl', 'Unidentified', ''))).toBe('unknown');
  });

  it.each(['Control', 'Shift', 'Alt', 'Meta', 'CapsLock', 'NumLock'])('waits after %s for a key', (key) => {
    expect(readKeys(press('ctrl', key), 'linux').kind).toBe('incomplete');
  });

  it('leaves an input method alone', () => {
    expect(readKeys({ ...press('ctrl', 'r', 'KeyR'), isComposing: true }, 'linux').kind).toBe('incomplete');
    expect(readKeys(press('', 'Process', 'KeyR'), 'linux').kind).toBe('incomplete');
  });

  it('says nothing that the main process would find unfit', () => {
    const keys = ['a', '1', 'F1', 'F13', 'Enter', 'ArrowUp', 'MediaStop', 'AudioVolumeMute', '+'];
    const codes: Partial<Record<string, string>> = { a: 'KeyA', '1': 'Digit1', '+': 'NumpadAdd' };
    for (const held of ['', 'shift', 'ctrl', 'alt shift', 'meta', 'ctrl alt shift meta']) {
      for (const key of keys) {
        const read = readKeys(press(held, key, codes[key] ?? key), 'linux');
        if (read.kind === 'shortcut') expect(isFit(read.accelerator), read.accelerator).toBe(true);
      }
    }
  });
});

describe('heldModifiers', () => {
  it('writes them in the order of a shortcut', () => {
    expect(heldModifiers(press('meta shift alt ctrl', 'Shift'), 'linux')).toBe('Control+Alt+Shift+Super');
    expect(heldModifiers(press('meta shift alt ctrl', 'Shift'), 'darwin')).toBe('Control+Alt+Shift+Command');
    expect(heldModifiers(press('', 'a'), 'linux')).toBe('');
  });
});

describe('what is read can be read by people', () => {
  it.each([
    ['Control+Alt+Up', 'linux', 'Ctrl+Alt+↑'],
    ['Super+num4', 'win32', 'Win+Num 4'],
    ['Super+R', 'linux', 'Super+R'],
    ['Control+numadd', 'linux', 'Ctrl+Num +'],
    ['Control+Alt+Shift+Command+PageUp', 'darwin', '⌃⌥⇧⌘PgUp'],
    ['Control+=', 'linux', 'Ctrl+='],
  ] as const)('%s on %s is %s', (keys, platform, expected) => {
    expect(readableKeys(keys, platform)).toBe(expected);
  });

  it('and by programs that read aloud', () => {
    expect(ariaKeys('Super+Shift+R', 'linux')).toBe('Meta+Shift+R');
  });
});
