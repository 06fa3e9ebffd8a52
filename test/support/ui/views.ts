/** Every view and state of the window that looks different: for what must hold in all of them. */
import { type Notice } from '../../../preload/contract/notice.ts';
import {
  appState,
  managedSetting,
  type AppState,
  type Receipt,
  type Wish,
} from '../../../preload/contract/state.ts';
import { DEFAULT_PREFERENCES, type BudgetUse } from '../../../preload/contract/preferences.ts';
import type { SettingsTab } from '../../../renderer/views/settings.tsx';
import type { Standby } from './standby.ts';
import { agent, failure, firstRun, minutes, NOW, proved, simulator, state } from './states.ts';

/** As long as a reason may be. */
const LONG_REASON = 'Onboarding with the new colleagues, then the weekly retro 12B';
const LONG_AGENT = 'maximiliane-alexandra.featherstonehaugh-cholmondeley@customer-service.example.com';
export const RIGHT_TO_LEFT_REASON = 'استراحة الغداء (30)';

export const wish = (part: Partial<Wish> = {}): Wish => ({
  id: 1,
  choice: { status: 'rest', reason: 'Lunch' },
  source: 'window',
  askedAt: NOW,
  attempt: 1,
  phase: { name: 'sending' },
  ...part,
});

export const receipt = (part: Partial<Receipt> = {}): Receipt => ({
  from: { status: 'free', reason: '' },
  to: { status: 'rest', reason: 'Lunch' },
  source: 'tray',
  askedAt: NOW - 300,
  provedAt: NOW - 86,
  attempts: 1,
  requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  ...part,
});

/** A wish that waits for its next attempt, after the centre was too busy. */
export const retrying = agent({
  wish: wish({ attempt: 3, phase: { name: 'waiting', until: NOW + 75_000 } }),
  failure: failure({
    kind: 'rateLimited',
    code: 'RequestLimitExceeded',
    message: 'Too many requests.',
    whoCanFix: 'nobody',
    choice: { status: 'rest', reason: 'Lunch' },
  }),
});

export const takenShortcut: AppState['shortcuts'] = [
  { action: 'free', accelerator: 'Control+Shift+F9', state: 'active', locked: false },
  { action: 'rest', accelerator: 'Control+Shift+F10', state: 'taken', locked: false },
  { action: 'notReady', accelerator: '', state: 'off', locked: false },
  { action: 'toggle', accelerator: 'Control+Shift+F12', state: 'requested', locked: false },
];

const noKeys = { home: 'none', secretIdEnd: '', hasToken: false } as const;
const lunch = proved({ status: 'rest', reason: 'Lunch' });
const longReason = { status: 'rest', reason: LONG_REASON } as const;

/** Five minutes of the break are left. */
export const lunchLimit: BudgetUse = {
  status: 'rest',
  reason: 'Lunch',
  breakUsedMs: minutes(25),
  breakLimitMs: minutes(30),
  dayUsedMs: minutes(25),
  dayLimitMs: minutes(60),
  state: 'warning',
};

/** A policy that has set whatever a policy can set. */
const everything = managedSetting.options;

/** More lines of it are wrong than are shown at once. */
export const policyNotice: Extract<Notice, { kind: 'policyProblems' }> = {
  kind: 'policyProblems',
  file: '/etc/standby/policy.json',
  problems: [
    { line: 7, setting: 'budgets.0.breakMinutes', kind: 'outOfRange', expected: '1 – 1440' },
    { line: 9, setting: 'colour', kind: 'unknownSetting', expected: '' },
    { line: 12, setting: 'sdkAppId', kind: 'wrongType', expected: 'integer' },
    { line: 14, setting: 'theme', kind: 'notAllowed', expected: 'system, light, dark' },
    { line: 20, setting: '', kind: 'notJson', expected: 'CommaExpected' },
  ],
};

const inEnglish: Record<string, AppState> = {
  'first run': firstRun(),
  'first run, keychain missing': firstRun({ account: { keychain: 'missing' } }),
  free: state(),
  'rest with a receipt': state({ agent: agent({ proved: lunch, receipt: receipt() }) }),
  'busy in the simulator': simulator({
    agent: agent({ proved: proved({ status: 'notReady', reason: 'Meeting' }) }),
  }),
  'in a call': state({ agent: agent({ proved: proved({ status: 'busy', afterCall: 'rest' }) }) }),
  'after-call work': state({ agent: agent({ proved: proved({ status: 'afterCallWork' }) }) }),
  'signed out': state({ agent: agent({ proved: proved({ status: 'offline' }) }) }),
  'nothing proved': state({ agent: agent({ proved: null }) }),
  doubtful: state({ agent: agent({ proved: { ...lunch, holds: false, confirmedAt: NOW - minutes(7) } }) }),
  switching: state({ agent: agent({ wish: wish() }) }),
  'waiting, offline': state({ agent: agent({ wish: wish({ phase: { name: 'offline' } }) }) }),
  'waiting for the next attempt': state({ agent: retrying }),
  failed: simulator({ agent: agent({ failure: failure() }) }),
  'typing a reason': state({ ask: { id: 1, otherReasonFor: 'notReady' } }),
  'shortcut taken': state({ shortcuts: takenShortcut }),
  'keychain locked': state({ account: { keychain: 'locked', keys: noKeys }, agent: agent({ proved: null }) }),
  'no keys': state({ account: { keys: noKeys } }),
  'settings damaged': state({
    notices: [{ kind: 'settingsDamaged', file: '/home/mei/settings.damaged.json' }],
  }),
  'long texts': state({
    account: { agent: LONG_AGENT },
    reasons: { rest: ['Lunch', LONG_REASON], notReady: ['Paperwork'] },
    agent: agent({
      proved: proved({ ...longReason, since: NOW - minutes(6420) }),
      receipt: receipt({ to: longReason, attempts: 4 }),
      failure: failure({ choice: longReason }),
    }),
  }),
  'right to left': state({
    agent: agent({ proved: proved({ status: 'rest', reason: RIGHT_TO_LEFT_REASON }) }),
  }),
  'changed elsewhere': state({
    agent: agent({
      proved: lunch,
      drift: { from: { status: 'free', reason: '' }, to: lunch, after: NOW - minutes(7), before: NOW },
    }),
  }),
  'much to say': state({
    shortcuts: takenShortcut,
    agent: agent({
      proved: lunch,
      reading: 'refused',
      clockAheadMs: minutes(125),
      receipt: receipt(),
      undo: { choice: { status: 'free', reason: '' }, until: NOW + minutes(1) },
    }),
  }),
  'on a break with an end, its limit near': state({
    agent: agent({ proved: lunch, receipt: receipt() }),
    plannedReturn: { backAt: NOW + minutes(17), stage: 'planned', asked: 0 },
    budgets: [
      lunchLimit,
      { ...lunchLimit, reason: 'Short break', state: 'breached', dayUsedMs: minutes(67) },
    ],
  }),
  'return due': state({
    agent: agent({ proved: lunch }),
    plannedReturn: { backAt: NOW - minutes(3), stage: 'due', asked: 2 },
    budgets: [{ ...lunchLimit, state: 'breached', breakUsedMs: minutes(34) }],
  }),
  'automation stopped': state({ automationStoppedAt: NOW - minutes(3) }),
  today: state({ page: 'today' }),
  'settings with limits, on a desktop that tells little': state({
    page: 'settings',
    senses: { lock: false, sleep: true, idle: true },
    preferences: {
      ...DEFAULT_PREFERENCES,
      freeWhenDue: true,
      budgets: [{ status: 'rest', reason: LONG_REASON, breakMinutes: 30, dayMinutes: 60 }],
      whenIdle: { minutes: 10, choice: { status: 'notReady', reason: LONG_REASON } },
    },
  }),
  settings: state({ page: 'settings', shortcuts: takenShortcut }),
  'settings, keychain locked': state({ page: 'settings', account: { keychain: 'locked', keys: noKeys } }),
  'settings in the simulator': simulator({ page: 'settings' }),
  'settings, reasons, one just removed': state({
    page: 'settings',
    settingsUndo: { what: 'reasonRemoved', name: LONG_REASON, until: NOW + minutes(1) },
  }),
  'settings, no reasons and long ones': state({
    page: 'settings',
    reasons: { rest: [], notReady: [LONG_REASON, RIGHT_TO_LEFT_REASON] },
  }),
  'settings, shortcuts': state({ page: 'settings', shortcuts: takenShortcut }),
  'settings, general': state({ page: 'settings' }),
  'settings, general, on a system that tells little': state({ page: 'settings', startAtLogin: null }),
  'settings, about': state({ page: 'settings', policyFile: '/etc/standby/policy.json' }),
  'settings, account locked': state({ page: 'settings', locked: everything, notices: [policyNotice] }),
  'settings, reasons locked': state({ page: 'settings', locked: everything }),
  'settings, breaks locked': state({ page: 'settings', locked: everything }),
  'settings, shortcuts locked': state({
    page: 'settings',
    shortcuts: takenShortcut.map((shortcut) => ({ ...shortcut, locked: true })),
  }),
  'settings, general locked': state({ page: 'settings', locked: everything }),
};

/** On which tab of the settings a view is seen, where that is not the first. */
const tabs: Partial<Record<string, SettingsTab>> = {
  'settings with limits, on a desktop that tells little': 'breaks',
  'settings, reasons, one just removed': 'reasons',
  'settings, no reasons and long ones': 'reasons',
  'settings, shortcuts': 'shortcuts',
  'settings, general': 'general',
  'settings, general, on a system that tells little': 'general',
  'settings, about': 'about',
  'settings, reasons locked': 'reasons',
  'settings, breaks locked': 'breaks',
  'settings, shortcuts locked': 'shortcuts',
  'settings, general locked': 'general',
};

export type View = { name: string; state: AppState; tab: SettingsTab };

/** Each of them in one language. */
export function views(language: AppState['language']): View[] {
  const usual = state({ language }).reasons;
  const translated = (view: AppState) => ({
    ...view,
    language,
    reasons: hasUsualReasons(view) ? usual : view.reasons,
  });
  return Object.entries(inEnglish).map(([name, view]) => ({
    name,
    state: appState.parse(language === 'en' ? view : translated(view)),
    tab: tabs[name] ?? 'account',
  }));
}

function hasUsualReasons(view: AppState): boolean {
  return JSON.stringify(view.reasons) === JSON.stringify(state().reasons);
}

/** Draws a view in a window that is open. */
export async function show(standby: Standby, { state: view, tab }: View): Promise<void> {
  await standby.push(view);
  if (view.page === 'settings') await standby.page.locator(`#tab-${tab}`).click();
  await standby.page.locator('main:not([aria-busy="true"])').waitFor();
}
