import { expect, test } from 'vitest';
import { flattenMenu, menuStyle, type MenuStyle } from '../../../../main/desktop/tray/menu-style.ts';
import { trayMenu, type TrayItem } from '../../../../main/desktop/tray/tray-model.ts';
import { appState, confirmed, MONDAY_9AM } from '../../../support/app-state.ts';
import { translateInto } from '../../../support/texts.ts';

test.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, Partial<MenuStyle>]>([
  ['KDE on X11', 'linux', { XDG_CURRENT_DESKTOP: 'KDE' }, { isFlat: true }],
  ['a desktop that is derived from KDE', 'linux', { XDG_CURRENT_DESKTOP: 'Kylin:KDE' }, { isFlat: true }],
  ['KDE on Wayland', 'linux', { XDG_CURRENT_DESKTOP: 'KDE', WAYLAND_DISPLAY: 'wayland-0' }, {}],
  ['LXQt', 'linux', { XDG_CURRENT_DESKTOP: 'LXQt' }, { mark: 'checkbox' }],
  ['LXQt on Wayland', 'linux', { XDG_CURRENT_DESKTOP: 'LXQt', WAYLAND_DISPLAY: '1' }, { mark: 'checkbox' }],
  ['GNOME', 'linux', { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' }, {}],
  ['no desktop', 'linux', {}, {}],
  ['Windows', 'win32', { XDG_CURRENT_DESKTOP: 'KDE' }, {}],
])('%s: the style of the menu', (_name, platform, environment, expected) => {
  expect(menuStyle(platform, environment)).toEqual({ isFlat: false, mark: 'radio', ...expected });
});

const leaves = (items: readonly TrayItem[]): TrayItem[] =>
  items.flatMap((item) => (item.kind === 'submenu' ? leaves(item.items) : [item]));
const commands = (items: readonly TrayItem[]) =>
  leaves(items).flatMap((item) => ('command' in item ? [item.command] : []));

test.each(['en', 'zh-CN'] as const)(
  'a flat menu has every command of the menu, in its order, and each label is unique (%s)',
  (language) => {
    const state = appState({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) });
    const menu = trayMenu(state, translateInto(language), MONDAY_9AM);
    const flat = flattenMenu(menu);
    expect(flat.map(({ kind }) => kind)).not.toContain('submenu');
    expect(commands(flat)).toEqual(commands(menu));
    const labels = flat.flatMap((item) =>
      item.kind === 'command' || item.kind === 'radio' ? [item.label] : [],
    );
    expect(new Set(labels).size).toBe(labels.length);
  },
);

test('the label of the submenu stands in front of the labels of its items', () => {
  const menu = trayMenu(appState({ confirmed: confirmed() }), translateInto('en'), MONDAY_9AM);
  const labels = flattenMenu(menu).flatMap((item) => (item.kind === 'separator' ? [] : [item.label]));
  expect(labels).toContain('Rest · No reason');
  expect(labels).toContain('Rest · Other…');
  expect(labels).toContain('Busy · Training');
});

test('a recent choice stands once, and one that no other item requests stays', () => {
  const recentChoices = [
    { status: 'rest', reason: 'Lunch', minutes: null },
    { status: 'rest', reason: 'Dentist', minutes: null },
  ] as const;
  const state = { ...appState({ confirmed: confirmed() }), recentChoices: [...recentChoices] };
  const labels = flattenMenu(trayMenu(state, translateInto('en'), MONDAY_9AM)).flatMap((item) =>
    'command' in item ? [item.label] : [],
  );
  expect(labels.filter((label) => label.includes('Lunch'))).toEqual(['Rest · Lunch']);
  expect(labels.filter((label) => label.includes('Dentist'))).toEqual(['Rest · Dentist']);
});
