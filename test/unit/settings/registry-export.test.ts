import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_EXPORT_BYTES, parseRegistryExport } from '../../../main/settings/policy/registry-export.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
const HEADING = 'Windows Registry Editor Version 5.00\r\n\r\n';
const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Standby';
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const parse = (values: string) => parseRegistryExport(utf16(`${HEADING}[${KEY}]\r\n${values}\r\n\r\n`));

const valuesOf = (values: string) => {
  const parsed = parse(values);
  return parsed.ok ? parsed.keys[0]?.values : parsed.message;
};

test('an export of reg.exe is read completely: Chinese, emoji, quotes, spaces, lines, numbers', () => {
  const parsed = parseRegistryExport(fixture('values.reg'));
  if (!parsed.ok) throw new Error(parsed.message);
  const [own, , restReasons, shortcuts] = parsed.keys;
  expect(parsed.keys.map(({ path }) => path)).toEqual([
    'HKEY_LOCAL_MACHINE\\Software\\Policies\\Standby',
    'HKEY_LOCAL_MACHINE\\Software\\Policies\\Standby\\reasons',
    'HKEY_LOCAL_MACHINE\\Software\\Policies\\Standby\\reasons\\rest',
    'HKEY_LOCAL_MACHINE\\Software\\Policies\\Standby\\shortcuts',
  ]);
  expect(own?.values).toEqual([
    { type: 'text', name: '', data: 'the default value' },
    { type: 'text', name: 'agent', data: 'agent@example.com' },
    { type: 'number', name: 'bigDword', data: 0xffffffff },
    { type: 'other', name: 'binary' },
    { type: 'text', name: 'customAddress', data: 'https://ccc.example.com/api' },
    { type: 'text', name: 'edition', data: 'china' },
    { type: 'text', name: 'emoji', data: '🔑 密钥' },
    { type: 'text', name: 'empty', data: '' },
    { type: 'lines', name: 'languages', data: ['en', 'zh-CN', '中文'] },
    { type: 'text', name: 'lines', data: 'line one\r\nnot a newline' },
    { type: 'text', name: 'name with  two spaces', data: 'a    b' },
    // Its variables would be expanded from the agent's environment.
    { type: 'other', name: 'path' },
    { type: 'other', name: 'qword' },
    {
      type: 'text',
      name: 'reasonsJson',
      data: '{"rest":["午餐","会议 & 培训"],"notReady":["A \\"quoted\\" one"]}',
    },
    { type: 'number', name: 'sdkAppId', data: 1_400_000_001 },
    { type: 'number', name: 'startAtLogin', data: 1 },
    { type: 'text', name: 'trailing', data: 'ends in backslash\\' },
    { type: 'text', name: 'withnewline', data: 'a\r\nb' },
  ]);
  expect(restReasons?.values).toEqual([
    { type: 'text', name: '1', data: '午餐' },
    { type: 'text', name: '2', data: '会议' },
  ]);
  expect(shortcuts?.values).toEqual([{ type: 'text', name: 'free', data: 'Control+Shift+F9' }]);
});

test('an export of a Chinese Windows is read completely', () => {
  const parsed = parseRegistryExport(fixture('chinese.reg'));
  expect(parsed.ok && parsed.keys[0]?.values[0]).toEqual({
    type: 'text',
    name: 'agent',
    data: '张三@example.com',
  });
});

describe('a string value stays a string, whatever it contains', () => {
  test.each([
    ['a key', 'a\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Standby\\x]\r\nb'],
    ['a value', 'a\r\n"credentialProcess"="{}"\r\n'],
    ['a quote and a value', '"\r\n"credentialProcess"="'],
    ['backslashes before a quote', '\\\\"\\'],
  ])('a string value stays a string with %s', (_what, data) => {
    const escaped = data.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    expect(valuesOf(`"Policy"="${escaped}"`)).toEqual([{ type: 'text', name: 'Policy', data }]);
  });

  test('any string value and any name are read unchanged', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => value.isWellFormed());
    const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    fc.assert(
      fc.property(text, text, (name, data) => {
        expect(valuesOf(`"${escaped(name)}"="${escaped(data)}"`)).toEqual([{ type: 'text', name, data }]);
      }),
    );
  });
});

test('bytes over several lines, and strings that are exported as bytes, are read', () => {
  const hex = (text: string) =>
    [...Buffer.from(text, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0'));
  const lines = `hex(7):${hex('{\0"reduceNotifications":\0true}\0\0')
    .join(',')
    .replace(/(.{60},)/g, '$1\\\r\n  ')}`;
  expect(valuesOf(`"Policy"=${lines}\r\n"theme"=hex(1):${hex('dark\0').join(',')}`)).toEqual([
    { type: 'lines', name: 'Policy', data: ['{', '"reduceNotifications":', 'true}'] },
    { type: 'text', name: 'theme', data: 'dark' },
  ]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['UTF-8', Buffer.from(`${HEADING}[${KEY}]\r\n`)],
  ['half a character', utf16(HEADING).subarray(0, -1)],
  ['another heading', utf16('REGEDIT4\r\n')],
  ['a text that does not end', utf16(`${HEADING}[${KEY}]\r\n"agent"="a`)],
  ['two values in a line', utf16(`${HEADING}[${KEY}]\r\n"a"="b" "c"="d"\r\n`)],
  ['a value before any key', utf16(`${HEADING}"a"="b"\r\n`)],
  ['an escape that nobody writes', utf16(`${HEADING}[${KEY}]\r\n"a"="\\x"\r\n`)],
  ['a value that is to be removed', utf16(`${HEADING}[${KEY}]\r\n"a"=-\r\n`)],
  ['more than a mebibyte', Buffer.alloc(MAX_EXPORT_BYTES + 2, utf16(HEADING))],
  ['too many keys', utf16(HEADING + `[${KEY}]\r\n`.repeat(101))],
  ['too many values', utf16(`${HEADING}[${KEY}]\r\n${'"a"="b"\r\n'.repeat(1_001)}`)],
])('an export with %s is refused', (_what, bytes) => {
  expect(parseRegistryExport(bytes)).toMatchObject({ ok: false });
});

test('reading an export never throws, whatever the file contains', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '"',
        '\\',
        '=',
        '[',
        ']',
        '@=',
        'dword:',
        'hex(7):',
        'hex:',
        '00,',
        ',\\\r\n',
        '\r\n',
        HEADING,
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(pieces, fc.boolean(), (parts, isWhole) => {
      expect(typeof parseRegistryExport(utf16((isWhole ? HEADING : '') + parts.join(''))).ok).toBe('boolean');
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(typeof parseRegistryExport(bytes).ok).toBe('boolean');
    }),
  );
});
