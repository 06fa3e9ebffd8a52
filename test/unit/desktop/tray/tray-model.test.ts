import { describe, expect, test } from 'vitest';
import { fitTooltip } from '../../../../main/desktop/tray/fit-tooltip.ts';
import { trayIcon, trayMenu, trayTooltip, type TrayItem } from '../../../../main/desktop/tray/tray-model.ts';
import type { AgentState, AppState } from '../../../../shared/state.ts';
import { translateInto } from '../../../support/texts.ts';
import { appState, failureReport, MONDAY_9AM, confirmed, intent } from '../../../support/app-state.ts';

const t = translateInto('en');
const minutes = (count: number) => count * 60_000;
const atLunch = confirmed({ status: 'rest', reason: 'Lunch' });

function menu(state: AppState, now = MONDAY_9AM): TrayItem[] {
  return trayMenu(state, translateInto(state.language), now);
}

function labels(items: TrayItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '—' : item.label));
}

function submenu(items: TrayItem[], label: string): TrayItem[] {
  const found = items.find((item) => item.kind === 'submenu' && item.label === label);
  return found?.kind === 'submenu' ? found.items : [];
}

/** Labels of all checked radio items, in the menu and its submenus. */
function marked(items: TrayItem[]): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'submenu') return marked(item.items);
    return item.kind === 'radio' && item.checked ? [item.label] : [];
  });
}

const signIn = {
  step: 'signedOut',
  issuerHost: 'login.example.com',
  userCode: '',
  verificationAddress: '',
  failure: null,
  canUseDeviceCode: false,
  sessionOnly: false,
} as const;

describe('while nobody is signed in', () => {
  const { account } = appState();
  const signedOut = appState({}, { account: { ...account, mode: 'unconfigured', signIn } });

  test('the first item of the menu signs in, and no item requests a status', () => {
    const items = menu(signedOut);
    expect(items[0]).toEqual({ kind: 'command', label: 'Sign in…', command: { type: 'signIn' } });
    expect(labels(items)).toEqual([
      ...['Sign in…', 'Not signed in', '—', 'Open Standby', 'Settings…', '—', 'Quit Standby'],
    ]);
  });

  test('icon and tooltip show no status', () => {
    expect(trayIcon(signedOut)).toBe('unknown');
    expect(trayTooltip(signedOut, t, MONDAY_9AM)).toBe('Standby: Not signed in');
  });

  test('the simulator and a signed-in agent have no such item', () => {
    for (const mode of ['simulator', 'account'] as const) {
      const state = appState({ confirmed: confirmed() }, { account: { ...account, mode, signIn } });
      expect(labels(menu(state))).not.toContain('Sign in…');
    }
  });
});

describe('the icon', () => {
  test.each([
    ['free', 'free'],
    ['rest', 'rest'],
    ['notReady', 'busy'],
    ['busy', 'call'],
    ['afterCallWork', 'after-call'],
    ['offline', 'offline'],
  ] as const)('the icon of %s is %s', (status, icon) => {
    expect(trayIcon(appState({ confirmed: confirmed({ status }) }))).toBe(icon);
  });

  test('the icon is "unknown" before the first confirmation, and when the confirmed status is invalidated', () => {
    expect(trayIcon(appState())).toBe('unknown');
    expect(trayIcon(appState({ confirmed: confirmed({ isValid: false }) }))).toBe('unknown');
  });

  test('the icon is "switching" while an intent is pending', () => {
    expect(trayIcon(appState({ confirmed: confirmed(), intent: intent() }))).toBe('switching');
  });

  test('the icon keeps the confirmed status after a failure, and adds the error mark', () => {
    expect(trayIcon(appState({ confirmed: confirmed(), failure: failureReport() }))).toBe('free-error');
    expect(trayIcon(appState({ failure: failureReport() }))).toBe('unknown-error');
  });
});

describe('the tooltip', () => {
  test('the tooltip names status, reason and time', () => {
    const tooltipAfter = (time: number) => {
      const known = { ...atLunch, confirmedAt: MONDAY_9AM + time };
      return trayTooltip(appState({ confirmed: known }), t, MONDAY_9AM + time);
    };
    expect(tooltipAfter(minutes(12))).toMatch(/^Rest · Lunch, since \d\d:00$/);
    expect(tooltipAfter(minutes(60 * 50))).toMatch(/^Rest · Lunch, since Nov \d+, \d\d:00$/);
  });

  test('the tooltip names the time of confirmation if the status cannot be read, or is stale', () => {
    const refused = appState({ confirmed: atLunch, readAccess: 'refused' });
    expect(trayTooltip(refused, t, MONDAY_9AM)).toMatch(
      /^Rest · Lunch, since \d\d:\d\d \(last confirmed \d\d:\d\d\)$/,
    );
    const old = appState({ confirmed: atLunch, readAccess: 'allowed' });
    expect(trayTooltip(old, t, MONDAY_9AM + minutes(4))).toContain('last confirmed');
  });

  test('the tooltip names the pending intent beside the confirmed status', () => {
    const tooltip = trayTooltip(appState({ confirmed: confirmed(), intent: intent() }), t, MONDAY_9AM);
    expect(tooltip).toMatch(/^Free, since \d\d:00\nSwitching to Rest · Lunch…$/);
  });

  test('the tooltip names the confirmed status after a failure', () => {
    const tooltip = trayTooltip(
      appState({ confirmed: confirmed(), failure: failureReport() }),
      t,
      MONDAY_9AM,
    );
    expect(tooltip).toContain("Still Free. Couldn't switch to Busy");
  });

  test('the tooltip never shows an invalidated status as the current one', () => {
    const tooltip = trayTooltip(appState({ confirmed: confirmed({ isValid: false }) }), t, MONDAY_9AM);
    expect(tooltip).toMatch(
      /^Status unknown\. Last confirmed: Free at \d\d:\d\d\nThe last switch wasn't confirmed\. It may have worked\.$/,
    );
  });

  test('the tooltip says why no status is known, unless a failure or an intent says more', () => {
    const unknown = { unknownCause: 'noNetwork' } as const;
    const tooltip = (change: Partial<AgentState>) =>
      trayTooltip(appState({ ...unknown, ...change }), t, MONDAY_9AM);
    expect(tooltip({})).toBe('Status unknown\nThis computer has no network.');
    expect(tooltip({ failure: failureReport({ choice: null }) })).not.toContain('This computer');
    expect(tooltip({ intent: intent() })).not.toContain('This computer');
  });

  test('the tooltip tells an agent who is offline to sign in', () => {
    const offline = appState({ confirmed: confirmed({ status: 'offline' }) });
    expect(trayTooltip(offline, t, MONDAY_9AM)).toMatch(/\nSign in to the agent workspace first\.$/);
  });

  test('the tooltip names the simulator, and a missing account', () => {
    const { account } = appState();
    expect(
      trayTooltip(appState({}, { account: { ...account, mode: 'simulator' } }), t, MONDAY_9AM),
    ).toContain('Simulator');
    expect(
      trayTooltip(appState({}, { account: { ...account, mode: 'unconfigured' } }), t, MONDAY_9AM),
    ).toContain('Not set up');
  });
});

describe('the menu', () => {
  test.each<[string, Partial<AgentState>, boolean]>([
    ['the status is unknown', {}, true],
    ['a reading failed', { failure: failureReport({ choice: null }) }, true],
    ['the status is known', { confirmed: confirmed() }, false],
    ['a switch failed, which can be tried again', { failure: failureReport() }, false],
    ['a switch is pending', { intent: intent() }, false],
    ['the key may not read', { readAccess: 'refused' }, false],
  ])('"Check now" where %s: %s', (_what, change, isOffered) => {
    expect(labels(menu(appState(change))).includes('Check now')).toBe(isOffered);
  });

  test('the menu has the agent, the confirmed status, the statuses, and the commands', () => {
    const items = menu(
      appState({ confirmed: { ...atLunch, confirmedAt: MONDAY_9AM + minutes(12) } }),
      MONDAY_9AM + minutes(12),
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
    ['Free', confirmed()],
    ['Lunch', atLunch],
    ['No reason', confirmed({ status: 'notReady' })],
  ])('the menu checks %s when that is confirmed, and nothing else', (label, known) => {
    expect(marked(menu(appState({ confirmed: known })))).toEqual([label]);
  });

  test('the menu adds a checked item for a typed reason', () => {
    const items = menu(appState({ confirmed: confirmed({ status: 'rest', reason: 'Dentist' }) }));
    expect(marked(submenu(items, 'Rest'))).toEqual(['Dentist']);
  });

  test('the menu checks nothing while the status is unknown, in a call or signed out', () => {
    expect(marked(menu(appState()))).toEqual([]);
    expect(marked(menu(appState({ confirmed: confirmed({ isValid: false }) })))).toEqual([]);
    expect(marked(menu(appState({ confirmed: confirmed({ status: 'busy' }) })))).toEqual([]);
  });

  test('the menu checks the confirmed status, not the intent', () => {
    expect(marked(menu(appState({ confirmed: confirmed(), intent: intent() })))).toEqual(['Free']);
  });

  test('the menu offers "Try again" after a failure, and "Stop trying" during retries', () => {
    expect(labels(menu(appState({ failure: failureReport() })))).toContain('Try again: Busy');
    const waiting = intent({ phase: { type: 'waiting', until: MONDAY_9AM + 5000 } });
    const items = labels(menu(appState({ intent: waiting, failure: failureReport() })));
    expect(items).toContain('Try again: Rest · Lunch');
    expect(items).toContain('Stop trying');
  });

  test('the menu offers "Undo" while a switch can be undone', () => {
    const undo = { choice: { status: 'free', reason: '' }, until: MONDAY_9AM + 30_000 } as const;
    expect(labels(menu(appState({ confirmed: atLunch, undo })))).toContain('Undo: back to Free');
  });

  test('the menu shows an external change and a wrong clock', () => {
    const [from, to] = [
      { status: 'free', reason: '' },
      { status: 'rest', reason: '' },
    ] as const;
    const externalChange = { from, to, after: MONDAY_9AM, before: MONDAY_9AM };
    const items = labels(menu(appState({ confirmed: atLunch, externalChange, clockSkewMs: -minutes(7) })));
    expect(items).toContain('Changed elsewhere: Free → Rest');
    expect(items).toContain("This computer's clock is off by 7 min");
  });

  test('the menu offers no status before an account is set up', () => {
    const { account } = appState();
    const items = menu(appState({}, { account: { ...account, mode: 'unconfigured' } }));
    expect(labels(items)).toEqual(['Not set up yet', '—', 'Open Standby', 'Settings…', '—', 'Quit Standby']);
  });

  test('the two most recent choices stand below the statuses, with their durations', () => {
    const recentChoices = [
      { status: 'rest', reason: 'Lunch', minutes: 45 },
      { status: 'notReady', reason: 'Fire & drill', minutes: null },
      { status: 'rest', reason: 'Short break', minutes: 10 },
    ] as const;
    for (const [language, names] of [
      ['en', ['Free', 'Rest', 'Busy', 'Rest · Lunch, 45 min', 'Busy · Fire & drill', '—']],
      ['zh-CN', ['示闲', '小休', '示忙', '小休·Lunch，45 分钟', '示忙·Fire & drill', '—']],
    ] as const) {
      const items = menu(
        appState({ confirmed: confirmed() }, { language, recentChoices: [...recentChoices] }),
      );
      const first = labels(items).indexOf(names[0]);
      expect(labels(items).slice(first, first + names.length)).toEqual(names);
    }
    expect(menu(appState({}, { recentChoices: [...recentChoices] }))).toContainEqual({
      kind: 'command',
      label: 'Rest · Lunch, 45 min',
      command: { type: 'requestStatus', choice: { status: 'rest', reason: 'Lunch' }, minutes: 45 },
    });
  });

  test('a recent choice is never checked: the submenu alone marks the confirmed status', () => {
    const recentChoices = [{ status: 'rest', reason: 'Lunch', minutes: 45 }] as const;
    const known = menu(appState({ confirmed: atLunch }, { recentChoices: [...recentChoices] }));
    expect(marked(known)).toEqual(['Lunch']);
    expect(marked(menu(appState({ confirmed: confirmed() }, { recentChoices: [...recentChoices] })))).toEqual(
      ['Free'],
    );
  });

  test('a reason shows the duration that a click plans', () => {
    const reasonDurations = [
      { status: 'rest', reason: 'Lunch', minutes: 45 },
      { status: 'rest', reason: 'Dentist', minutes: 90 },
      { status: 'notReady', reason: 'Personal', minutes: 5 },
    ] as const;
    const atDentist = confirmed({ status: 'rest', reason: 'Dentist' });
    const rest = submenu(
      menu(appState({ confirmed: atDentist }, { reasonDurations: [...reasonDurations] })),
      'Rest',
    );
    expect(labels(rest).slice(0, 5)).toEqual([
      'No reason',
      'Lunch, 45 min',
      'Short break',
      'Personal',
      'Dentist, 90 min',
    ]);
    expect(rest[1]).toMatchObject({
      command: { type: 'requestStatus', choice: { status: 'rest', reason: 'Lunch' }, minutes: 45 },
    });
  });

  test('the tray is in the agent’s language', () => {
    expect(labels(menu(appState({ confirmed: confirmed() }, { language: 'zh-CN' })))).toContain('示忙');
  });
});

test('a tooltip on Windows has at most 127 UTF-16 units, and is cut by line', () => {
  const line = (length: number) => 'x'.repeat(length);
  expect(fitTooltip(`${line(63)}\n${line(63)}`, 'win32')).toHaveLength(127);
  expect(fitTooltip(`${line(63)}\n${line(64)}\n${line(5)}`, 'win32')).toBe(line(63));
  expect(fitTooltip(line(128), 'win32')).toBe(`${line(126)}…`);
  expect(fitTooltip(`${line(125)}🍜x`, 'win32')).toBe(`${line(125)}…`);
  expect(fitTooltip(`${line(200)}\n${line(5)}`, 'linux')).toHaveLength(206);
});
