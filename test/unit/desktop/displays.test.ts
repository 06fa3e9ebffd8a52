import { expect, test } from 'vitest';
import { displayIn, environmentOf, isElsewhere } from '../../../main/desktop/displays.ts';

test('the variables of a process are read from its list', () => {
  const listed = 'DISPLAY=:7\0EMPTY=\0ODD=a=b\0broken\0';
  expect(environmentOf(listed)).toEqual({ DISPLAY: ':7', EMPTY: '', ODD: 'a=b' });
  expect(displayIn(environmentOf(listed))).toBe(':7');
});

test.each([
  [{ DISPLAY: ':0' }, { DISPLAY: ':1' }, true],
  [{ DISPLAY: ':0' }, { DISPLAY: ':0.0' }, false],
  [{ DISPLAY: 'unix:0' }, { DISPLAY: ':0' }, false],
  [{ DISPLAY: ':0' }, { DISPLAY: 'localhost:10.0' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, { WAYLAND_DISPLAY: 'wayland-1' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, { DISPLAY: ':0' }, false],
  [{ DISPLAY: ':0' }, {}, false],
])('%j and %j: elsewhere is %s', (one, other, elsewhere) => {
  expect(isElsewhere(one, other)).toBe(elsewhere);
  expect(isElsewhere(other, one)).toBe(elsewhere);
});
