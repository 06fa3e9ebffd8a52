import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasRemovedInvisible,
  normalizeAddress,
  normalizeKey,
  normalizeText,
} from '../../../main/settings/normalize-text.ts';

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
  ])('the text %s is not changed', (typed) => {
    expect(normalizeText(typed)).toBe(typed.normalize('NFC'));
    expect(hasRemovedInvisible(typed, normalizeText(typed))).toBe(false);
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
  ])('invisible characters are removed from %j', (typed, tidy) => {
    expect(normalizeText(typed)).toBe(tidy);
    expect(hasRemovedInvisible(typed, tidy)).toBe(true);
  });

  test.each(['a\nb', 'a\tb', ' a \u3000 b ', 'a\u2028b'])('the text %j becomes one line', (typed) => {
    expect(normalizeText(typed)).toBe('a b');
    expect(hasRemovedInvisible(typed, 'a b')).toBe(false);
  });

  test('full-width forms in words are not changed', () => {
    expect(normalizeText('午餐（１２：００）')).toBe('午餐（１２：００）');
  });
});

describe('digits and addresses', () => {
  test.each([
    ['１４００６９２００８', '1400692008'],
    ['mei\u200B@example.com', 'mei@example.com'],
    ['ｍｅｉ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'mei@example.com'],
    ['\uFEFF https：／／ccc.example.com/ ', 'https://ccc.example.com/'],
    ['\u202A1400692008\u202C', '1400692008'],
  ])('%j is %s', (typed, tidy) => expect(normalizeAddress(typed)).toBe(tidy));
});

describe('keys', () => {
  test.each([
    [' AKID\u200B12\u00A034\r\n', 'AKID1234'],
    ['ＡＫＩＤ１２３４', 'AKID1234'],
    // An ellipsis that a page shows for the rest of a key is not part of the key.
    ['AKID…', 'AKID…'],
  ])('%j is %s', (typed, tidy) => expect(normalizeKey(typed)).toBe(tidy));
});

describe.each([
  ['words', normalizeText],
  ['addresses', normalizeAddress],
  ['keys', normalizeKey],
])('of any text, %s', (_kind, tidy) => {
  test('normalized text is not changed by another normalization', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        expect(tidy(tidy(typed))).toBe(tidy(typed));
      }),
    );
  });

  test('normalized text is independent of invisible characters between plain ones', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '@', '.', '-', '_') });
    fc.assert(
      fc.property(plain, fc.nat(), fc.constantFrom(...INVISIBLE), (text, at, invisible) => {
        const place = at % (text.length + 1);
        const typed = text.slice(0, place) + invisible + text.slice(place);
        expect(tidy(typed)).toBe(text);
        expect(hasRemovedInvisible(typed, tidy(typed))).toBe(true);
      }),
    );
  });
});
