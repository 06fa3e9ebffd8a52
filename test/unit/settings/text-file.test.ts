import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../main/settings/text-file.ts';

const TEXT = '{\r\n  "agent": "梅琳 🍜 é"\r\n}\r\n';
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.each<[form: string, bytes: Uint8Array]>([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
  ['UTF-16 BE with a mark', utf16be(`\uFEFF${TEXT}`)],
  ['UTF-16 LE without a mark', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16 BE without a mark', utf16be(TEXT)],
])('a text in %s is read completely', (_form, bytes) =>
  expect(decodeText(bytes)).toEqual({ ok: true, text: TEXT }),
);

describe('undecodable content is reported', () => {
  test.each<[form: string, bytes: Uint8Array]>([
    ['GBK', Buffer.from([0x7b, 0x22, 0xc3, 0xb7, 0xc1, 0xd5, 0x22, 0x7d])],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
    ['half of a UTF-16 character', Buffer.concat([Buffer.from('\uFEFF{}', 'utf16le'), Buffer.from([0x41])])],
    ['the same, the greater byte first', Buffer.concat([utf16be('\uFEFF{}'), Buffer.from([0x41])])],
    ['a lone surrogate', Buffer.from('\uFEFF\uD83C', 'utf16le')],
  ])('%s', (_form, bytes) => {
    const decoded = decodeText(bytes);
    expect(decoded.ok ? decoded.text : decoded.message).toMatch(/Save it in UTF-8\.$/);
  });
});

test('any JSON is read unchanged in every encoding', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const marked = `\uFEFF${json}`;
      for (const bytes of [
        Buffer.from(json),
        Buffer.from(marked),
        Buffer.from(marked, 'utf16le'),
        utf16be(marked),
      ]) {
        expect(decodeText(bytes)).toEqual({ ok: true, text: json });
      }
    }),
  );
});

test('an empty file is an empty text', () => {
  expect(decodeText(new Uint8Array())).toEqual({ ok: true, text: '' });
});
