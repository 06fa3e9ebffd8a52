import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactStderr, redactText, maskKeys } from '../../../../tencent/redact/redact.ts';

const alphabets = {
  key: Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'),
  letterAlphabet: Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
  token: Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/='),
  printable: Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)),
};
const secretOf = (alphabet: string[], minLength = 32, maxLength = 64) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const secret = fc.oneof(
  secretOf(alphabets.key),
  secretOf(alphabets.letterAlphabet),
  secretOf(alphabets.token),
);

const hex2 = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');
const percent = (text: string) =>
  Array.from(text)
    .map((c, i) => `%${i % 2 ? hex2(c) : hex2(c).toUpperCase()}`)
    .join('');
const json = (text: string) =>
  Array.from(text)
    .map((c, i) => `\\u00${i % 2 ? hex2(c) : hex2(c).toUpperCase()}`)
    .join('');
const everyOther = (encode: (text: string) => string) => (text: string) =>
  Array.from(text)
    .map((character, index) => (index % 2 ? character : encode(character)))
    .join('');
const repeated = (encode: (text: string) => string, times: number) => (text: string) =>
  Array.from({ length: times }).reduce<string>((inner) => encode(inner), text);
const splitBy = (separator: string, every: number) => (text: string) =>
  text.replace(new RegExp(`.{${every}}`, 'g'), `$&${separator}`);
const base64 = (before: string, encoding: 'base64' | 'base64url') => (text: string) =>
  Buffer.from(`${before}${text}${before}`).toString(encoding);

/** Maps letters and digits to other characters that look like them or mean the same. */
const mapCharacters =
  (other: (code: number, kind: 'upper' | 'lower' | 'digit') => number) => (text: string) =>
    text.replace(/[A-Za-z0-9]/g, (c) => {
      const kind = c >= 'a' ? 'lower' : c >= 'A' ? 'upper' : 'digit';
      return String.fromCodePoint(other(c.charCodeAt(0), kind));
    });

/** Forms in which a secret may appear. */
const encodings: Record<string, (secret: string) => string> = {
  'as it is': (text) => text,
  'in upper case': (text) => text.toUpperCase(),
  'in lower case': (text) => text.toLowerCase(),
  'percent-encoded where it must be': encodeURIComponent,
  'percent-encoded': percent,
  'percent-encoded in part': everyOther(percent),
  'percent-encoded three times': repeated(percent, 3),
  'percent signs encoded five times': (text) => repeated((t) => t.replaceAll('%', '%25'), 5)(percent(text)),
  'JSON-escaped': json,
  'JSON-escaped in part': everyOther(json),
  'JSON with escaped slashes': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON in JSON in JSON': repeated((text) => JSON.stringify({ SecretKey: text }), 3),
  'JSON-escaped, then percent-encoded': (text) => percent(json(text)),
  'percent-encoded, then JSON-escaped': (text) => json(percent(text)),
  'hex escapes of a script': (text) =>
    Array.from(text)
      .map((c) => `\\x${hex2(c)}`)
      .join(''),
  'character references': (text) =>
    Array.from(text)
      .map((c, i) => (i % 2 ? `&#${c.charCodeAt(0)};` : `&#x${hex2(c)};`))
      .join(''),
  'full-width letters': mapCharacters((code) => code + 0xfee0),
  'letters of mathematics': mapCharacters((code, letter) =>
    letter === 'digit'
      ? 0x1d7ce + code - 0x30
      : 0x1d400 + (letter === 'upper' ? code - 0x41 : code - 0x61 + 26),
  ),
  'a list of bytes': (text) => JSON.stringify(Buffer.from(text)),
  'a list of bytes in hex': (text) =>
    Array.from(Buffer.from(text))
      .map((byte) => `0x${byte.toString(16)}`)
      .join(', '),
  'octal escapes': (text) =>
    Array.from(Buffer.from(text))
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join(''),
  'character references without ends': (text) =>
    Array.from(text)
      .map((c) => `&#${c.charCodeAt(0)}`)
      .join(''),
  'hex digits': (text) => Buffer.from(text).toString('hex'),
  'UTF-16': (text) => Array.from(text).join('\0'),
  'split by a blank': splitBy(' ', 5),
  'split by lines': splitBy('\r\n  ', 9),
  'split by escaped lines': splitBy('\\n', 9),
  'split by invisible characters': splitBy('\u200b\u2060', 3),
  'base64 in lines, percent-encoded': (text) => percent(splitBy('\n', 11)(base64('x', 'base64')(text))),
};
for (const encoding of ['base64', 'base64url'] as const) {
  for (const before of ['', 'a', 'ab', '{"SecretKey":"']) {
    encodings[`${encoding} after ${before.length} characters`] = base64(before, encoding);
  }
}

/** Decodes a text with other means than the code under test. */
function decodings(text: string): string {
  const undo = (encoded: string) =>
    encoded
      .replace(/%([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)))
      .replace(/\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})|&#x([0-9a-f]{2});/gi, (_all, ...digits: string[]) =>
        String.fromCharCode(parseInt(digits[0] ?? digits[1] ?? digits[2] ?? '', 16)),
      )
      .replace(/&#(\d+);/g, (_all, digits: string) => String.fromCharCode(Number(digits)))
      .replace(/\\n/g, '')
      .replace(/\\(.)/g, '$1');
  const numbers = (pattern: RegExp, base: number) =>
    text.replace(pattern, (_all, digits: string) => String.fromCharCode(parseInt(digits, base)));
  const all = [
    text.normalize('NFKC'),
    numbers(/0x([0-9a-f]{2})(?:, )?/g, 16),
    numbers(/\\([0-7]{3})/g, 8),
    numbers(/&?#?\b(\d{2,3})\b,?/g, 10),
    text,
  ];
  for (let round = 0; round < 8; round += 1) all.push(undo(all.at(-1) ?? ''));
  const flat = all.map((reading) => reading.replace(/[^\x21-\x7e]/g, ''));
  const fromHex = flat.flatMap((reading) =>
    (reading.match(/[0-9a-f]{16,}/gi) ?? []).map((digits) => Buffer.from(digits, 'hex').toString('latin1')),
  );
  const fromBase64 = flat.flatMap((reading) =>
    [0, 1, 2, 3].map((skip) =>
      Buffer.from(reading.replace(/[^\w+/-]/g, '').slice(skip), 'base64').toString('latin1'),
    ),
  );
  return [...flat, ...fromHex, ...fromBase64].join('\n').toLowerCase();
}

/** Whether 8 consecutive characters of a secret can still be read in a text. */
function survives(known: string, text: string): boolean {
  const seen = decodings(text);
  const small = known.toLowerCase();
  return Array.from({ length: small.length - 7 }, (_, start) => small.slice(start, start + 8)).some((part) =>
    seen.includes(part),
  );
}

const words = fc.constantFrom(
  'refused: ',
  'your key is ',
  'Credential=',
  '密钥无效：',
  '(',
  'https://h.example/?t=',
);

describe('a known secret never survives', () => {
  test.each(Object.entries(encodings))('%s', (_how, encode) => {
    fc.assert(
      fc.property(secret, words, words, (known, before, after) => {
        const text = `${before}${encode(known)} ${after}`;
        expect(survives(known, redactText(text, [known]))).toBe(false);
        expect(survives(known, redactStderr(text, [known]))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('nor a part of it, 8 characters or longer', () => {
    fc.assert(
      fc.property(
        secret,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...Object.values(encodings)),
        (known, at, more, encode) => {
          const start = at % (known.length - 7);
          const part = known.slice(start, start + 8 + (more % (known.length - 7 - start)));
          expect(survives(part, redactText(`no key ${encode(part)}!`, [known]))).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('made of any visible characters, as it is or escaped', () => {
    const plainWays = [
      'as it is',
      'in upper case',
      'percent-encoded',
      'JSON-escaped',
      'split by a blank',
    ] as const;
    fc.assert(
      fc.property(secretOf(alphabets.printable), fc.constantFrom(...plainWays), (known, how) => {
        const clean = redactText(`no ${encodings[how]?.(known)} here`, [known]);
        expect(clean).not.toContain(known.slice(4, -4));
        expect(clean).toContain('••••');
      }),
    );
  });
});

/** Ordinary messages of users and services. */
const ordinary = fc.oneof(
  fc.uuid(),
  fc.constantFrom(
    'The agent is not signed in to the workstation.',
    '坐席未登录工作台，请先登录后再切换状态。',
    'https://ccc.tencentcloudapi.com/?action=SetStaffStatus&page=2#top',
    '/home/mei/.config/Standby/settings.json',
    'C:\\Program Files\\Standby\\resources\\app.asar',
    'ENOSPC: no space left on device, write (index.cjs:12:345)',
    'AuthFailure.SignatureFailure',
    '2026-11-23T18:00:00Z, after 1,204 ms',
    '会议 & 培训 100% 完成',
    'getaddrinfo ENOTFOUND idp.corp.example',
  ),
);

test('ordinary texts stay unchanged', () => {
  fc.assert(
    fc.property(
      fc.array(ordinary, { minLength: 1, maxLength: 4 }),
      fc.array(secret, { maxLength: 3 }),
      (texts, known) => {
        const text = texts.join(' ');
        expect(redactText(text, known)).toBe(text);
        expect(redactStderr(text, known)).toBe(text);
        expect(maskKeys(text)).toBe(text);
      },
    ),
    { numRuns: 300 },
  );
});

test('an unknown key of letters only is masked', () => {
  fc.assert(
    fc.property(secretOf(alphabets.letterAlphabet, 20, 40), words, (unknown, before) => {
      fc.pre(/[a-z]/.test(unknown) && /[A-Z]/.test(unknown));
      const text = `${before}${unknown}, refused`;
      expect(maskKeys(text)).not.toContain(unknown.slice(0, 8));
      expect(redactStderr(text, [])).not.toContain(unknown.slice(0, 8));
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['base64 with a slash in it', 'R3U1dDl4R0FS/TnBxODZjZDk4/am9RWUNOM0VYQU1/QTEU='],
  ['percent-encoded', 'Gu5t9x%47ARNpq86%63d98joQYCN3EXA%4DPLE'],
  ['JSON-escaped', 'Gu5t9x\\u0047ARNpq86\\u0063d98joQYCN3EXAMPLE'],
  ['JSON-escaped slashes', 'Gu5t9xGARN\\/pq86cd98joQYC\\/N3EXAMPLE'],
  ['split by a line', 'Gu5t9xGARNpq86cd\n98joQYCN3EXAMPLE'],
  ['split by a line in one line of the log', 'HuvtaxGARNpqUkcd ⏎ viloQYCNoEXAMPLE'],
  ['dotted', 'Gu5t9x.GARNpq86.cd98joQYC.N3EXAMPLE'],
  ['after a blank', 'the password Hunter2'],
])('a likely key is masked: %s', (_how, text) => {
  const part = text.slice(text.startsWith('the') ? 13 : 0, text.startsWith('the') ? 20 : 6);
  expect(maskKeys(`got ${text} here`)).not.toContain(part);
  expect(redactStderr(`got ${text} here`, [])).not.toContain(part);
});

test.each([
  ['percent signs', '%25'],
  ['escapes that end each other', '%3'],
  ['backslashes', '\\'],
  ['half escapes', '\\u00'],
  ['digits', '1'],
  ['lines', 'abcdefg\n'],
  ['names of secrets', 'key '],
])('a million %s are processed quickly', (_what, piece) => {
  const text = `${piece.repeat(1_000_000 / piece.length)}1`;
  const known = ['Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', 'x'.repeat(4_096)];
  const started = performance.now();
  redactText(text, known);
  redactStderr(text, known);
  maskKeys(text);
  expect(performance.now() - started).toBeLessThan(3_000);
});
