import { describe, expect, it } from 'vitest';
import { isValidShortcut } from '../../../main/settings/accelerator.ts';
import { ariaKeys, readableKeys } from '../../../renderer/features/settings/shortcuts/accelerator.ts';
import {
  activeModifiers,
  toAccelerator,
  type KeyPress,
  type Layout,
} from '../../../renderer/features/settings/shortcuts/key-event-to-accelerator.ts';

/** Creates a layout map as the Keyboard Map API returns it, from 26 letters, the digits, and the other keys. */
function layoutOf(letters: string, others: Partial<Record<string, string>>, digits = '1234567890'): Layout {
  const places = Array.from('QWERTYUIOPASDFGHJKLZXCVBNM').map((letter) => `Key${letter}`);
  return new Map([
    ...places.map((place, index) => [place, Array.from(letters)[index] ?? ''] as const),
    ...Array.from('1234567890').map(
      (digit, index) => [`Digit${digit}`, Array.from(digits)[index] ?? ''] as const,
    ),
    ...Object.entries(others).map(([place, plain = '']) => [place, plain] as const),
  ]);
}

const us = layoutOf('qwertyuiopasdfghjklzxcvbnm', {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  IntlBackslash: '<',
});
const de = layoutOf('qwertzuiopasdfghjklyxcvbnm', {
  Minus: 'ß',
  BracketLeft: 'ü',
  BracketRight: '+',
  Backslash: '#',
  Semicolon: 'ö',
  Quote: 'ä',
  Comma: ',',
  Period: '.',
  Slash: '-',
  IntlBackslash: '<',
});
const fr = layoutOf(
  'azertyuiopqsdfghjklwxcvbn,',
  { Minus: ')', Equal: '=', Semicolon: 'm', Quote: 'ù', Comma: ';', Period: ':', Slash: '!', Backslash: '*' },
  '&é"\'(-è_çà',
);
const ru = layoutOf('йцукенгшщзфывапролдячсмить', {
  BracketLeft: 'х',
  Semicolon: 'ж',
  Quote: 'э',
  Minus: '-',
  Slash: '.',
});

/** Creates a key press: "ctrl shift", 'F9'. */
function press(modifiers: string, key: string, code = key, keyCode = 0): KeyPress {
  return {
    key,
    code,
    keyCode,
    ctrlKey: modifiers.includes('ctrl'),
    altKey: modifiers.includes('alt'),
    shiftKey: modifiers.includes('shift'),
    metaKey: modifiers.includes('meta'),
    isComposing: false,
    getModifierState: () => modifiers.includes('gr'),
  };
}

const accelerator = (of: KeyPress, platform: 'linux' | 'darwin' | 'win32' = 'linux', layout: Layout = us) => {
  const read = toAccelerator(of, platform, layout);
  return read.kind === 'shortcut' ? read.accelerator : read.kind === 'refused' ? read.reason : read.kind;
};

describe('toAccelerator', () => {
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

  it('names letters by the layout: on AZERTY the code KeyQ is A', () => {
    expect(accelerator(press('ctrl', 'a', 'KeyQ'), 'linux', fr)).toBe('Control+A');
    expect(accelerator(press('ctrl shift', 'A', 'KeyQ'), 'win32', fr)).toBe('Control+Shift+A');
    expect(accelerator(press('ctrl', 'm', 'Semicolon'), 'linux', fr)).toBe('Control+M');
  });

  it('names letters by their code where the layout is not Latin', () => {
    expect(accelerator(press('ctrl', 'к', 'KeyR'), 'linux', ru)).toBe('Control+R');
    expect(accelerator(press('alt', '®', 'KeyR'), 'darwin')).toBe('Alt+R');
    expect(accelerator(press('ctrl alt', 'Dead', 'KeyE'), 'darwin')).toBe('Control+Alt+E');
  });

  it.each([
    ['ß', 'Minus', 'layout'],
    ['ü', 'BracketLeft', 'layout'],
    ['+', 'BracketRight', 'layout'],
    ['ö', 'Semicolon', 'layout'],
    ['ä', 'Quote', 'layout'],
    ['#', 'Backslash', 'layout'],
    ['<', 'IntlBackslash', 'layout'],
    ['Dead', 'Equal', 'dead'],
    ['Dead', 'Backquote', 'dead'],
    ['-', 'Slash', 'Control+Alt+-'],
    ['.', 'Period', 'Control+Alt+.'],
    ['z', 'KeyY', 'Control+Alt+Z'],
  ])('on a German keyboard %s at %s is %s', (key, code, expected) => {
    expect(accelerator(press('ctrl alt', key, code), 'linux', de)).toBe(expected);
  });

  it.each([
    ['&', 'Digit1', 'Control+1'],
    ['à', 'Digit0', 'Control+0'],
    ['ù', 'Quote', 'layout'],
    ['!', 'Slash', 'layout'],
    [',', 'KeyM', 'Control+,'],
  ])('on a French keyboard %s at %s is %s', (key, code, expected) => {
    expect(accelerator(press('ctrl', key, code), 'linux', fr)).toBe(expected);
  });

  it('accepts punctuation on Windows only where the key has the code that Electron registers', () => {
    expect(accelerator(press('ctrl', '-', 'Slash', 189), 'win32', de)).toBe('Control+-');
    // The French ";" key has the Windows code of the full stop; Electron's ";" would register the key "$".
    expect(accelerator(press('ctrl', ';', 'Comma', 190), 'win32', fr)).toBe('layout');
  });

  it('without a layout accepts letters, digits, and punctuation by the pressed key', () => {
    expect(accelerator(press('ctrl', 'r', 'KeyR'), 'linux', null)).toBe('Control+R');
    expect(accelerator(press('ctrl', '&', 'Digit1'), 'linux', null)).toBe('Control+1');
    expect(accelerator(press('ctrl', '-', 'Slash'), 'linux', null)).toBe('Control+-');
    expect(accelerator(press('ctrl', 'ß', 'Minus'), 'linux', null)).toBe('layout');
    expect(accelerator(press('ctrl', 'Dead', 'Backquote'), 'linux', null)).toBe('dead');
  });

  it('refuses a dead key whatever the layout map has for it, but not the digit below one', () => {
    expect(accelerator(press('ctrl', 'Dead', 'Quote'))).toBe('dead');
    expect(accelerator(press('ctrl shift', 'Dead', 'Digit6'))).toBe('Control+Shift+6');
  });

  it('returns the code of the key, for the check of the main process', () => {
    expect(toAccelerator(press('ctrl', '-', 'Slash'), 'linux', de)).toMatchObject({ code: 'Slash' });
  });

  it('names digits, punctuation and the number pad by their code', () => {
    expect(accelerator(press('ctrl shift', '!', 'Digit1'))).toBe('Control+Shift+1');
    expect(accelerator(press('ctrl shift', '+', 'Equal'))).toBe('Control+Shift+=');
    expect(accelerator(press('ctrl', "'", 'Quote'))).toBe("Control+'");
    expect(accelerator(press('ctrl', '4', 'Numpad4'))).toBe('Control+num4');
    expect(accelerator(press('ctrl', 'ArrowLeft', 'Numpad4'))).toBe('Control+num4');
    expect(accelerator(press('ctrl', '+', 'NumpadAdd'))).toBe('Control+numadd');
  });

  it('names the Meta key by the platform', () => {
    expect(accelerator(press('meta', '2', 'Digit2'), 'darwin')).toBe('Command+2');
    expect(accelerator(press('meta', '2', 'Digit2'), 'win32')).toBe('Super+2');
  });

  it.each(['F13', 'F24', 'MediaPlayPause', 'AudioVolumeUp'])('%s needs no modifier', (key) => {
    expect(toAccelerator(press('', key), 'linux', us).kind).toBe('shortcut');
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

  it('accepts a function key with only Shift', () => {
    expect(accelerator(press('shift', 'F9'))).toBe('Shift+F9');
  });

  it('refuses AltGr, alone and as a modifier', () => {
    expect(accelerator(press('', 'AltGraph', 'AltRight'))).toBe('altGr');
    expect(accelerator(press('ctrl alt gr', '@', 'KeyQ'))).toBe('altGr');
  });

  it('refuses a key that Electron has no name for', () => {
    expect(accelerator(press('ctrl', 'ContextMenu'))).toBe('unknown');
    expect(accelerator(press('ctrl', 'Unidentified', ''))).toBe('unknown');
  });

  it.each(['Control', 'Shift', 'Alt', 'Meta', 'CapsLock', 'NumLock'])('waits after %s for a key', (key) => {
    expect(toAccelerator(press('ctrl', key), 'linux', us).kind).toBe('incomplete');
  });

  it('ignores key events of an input method', () => {
    expect(toAccelerator({ ...press('ctrl', 'r', 'KeyR'), isComposing: true }, 'linux', us).kind).toBe(
      'incomplete',
    );
    expect(toAccelerator(press('', 'Process', 'KeyR'), 'linux', us).kind).toBe('incomplete');
  });

  it('returns no accelerator that the main process would refuse', () => {
    const keys = ['a', '1', 'F1', 'F13', 'Enter', 'ArrowUp', 'MediaStop', 'AudioVolumeMute', '+'];
    const codes: Partial<Record<string, string>> = { a: 'KeyA', '1': 'Digit1', '+': 'NumpadAdd' };
    for (const modifiers of ['', 'shift', 'ctrl', 'alt shift', 'meta', 'ctrl alt shift meta']) {
      for (const key of keys) {
        const read = toAccelerator(press(modifiers, key, codes[key] ?? key), 'linux', us);
        if (read.kind === 'shortcut') expect(isValidShortcut(read.accelerator), read.accelerator).toBe(true);
      }
    }
  });
});

describe('activeModifiers', () => {
  it('lists the modifiers in the order of an accelerator', () => {
    expect(activeModifiers(press('meta shift alt ctrl', 'Shift'), 'linux')).toBe('Control+Alt+Shift+Super');
    expect(activeModifiers(press('meta shift alt ctrl', 'Shift'), 'darwin')).toBe(
      'Control+Alt+Shift+Command',
    );
    expect(activeModifiers(press('', 'a'), 'linux')).toBe('');
  });
});

describe('accelerators are formatted for people', () => {
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

  it('and for aria-keyshortcuts', () => {
    expect(ariaKeys('Super+Shift+R', 'linux')).toBe('Meta+Shift+R');
  });
});
