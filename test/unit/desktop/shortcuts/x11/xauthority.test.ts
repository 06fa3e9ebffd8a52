import { expect, test } from 'vitest';
import { parseDisplay } from '../../../../../main/desktop/shortcuts/x11/display.ts';
import { findCookie } from '../../../../../main/desktop/shortcuts/x11/xauthority.ts';

function entry(
  family: number,
  address: string,
  display: string,
  data: string,
  name = 'MIT-MAGIC-COOKIE-1',
): Buffer {
  const field = (text: string) => {
    const bytes = Buffer.from(text, 'latin1');
    return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  };
  return Buffer.concat([
    Buffer.from([family >> 8, family & 0xff]),
    ...[address, display, name, data].map(field),
  ]);
}
const [LOCAL, ANY] = [256, 65535];

test('the cookie is that of this computer and display', () => {
  const file = Buffer.concat([
    entry(LOCAL, 'other', '0', 'other'),
    entry(ANY, '', '', 'any'),
    entry(LOCAL, 'here', '1', 'display one'),
    entry(LOCAL, 'here', '0', 'mine'),
    entry(LOCAL, 'here', '0', 'unknown kind', 'XDM-AUTHORIZATION-1'),
  ]);
  const dataOf = (display: string, host: string) => findCookie(file, display, host)?.data.toString();
  expect(dataOf('0', 'here')).toBe('mine');
  expect(dataOf('1', 'here')).toBe('display one');
  expect(dataOf('7', 'here')).toBe('any');
  expect(findCookie(entry(LOCAL, 'before it was renamed', '0', 'mine'), '0', 'here')?.data.toString()).toBe(
    'mine',
  );
});

test('a truncated file is read up to its end, and a missing file has no cookie', () => {
  const file = Buffer.concat([entry(LOCAL, 'here', '0', 'mine'), entry(LOCAL, 'here', '1', 'more')]);
  for (let end = 0; end < file.length; end += 1) {
    expect(() => findCookie(file.subarray(0, end), '1', 'here')).not.toThrow();
  }
  expect(findCookie(file.subarray(0, -3), '0', 'here')?.data.toString()).toBe('mine');
  expect(findCookie(Buffer.alloc(0), '0', 'here')).toBeNull();
});

test.each([
  [':0', { host: '', number: '0', screen: 0 }],
  ['unix:1.2', { host: '', number: '1', screen: 2 }],
  ['localhost:10.0', { host: 'localhost', number: '10', screen: 0 }],
  ['', null],
  ['wayland-0', null],
])('DISPLAY "%s" is parsed', (display, expected) => expect(parseDisplay(display)).toEqual(expected));
