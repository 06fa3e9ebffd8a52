import { beforeEach, expect, test } from 'vitest';
import type { MenuEntry } from '../../../../main/desktop/tray/tray-icon.ts';
import type { TrayCommand } from '../../../../main/desktop/tray/tray-model.ts';
import type { MenuStyle } from '../../../../main/desktop/tray/menu-style.ts';
import { createTray } from '../../../../main/desktop/tray/tray.ts';
import type { AppState } from '../../../../shared/state.ts';
import { appState, MONDAY_9AM, confirmed } from '../../../support/app-state.ts';
import { translateInto } from '../../../support/texts.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

/** A fake tray, whose methods can be made to throw. */
const desktop = {
  image: '',
  toolTip: '',
  menu: [] as MenuEntry[],
  broken: new Set<'image' | 'toolTip' | 'menu'>(),
  draws: 0,
};
function take(part: 'image' | 'toolTip' | 'menu'): void {
  desktop.draws += 1;
  if (desktop.broken.has(part)) throw new Error(`no ${part}`);
}

beforeEach(() => {
  Object.assign(desktop, { image: '', toolTip: '', menu: [], draws: 0 });
  desktop.broken.clear();
});

function createHarness(onCommand: (command: TrayCommand) => void = () => {}, style: Partial<MenuStyle> = {}) {
  const time = createVirtualClock();
  const errors: string[] = [];
  const trayHandle = {
    onClick: () => {},
    onHover: () => {},
    bounds: () => ({ x: 0, y: 0, width: 0, height: 0 }),
    setToolTip: (text: string) => {
      take('toolTip');
      desktop.toolTip = text;
    },
    setImage: (name: string) => {
      take('image');
      desktop.image = name;
    },
    setMenu: (menu: MenuEntry[]) => {
      take('menu');
      desktop.menu = menu;
    },
  };
  const { show, stop } = createTray({
    trayHandle,
    time,
    translateInto,
    style: { isFlat: false, mark: 'radio', ...style },
    onClick: () => {},
    onHover: () => {},
    onCommand,
    onError: (error) => errors.push(error instanceof Error ? error.message : String(error)),
  });
  const change = async (state: AppState) => {
    show(state);
    await time.advance(16);
  };
  return { time, errors, change, stop };
}

const free = appState({ confirmed: confirmed() });
const lunch = appState({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) });
const texts = () => desktop.menu.map(({ label }) => label);

test('the first state is rendered at once, later ones after the delay', async () => {
  const { change } = createHarness();
  await change(free);
  expect(desktop.image).toBe('free');
  await change(lunch);
  expect(desktop).toMatchObject({ image: 'rest' });
  expect(desktop.toolTip).toMatch(/^Rest · Lunch, since/);
});

test.each(['image', 'toolTip', 'menu'] as const)(
  'a tray that refuses the %s shows the rest, and is updated again at the next change',
  async (part) => {
    const { change, errors } = createHarness();
    await change(free);
    desktop.broken.add(part);
    await change(lunch);
    expect(errors).toEqual([`no ${part}`]);
    const shown = {
      image: desktop.image === 'rest',
      toolTip: desktop.toolTip.startsWith('Rest'),
      menu: texts().some((label) => label?.startsWith('Rest · Lunch')),
    };
    expect(shown).toEqual({ image: true, toolTip: true, menu: true, [part]: false });
    desktop.broken.clear();
    await change({ ...lunch, route: 'today' });
    expect(desktop.image).toBe('rest');
    expect(desktop.toolTip).toMatch(/^Rest · Lunch/);
    expect(texts()).toContainEqual(expect.stringMatching(/^Rest · Lunch/));
  },
);

test('a tray that never works is logged, and not retried without end', async () => {
  const { change, errors, time } = createHarness();
  desktop.broken = new Set(['image', 'toolTip', 'menu']);
  await change(free);
  // Rendered at once, and once more after the delay.
  expect(errors).toHaveLength(6);
  await time.advance(60_000);
  expect(errors).toHaveLength(6);
});

test('an error while rendering labels is reported, not unhandled', async () => {
  const { change, errors } = createHarness();
  await change(free);
  const broken = { ...lunch, language: 'nonsense' };
  await change({ ...broken, agent: { ...broken.agent, confirmed: confirmed({ since: Number.NaN }) } });
  expect(errors.length).toBeGreaterThan(0);
  await change(lunch);
  expect(desktop.image).toBe('rest');
});

test('after a click handler that throws the menu is correct', async () => {
  const { change, time } = createHarness(() => {
    throw new Error('obey');
  });
  await change(free);
  desktop.menu = [...desktop.menu];
  const clicked = desktop.menu.find(({ label }) => label === 'Free');
  expect(() => clicked?.click?.()).toThrow('obey');
  const before = desktop.draws;
  await time.advance(16);
  // The desktop has moved its radio mark, so the menu is rendered again.
  expect(desktop.draws).toBe(before + 1);
});

test('a flat menu marks the confirmed reason only, and its items switch', async () => {
  const commands: TrayCommand[] = [];
  const { change } = createHarness((command) => commands.push(command), { isFlat: true });
  await change(lunch);
  expect(desktop.menu.filter(({ submenu }) => submenu !== undefined)).toEqual([]);
  const group = desktop.menu.filter(({ type }) => type === 'radio');
  // One hidden item, since Electron takes radio items for one group up to the next separator.
  expect(group.filter(({ visible }) => visible === false)).toHaveLength(1);
  expect(group.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['Rest · Lunch']);
  desktop.menu.find(({ label }) => label === 'Busy · Training')?.click?.();
  expect(commands).toEqual([
    { type: 'requestStatus', choice: { status: 'notReady', reason: 'Training' }, minutes: null },
  ]);
});

test('a menu of checkboxes marks the confirmed reason only, also after a click', async () => {
  const { change } = createHarness(() => {}, { mark: 'checkbox' });
  await change(lunch);
  const flat = (entries: MenuEntry[]): MenuEntry[] =>
    entries.flatMap((entry) => [entry, ...flat(entry.submenu ?? [])]);
  const marked = () => flat(desktop.menu).filter(({ checked }) => checked);
  expect(marked()).toMatchObject([{ type: 'checkbox', label: 'Lunch' }]);
  expect(flat(desktop.menu).filter(({ type, visible }) => type === 'radio' || visible === false)).toEqual([]);
  const before = desktop.draws;
  flat(desktop.menu)
    .find(({ label }) => label === 'Free')
    ?.click?.();
  await change({ ...lunch });
  expect(desktop.draws).toBe(before + 1);
  expect(marked()).toMatchObject([{ label: 'Lunch' }]);
});

test('a confirmed status becomes stale without another event', async () => {
  const { change, time } = createHarness();
  await change(free);
  await time.advance(3 * 60_000);
  expect(desktop.toolTip).toContain('last confirmed');
  expect(time.now()).toBeGreaterThan(MONDAY_9AM);
});

test('after stop() nothing is rendered', async () => {
  const { change, stop, time } = createHarness();
  await change(free);
  stop();
  await change(lunch);
  expect(desktop.image).toBe('free');
  expect(time.pending()).toBe(0);
});
