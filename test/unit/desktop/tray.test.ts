import { beforeEach, expect, test, vi } from 'vitest';
import type { TrayCommand } from '../../../main/desktop/tray-view.ts';
import { createTray } from '../../../main/desktop/tray.ts';
import type { AppState } from '../../../preload/contract/state.ts';
import { appState, NINE, proved } from '../../support/app-state.ts';
import { translateInto } from '../../support/texts.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

type Template = { label?: string; click?: () => void };

vi.mock('electron', () => ({ Menu: { buildFromTemplate: (items: unknown) => items } }));

/** The system's tray, whose parts can be made to throw. */
const desktop = {
  image: '',
  toolTip: '',
  menu: [] as Template[],
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

function setUp(onCommand: (command: TrayCommand) => void = () => {}) {
  const time = virtualTime();
  const faults: string[] = [];
  const tray = {
    on: () => tray,
    getBounds: () => ({ x: 0, y: 0, width: 0, height: 0 }),
    setToolTip: (text: string) => {
      take('toolTip');
      desktop.toolTip = text;
    },
    setContextMenu: (menu: Template[]) => {
      take('menu');
      desktop.menu = menu;
    },
  };
  const placed = {
    tray,
    setImage: (name: string) => {
      take('image');
      desktop.image = name;
    },
  } as unknown as Parameters<typeof createTray>[0]['placed'];
  const { show, stop } = createTray({
    placed,
    time,
    translateInto,
    onClick: () => {},
    onApproach: () => {},
    onCommand,
    onFault: (error) => faults.push(error instanceof Error ? error.message : String(error)),
  });
  const change = async (state: AppState) => {
    show(state);
    await time.advance(16);
  };
  return { time, faults, change, stop };
}

const free = appState({ proved: proved() });
const lunch = appState({ proved: proved({ status: 'rest', reason: 'Lunch' }) });
const texts = () => desktop.menu.map(({ label }) => label);

test('the first state is drawn at once, the next ones a moment later', async () => {
  const { change } = setUp();
  await change(free);
  expect(desktop.image).toBe('free');
  await change(lunch);
  expect(desktop).toMatchObject({ image: 'rest' });
  expect(desktop.toolTip).toMatch(/^Rest · Lunch, since/);
});

test.each(['image', 'toolTip', 'menu'] as const)(
  'a tray that does not take the %s shows all the rest, and is tried again with the next change',
  async (part) => {
    const { change, faults } = setUp();
    await change(free);
    desktop.broken.add(part);
    await change(lunch);
    expect(faults).toEqual([`no ${part}`]);
    const shown = {
      image: desktop.image === 'rest',
      toolTip: desktop.toolTip.startsWith('Rest'),
      menu: texts().some((label) => label?.startsWith('Rest · Lunch')),
    };
    expect(shown).toEqual({ image: true, toolTip: true, menu: true, [part]: false });
    desktop.broken.clear();
    await change({ ...lunch, page: 'today' });
    expect(desktop.image).toBe('rest');
    expect(desktop.toolTip).toMatch(/^Rest · Lunch/);
    expect(texts()).toContainEqual(expect.stringMatching(/^Rest · Lunch/));
  },
);

test('a tray that never works is told of, and not tried without end', async () => {
  const { change, faults, time } = setUp();
  desktop.broken = new Set(['image', 'toolTip', 'menu']);
  await change(free);
  // Drawn at once, and once more a moment later.
  expect(faults).toHaveLength(6);
  await time.advance(60_000);
  expect(faults).toHaveLength(6);
});

test('what cannot be put into words is a fault, not an error that nobody handles', async () => {
  const { change, faults } = setUp();
  await change(free);
  const broken = { ...lunch, language: 'nonsense' };
  await change({ ...broken, agent: { ...broken.agent, proved: proved({ since: Number.NaN }) } });
  expect(faults.length).toBeGreaterThan(0);
  await change(lunch);
  expect(desktop.image).toBe('rest');
});

test('a click that throws leaves the menu right', async () => {
  const { change, time } = setUp(() => {
    throw new Error('obey');
  });
  await change(free);
  desktop.menu = [...desktop.menu];
  const clicked = desktop.menu.find(({ label }) => label === 'Free');
  expect(() => clicked?.click?.()).toThrow('obey');
  const before = desktop.draws;
  await time.advance(16);
  // The desktop has moved its radio, so the menu is drawn again.
  expect(desktop.draws).toBe(before + 1);
});

test('what is proved grows old by itself', async () => {
  const { change, time } = setUp();
  await change(free);
  await time.advance(3 * 60_000);
  expect(desktop.toolTip).toContain('last confirmed');
  expect(time.now()).toBeGreaterThan(NINE);
});

test('stopped, nothing is drawn any more', async () => {
  const { change, stop, time } = setUp();
  await change(free);
  stop();
  await change(lunch);
  expect(desktop.image).toBe('free');
  expect(time.pending()).toBe(0);
});
