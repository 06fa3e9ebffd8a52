import { expect, test } from 'vitest';
import { displayIn, environmentOf, isElsewhere, listed } from '../../../main/desktop/displays.ts';

test('the display of a process is read as it was written, and what is broken is left out', () => {
  expect(displayIn(environmentOf(listed({ DISPLAY: ':7', HOME: '/home/me' })))).toBe(':7');
  expect(displayIn(environmentOf(listed({ DISPLAY: ':7', WAYLAND_DISPLAY: 'wayland-1' })))).toBe('wayland-1');
  expect(environmentOf('DISPLAY=:7\0EMPTY=\0ODD=a=b\0broken\0')).toEqual({
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
])('%j and %j: elsewhere is %s', (one, other, elsewhere) => {
  expect(isElsewhere(one, other)).toBe(elsewhere);
  expect(isElsewhere(other, one)).toBe(elsewhere);
});
