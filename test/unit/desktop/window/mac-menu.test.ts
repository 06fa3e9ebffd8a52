import { expect, test } from 'vitest';
import { macMenuTemplate } from '../../../../main/desktop/window/mac-menu.ts';

test('on macOS the keys of the window are those of other apps: quit, close, hide, settings and editing', () => {
  let opened = 0;
  const [app, window, edit] = macMenuTemplate('Settings…', () => (opened += 1));
  const items = Array.isArray(app?.submenu) ? app.submenu : [];
  expect(items.map(({ role }) => role)).toEqual([undefined, 'hide', 'quit']);
  expect(items[0]).toMatchObject({ label: 'Settings…', accelerator: 'Command+,' });
  const click: unknown = items[0]?.click;
  if (typeof click === 'function') Reflect.apply(click, undefined, []);
  expect(opened).toBe(1);
  expect(window?.submenu).toEqual([{ role: 'close' }]);
  expect(edit).toEqual({ role: 'editMenu' });
});
