import { expect, test } from 'vitest';
import {
  getDisplay,
  parseEnvironment,
  isOtherDisplay,
  serializeDisplay,
} from '../../../../main/desktop/window/displays.ts';

test('the display of a process is read as written, and invalid parts are ignored', () => {
  expect(getDisplay(parseEnvironment(serializeDisplay({ DISPLAY: ':7', HOME: '/home/me' })))).toBe(':7');
  expect(
    getDisplay(parseEnvironment(serializeDisplay({ DISPLAY: ':7', WAYLAND_DISPLAY: 'wayland-1' }))),
  ).toBe('wayland-1');
  expect(parseEnvironment('DISPLAY=:7\0EMPTY=\0ODD=a=b\0broken\0')).toEqual({
    DISPLAY: ':7',
    EMPTY: '',
    ODD: 'a=b',
  });
});

test.each([
  [{ DISPLAY: ':0' }, { DISPLAY: ':1' }, true],
  [{ DISPLAY: ':0' }, { DISPLAY: ':0.0' }, false],
  [{ DISPLAY: 'unix:0' }, { DISPLAY: ':0' }, false],
  [{ DISPLAY: ':0' }, { DISPLAY: 'localhost:10.0' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, { WAYLAND_DISPLAY: 'wayland-1' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, { DISPLAY: ':0' }, false],
  [{ DISPLAY: ':0' }, {}, false],
])('the displays %j and %j differ: %s', (one, other, elsewhere) => {
  expect(isOtherDisplay(one, other)).toBe(elsewhere);
  expect(isOtherDisplay(other, one)).toBe(elsewhere);
});
