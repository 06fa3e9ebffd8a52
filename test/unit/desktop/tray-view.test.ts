import { describe, expect, test } from 'vitest';
import { trayIcon, trayMenu, trayTooltip, type TrayItem } from '../../../main/desktop/tray-view.ts';
import type { AppState } from '../../../preload/contract/state.ts';
import { translateInto } from '../../support/texts.ts';
import { appState, failureReport, NINE, proved, wish } from '../../support/app-state.ts';

const t = translateInto('en');
const minutes = (count: number) => count * 60_000;
const atLunch = proved({ status: 'rest', reason: 'Lunch' });

function menu(state: AppState, now = NINE): TrayItem[] {
  return trayMenu(state, translateInto(state.language), now);
}

function labels(items: TrayItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '—' : item.label));
}

function submenu(items: TrayItem[], label: string): TrayItem[] {
  const found = items.find((item) => item.kind === 'submenu' && item.label === label);
  return found?.kind === 'submenu' ? found.items : [];
}

/** The labels of all radios that are marked, in the menu and below. */
function marked(items: TrayItem[]): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'submenu') return marked(item.items);
    return item.kind === 'radio' && item.checked ? [item.label] : [];
  });
}

describe('the icon', () => {
  test.each([
    ['free', 'free'],
    ['rest', 'rest'],
    ['notReady', 'busy'],
    ['busy', 'call'],
    ['afterCallWork', 'after-call'],
    ['offline', 'offline'],
  ] as const)('of %s is %s', (status, icon) => {
    expect(trayIcon(appState({ proved: proved({ status }) }))).toBe(icon);
  });

  test('is "unknown" before anything is proved, and when what was proved may not hold', () => {
    expect(trayIcon(appState())).toBe('unknown');
    expect(trayIcon(appState({ proved: proved({ holds: false }) }))).toBe('unknown');
  });

  test('is "switching" while a wish is on its way', () => {
    expect(trayIcon(appState({ proved: proved(), wish: wish() }))).toBe('switching');
  });

  test('keeps the shape that still holds when something failed, and adds the mark', () => {
    expect(trayIcon(appState({ proved: proved(), failure: failureReport() }))).toBe('free-error');
    expect(trayIcon(appState({ failure: failureReport() }))).toBe('unknown-error');
  });
});

describe('the tooltip', () => {
  test('says status, reason and time', () => {
    const saidAfter = (time: number) => {
      const known = { ...atLunch, confirmedAt: NINE + time };
      return trayTooltip(appState({ proved: known }), t, NINE + time);
    };
    expect(saidAfter(minutes(12))).toMatch(/^Rest · Lunch, since \d\d:00$/);
    expect(saidAfter(minutes(60 * 50))).toMatch(/^Rest · Lunch, since Nov \d+, \d\d:00$/);
  });

  test('says when it was confirmed where it cannot be read back, or has not been for a while', () => {
    const refused = appState({ proved: atLunch, reading: 'refused' });
    expect(trayTooltip(refused, t, NINE)).toMatch(
      /^Rest · Lunch, since \d\d:\d\d \(last confirmed \d\d:\d\d\)$/,
    );
    const old = appState({ proved: atLunch, reading: 'allowed' });
    expect(trayTooltip(old, t, NINE + minutes(4))).toContain('last confirmed');
  });

  test('says what is on its way beside what is proved', () => {
    const tooltip = trayTooltip(appState({ proved: proved(), wish: wish() }), t, NINE);
    expect(tooltip).toMatch(/^Free, since \d\d:00\nSwitching to Rest · Lunch…$/);
  });

  test('says after a failure what is still true', () => {
    const tooltip = trayTooltip(appState({ proved: proved(), failure: failureReport() }), t, NINE);
    expect(tooltip).toContain('Still Free: the switch to Busy failed');
  });

  test('never names as the status what may no longer hold', () => {
    const tooltip = trayTooltip(appState({ proved: proved({ holds: false }) }), t, NINE);
    expect(tooltip).toMatch(/^Unknown, last confirmed Free at \d\d:\d\d$/);
  });

  test('says that the simulator is in use, and that nothing is set up', () => {
    const { account } = appState();
    expect(trayTooltip(appState({}, { account: { ...account, mode: 'simulator' } }), t, NINE)).toContain(
      'Simulator',
    );
    expect(trayTooltip(appState({}, { account: { ...account, mode: 'unset' } }), t, NINE)).toContain(
      'Not set up',
    );
  });
});

describe('the menu', () => {
  test('has the agent, what is proved, the ways to switch, and the ways out', () => {
    const items = menu(
      appState({ proved: { ...atLunch, confirmedAt: NINE + minutes(12) } }),
      NINE + minutes(12),
    );
    expect(labels(items)).toEqual([
      'mei.lin@example.com',
      expect.stringMatching(/^Rest · Lunch, since \d\d:00$/),
      '—',
      'Free',
      'Rest',
      'Busy',
      'Back in',
      '—',
      'Open Standby',
      'Settings…',
      '—',
      'Quit Standby',
    ]);
    expect(labels(submenu(items, 'Rest'))).toEqual([
      'No reason',
      'Lunch',
      'Short break',
      'Personal',
      '—',
      'Other…',
    ]);
    expect(labels(submenu(items, 'Busy'))).toContain('Meeting');
  });

  test.each([
    ['Free', proved()],
    ['Lunch', atLunch],
    ['No reason', proved({ status: 'notReady' })],
  ])('marks %s when that is proved, and nothing else', (label, known) => {
    expect(marked(menu(appState({ proved: known })))).toEqual([label]);
  });

  test('marks a typed reason by showing it', () => {
    const items = menu(appState({ proved: proved({ status: 'rest', reason: 'Dentist' }) }));
    expect(marked(submenu(items, 'Rest'))).toEqual(['Dentist']);
  });

  test('marks nothing while the status is unknown, in a call or signed out', () => {
    expect(marked(menu(appState()))).toEqual([]);
    expect(marked(menu(appState({ proved: proved({ holds: false }) })))).toEqual([]);
    expect(marked(menu(appState({ proved: proved({ status: 'busy' }) })))).toEqual([]);
  });

  test('marks what is still proved, not what is wished', () => {
    expect(marked(menu(appState({ proved: proved(), wish: wish() })))).toEqual(['Free']);
  });

  test('offers to try again after a failure, and to stop a retry', () => {
    expect(labels(menu(appState({ failure: failureReport() })))).toContain('Try again: Busy');
    const waiting = wish({ phase: { name: 'waiting', until: NINE + 5000 } });
    const items = labels(menu(appState({ wish: waiting, failure: failureReport() })));
    expect(items).toContain('Try again: Rest · Lunch');
    expect(items).toContain('Stop trying');
  });

  test('offers the way back while a switch can be undone', () => {
    const undo = { choice: { status: 'free', reason: '' }, until: NINE + 30_000 } as const;
    expect(labels(menu(appState({ proved: atLunch, undo })))).toContain('Undo: back to Free');
  });

  test('says what was changed elsewhere, and a wrong clock', () => {
    const [from, to] = [
      { status: 'free', reason: '' },
      { status: 'rest', reason: '' },
    ] as const;
    const drift = { from, to, after: NINE, before: NINE };
    const items = labels(menu(appState({ proved: atLunch, drift, clockAheadMs: -minutes(7) })));
    expect(items).toContain('Changed elsewhere: Free → Rest');
    expect(items).toContain("This computer's clock is wrong by 7 min");
  });

  test('offers no status before an account is set up', () => {
    const { account } = appState();
    const items = menu(appState({}, { account: { ...account, mode: 'unset' } }));
    expect(labels(items)).toEqual(['Not set up yet', '—', 'Open Standby', 'Settings…', '—', 'Quit Standby']);
  });

  test('speaks the agent’s language', () => {
    expect(labels(menu(appState({ proved: proved() }, { language: 'zh-CN' })))).toContain('示忙');
  });
});
