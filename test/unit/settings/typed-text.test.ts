import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lostInvisible, tidyAddress, tidyKey, tidyWords } from '../../../main/settings/typed-text.ts';

const anyText = fc.string({ unit: 'binary' });
const INVISIBLE = [
  '\u200B',
  '\u00AD',
  '\u202E',
  '\u2066',
  '\uFEFF',
  '\u2060',
  '\u0000',
  '\u3164',
  '\u{E0041}',
];

describe('words', () => {
  test.each([
    ...['Lunch', '午餐', '🍜', '👩‍👩‍👧‍👦 family', '❤️', '👍🏽', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '🧑🏽‍⚕️', '葛󠄀'],
    ...['استراحة', 'می‌خواهم', 'क्‍ष', 'é', 'ก็', 'R&D <3 weeks>'],
  ])('%s stays as it is', (typed) => {
    expect(tidyWords(typed)).toBe(typed.normalize('NFC'));
    expect(lostInvisible(typed, tidyWords(typed))).toBe(false);
  });

  test.each([
    ['Lun\u200Bch', 'Lunch'],
    ['evil\u202Etxt', 'eviltxt'],
    ['\uFEFFLunch\u2060', 'Lunch'],
    ['a\u200Db', 'ab'],
    ['\u200D🍜\u200D', '🍜'],
    ['a\u0000b', 'ab'],
    ['a\uD800b', 'ab'],
    ['\u3164', ''],
    ['e\u200B\u0301', 'é'],
  ])('%j loses what nobody can see', (typed, tidy) => {
    expect(tidyWords(typed)).toBe(tidy);
    expect(lostInvisible(typed, tidy)).toBe(true);
  });

  test.each(['a\nb', 'a\tb', ' a \u3000 b ', 'a\u2028b'])('%j is on one line', (typed) => {
    expect(tidyWords(typed)).toBe('a b');
    expect(lostInvisible(typed, 'a b')).toBe(false);
  });

  test('full-width forms are how it was written, and stay', () => {
    expect(tidyWords('午餐（１２：００）')).toBe('午餐（１２：００）');
  });
});

describe('digits and addresses', () => {
  test.each([
    ['１４００６９２００８', '1400692008'],
    ['mei\u200B@example.com', 'mei@example.com'],
    ['ｍｅｉ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'mei@example.com'],
    ['\uFEFF https：／／ccc.example.com/ ', 'https://ccc.example.com/'],
    ['\u202A1400692008\u202C', '1400692008'],
  ])('%j is %s', (typed, tidy) => expect(tidyAddress(typed)).toBe(tidy));
});

describe('keys', () => {
  test.each([
    [' AKID\u200B12\u00A034\r\n', 'AKID1234'],
    ['ＡＫＩＤ１２３４', 'AKID1234'],
    // Three dots that a page shows for the rest of a key are not taken for dots of the key.
    ['AKID…', 'AKID…'],
  ])('%j is %s', (typed, tidy) => expect(tidyKey(typed)).toBe(tidy));
});

describe.each([
  ['words', tidyWords],
  ['addresses', tidyAddress],
  ['keys', tidyKey],
])('of any text, %s', (_kind, tidy) => {
  test('in their tidy form are tidy already', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        expect(tidy(tidy(typed))).toBe(tidy(typed));
      }),
    );
  });

  test('are the same with and without invisible characters between plain ones', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '@', '.', '-', '_') });
    fc.assert(
      fc.property(plain, fc.nat(), fc.constantFrom(...INVISIBLE), (text, at, invisible) => {
        const place = at % (text.length + 1);
        const typed = text.slice(0, place) + invisible + text.slice(place);
        expect(tidy(typed)).toBe(text);
        expect(lostInvisible(typed, tidy(typed))).toBe(true);
      }),
    );
  });
});
