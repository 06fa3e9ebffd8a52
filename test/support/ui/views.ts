/** All views and states that look different, for checks that run on every view. */
import { type Notice } from '../../../shared/notice.ts';
import {
  appState,
  managedSetting,
  type AppState,
  type Receipt,
  type StatusIntent,
} from '../../../shared/state.ts';
import { DEFAULT_PREFERENCES, type BreakLimitUsage, type Preferences } from '../../../shared/preferences.ts';
import type { SettingsTab } from '../../../renderer/features/settings/settings.tsx';
import type { Standby } from './page-fixture.ts';
import {
  agent,
  companySignIn,
  confirmed,
  failure,
  firstRun,
  minutes,
  NOW,
  signedIn,
  simulator,
  state,
} from './states.ts';

/** A reason of the maximum length. */
const LONG_REASON = 'Onboarding with the new colleagues, then the weekly retro 12B';
const LONG_AGENT = 'maximiliane-alexandra.featherstonehaugh-cholmondeley@customer-service.example.com';
export const RIGHT_TO_LEFT_REASON = 'استراحة الغداء (30)';

export const intent = (part: Partial<StatusIntent> = {}): StatusIntent => ({
  id: 1,
  choice: { status: 'rest', reason: 'Lunch' },
  minutes: null,
  source: 'window',
  requestedAt: NOW,
  attempt: 1,
  phase: { type: 'sending' },
  ...part,
});

export const receipt = (part: Partial<Receipt> = {}): Receipt => ({
  from: { status: 'free', reason: '' },
  to: { status: 'rest', reason: 'Lunch' },
  source: 'tray',
  requestedAt: NOW - 300,
  confirmedAt: NOW - 86,
  attempts: 1,
  requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  ...part,
});

/** An intent that waits for its next attempt after a rate limit failure. */
export const retrying = agent({
  intent: intent({ attempt: 3, phase: { type: 'waiting', until: NOW + 75_000 } }),
  failure: failure({
    kind: 'rateLimited',
    code: 'RequestLimitExceeded',
    message: 'Too many requests.',
    whoCanFix: 'nobody',
    choice: { status: 'rest', reason: 'Lunch' },
  }),
});

export const unavailableShortcuts: AppState['shortcuts'] = [
  { action: 'free', accelerator: 'Control+Shift+F9', state: 'active', locked: false },
  { action: 'rest', accelerator: 'Control+Shift+F10', state: 'unavailable', locked: false },
  { action: 'notReady', accelerator: '', state: 'off', locked: false },
  { action: 'toggle', accelerator: 'Control+Shift+F12', state: 'requested', locked: false },
];

const choiceShortcuts: AppState['choiceShortcuts'] = [
  {
    id: 'choice-1',
    status: 'rest',
    reason: 'Lunch',
    minutes: 45,
    accelerator: 'Control+Alt+L',
    state: 'active',
    locked: false,
  },
];

/** A code and an address of the lengths that providers use. */
export const deviceCode = companySignIn({
  step: 'deviceCode',
  userCode: 'WDJB-MJHT',
  verificationAddress: 'https://login.microsoftonline.com/common/oauth2/deviceauth',
});

const noKeys = { storage: 'none', secretIdSuffix: '', hasToken: false } as const;
const lunch = confirmed({ status: 'rest', reason: 'Lunch' });
const longReason = { status: 'rest', reason: LONG_REASON } as const;

/** A break limit with five minutes left. */
export const lunchLimit: BreakLimitUsage = {
  status: 'rest',
  reason: 'Lunch',
  breakUsedMs: minutes(25),
  breakLimitMs: minutes(30),
  dayUsedMs: minutes(25),
  dayLimitMs: minutes(60),
  state: 'warning',
};

/** Time limits of a reason that was removed or is listed, and of a long one. */
const limits: Preferences['breakLimits'] = [
  { status: 'rest', reason: 'Lunch', breakMinutes: 45, dayMinutes: null },
  { status: 'notReady', reason: LONG_REASON, breakMinutes: 30, dayMinutes: 60 },
];

/** All settings that a policy can set. */
const allManagedKeys = managedSetting.options;

/** More errors than are shown at once. */
export const policyNotice: Extract<Notice, { kind: 'policyErrors' }> = {
  kind: 'policyErrors',
  file: '/etc/standby/policy.json',
  errors: [
    { line: 7, setting: 'breakLimits.0.breakMinutes', kind: 'outOfRange', expected: '1–1440' },
    { line: 9, setting: 'colour', kind: 'unknownSetting', expected: '' },
    { line: 12, setting: 'sdkAppId', kind: 'wrongType', expected: 'integer' },
    { line: 14, setting: 'theme', kind: 'notAllowed', expected: 'system, light, dark' },
    { line: 20, setting: '', kind: 'notJson', expected: 'CommaExpected' },
  ],
};

const inEnglish: Record<string, AppState> = {
  'first run': firstRun(),
  'first run, keychain missing': firstRun({ account: { keychain: 'missing' } }),
  'sign-in': firstRun({ account: { signIn: companySignIn({ canUseDeviceCode: true }) } }),
  'sign-in, in the browser': firstRun({ account: { signIn: companySignIn({ step: 'browser' }) } }),
  'sign-in, by a code': firstRun({ account: { signIn: deviceCode } }),
  'sign-in, failed': firstRun({
    account: {
      signIn: companySignIn({ failure: failure({ kind: 'stsKeysOutdated' }), canUseDeviceCode: true }),
    },
  }),
  free: state({
    reasonDurations: [
      { status: 'rest', reason: 'Lunch', minutes: 45 },
      { status: 'rest', reason: 'Short break', minutes: 10 },
      { status: 'notReady', reason: 'Meeting', minutes: 30 },
    ],
  }),
  'free after a break': state({
    agent: agent({
      receipt: receipt({ from: { status: 'rest', reason: 'Lunch' }, to: { status: 'free', reason: '' } }),
      undo: { choice: { status: 'rest', reason: 'Lunch' }, until: NOW + minutes(1) },
    }),
  }),
  'busy in the simulator': simulator({
    agent: agent({ confirmed: confirmed({ status: 'notReady', reason: 'Meeting' }) }),
  }),
  'in a call': state({ agent: agent({ confirmed: confirmed({ status: 'busy', afterCall: 'rest' }) }) }),
  'after-call work': state({ agent: agent({ confirmed: confirmed({ status: 'afterCallWork' }) }) }),
  'signed out': state({ agent: agent({ confirmed: confirmed({ status: 'offline' }) }) }),
  'nothing confirmed': state({ agent: agent({ confirmed: null }) }),
  invalidated: state({
    agent: agent({ confirmed: { ...lunch, isValid: false, confirmedAt: NOW - minutes(7) } }),
  }),
  switching: state({ agent: agent({ intent: intent() }) }),
  'waiting, offline': state({ agent: agent({ intent: intent({ phase: { type: 'offline' } }) }) }),
  'waiting for the next attempt': state({ agent: retrying }),
  failed: simulator({ agent: agent({ failure: failure() }) }),
  'shortcut taken': state({ shortcuts: unavailableShortcuts }),
  'keychain locked': state({
    account: { keychain: 'locked', keys: noKeys },
    agent: agent({ confirmed: null }),
  }),
  'no keys': state({ account: { keys: noKeys } }),
  'settings damaged': state({
    notices: [{ kind: 'settingsDamaged', file: '/home/mei/settings.damaged.json' }],
  }),
  'long texts': state({
    account: { agent: LONG_AGENT },
    reasons: { rest: ['Lunch', LONG_REASON], notReady: ['Paperwork'] },
    agent: agent({
      confirmed: confirmed({ ...longReason, since: NOW - minutes(6420) }),
      receipt: receipt({ to: longReason, attempts: 4 }),
      failure: failure({ choice: longReason }),
    }),
  }),
  'right to left': state({
    agent: agent({ confirmed: confirmed({ status: 'rest', reason: RIGHT_TO_LEFT_REASON }) }),
  }),
  'changed elsewhere': state({
    agent: agent({
      confirmed: lunch,
      externalChange: {
        from: { status: 'free', reason: '' },
        to: lunch,
        after: NOW - minutes(7),
        before: NOW,
      },
    }),
  }),
  'many warnings': state({
    shortcuts: unavailableShortcuts,
    agent: agent({
      confirmed: lunch,
      readAccess: 'refused',
      clockSkewMs: minutes(125),
      receipt: receipt(),
      undo: { choice: { status: 'free', reason: '' }, until: NOW + minutes(1) },
    }),
  }),
  'on a break with an end, its limit near': state({
    agent: agent({ confirmed: lunch, receipt: receipt() }),
    plannedReturn: { backAt: NOW + minutes(17), minutes: null, stage: 'planned', promptCount: 0 },
    breakLimitUsage: [
      lunchLimit,
      { ...lunchLimit, reason: 'Short break', state: 'breached', dayUsedMs: minutes(67) },
    ],
  }),
  'return due': state({
    agent: agent({ confirmed: lunch }),
    plannedReturn: { backAt: NOW - minutes(3), minutes: null, stage: 'due', promptCount: 2 },
    breakLimitUsage: [{ ...lunchLimit, state: 'breached', breakUsedMs: minutes(34) }],
  }),
  'automation stopped': state({ automationStoppedAt: NOW - minutes(3) }),
  // The last of the main view: the window keeps the field open.
  'typing a reason': state({
    focusRequest: { id: 1, otherReasonFor: 'notReady' },
    recentChoices: [
      { status: 'notReady', reason: 'Fire drill', minutes: 10 },
      { status: 'notReady', reason: 'Interview with a new colleague', minutes: null },
      { status: 'notReady', reason: 'Backlog', minutes: null },
    ],
  }),
  today: state({ route: 'today' }),
  'settings, away, on a desktop that tells little': state({
    route: 'settings',
    presenceCapabilities: { lock: false, sleep: true, idle: true },
    preferences: {
      ...DEFAULT_PREFERENCES,
      autoFreeAtReturn: true,
      onIdle: { minutes: 10, choice: { status: 'notReady', reason: LONG_REASON } },
    },
  }),
  settings: state({ route: 'settings', shortcuts: unavailableShortcuts }),
  'settings, keychain locked': state({ route: 'settings', account: { keychain: 'locked', keys: noKeys } }),
  'settings in the simulator': simulator({ route: 'settings' }),
  'settings in the simulator, with a sign-in': simulator({
    route: 'settings',
    account: { signIn: companySignIn() },
  }),
  'settings, signed in': signedIn(
    { sessionOnly: true },
    { route: 'settings', account: { keychain: 'missing' } },
  ),
  'settings, reasons, one just removed': state({
    route: 'settings',
    pendingSettingsUndo: { what: 'reasonRemoved', name: LONG_REASON, until: NOW + minutes(1) },
  }),
  'settings, no reasons and long ones': state({
    route: 'settings',
    reasons: { rest: [], notReady: [LONG_REASON, RIGHT_TO_LEFT_REASON] },
    preferences: { ...DEFAULT_PREFERENCES, breakLimits: limits },
  }),
  'settings, shortcuts': state({ route: 'settings', shortcuts: unavailableShortcuts, choiceShortcuts }),
  'settings, general': state({ route: 'settings' }),
  'settings, general, on a system that tells little': state({ route: 'settings', startAtLogin: null }),
  'settings, about': state({ route: 'settings', policyFile: '/etc/standby/policy.json' }),
  'settings, account locked': state({
    route: 'settings',
    managedKeys: allManagedKeys,
    notices: [policyNotice],
  }),
  'settings, reasons locked': state({
    route: 'settings',
    managedKeys: allManagedKeys,
    preferences: { ...DEFAULT_PREFERENCES, breakLimits: limits },
  }),
  'settings, away locked': state({ route: 'settings', managedKeys: allManagedKeys }),
  'settings, shortcuts locked': state({
    route: 'settings',
    managedKeys: ['shortcuts'],
    choiceShortcuts: choiceShortcuts.map((shortcut) => ({ ...shortcut, locked: true })),
    shortcuts: unavailableShortcuts.map((shortcut) => ({ ...shortcut, locked: true })),
  }),
  'settings, general locked': state({ route: 'settings', managedKeys: allManagedKeys }),
};

/** The settings tab of a view, if it is not the first one. */
const tabs: Partial<Record<string, SettingsTab>> = {
  'settings, away, on a desktop that tells little': 'away',
  'settings, reasons, one just removed': 'reasons',
  'settings, no reasons and long ones': 'reasons',
  'settings, shortcuts': 'shortcuts',
  'settings, general': 'general',
  'settings, general, on a system that tells little': 'general',
  'settings, about': 'about',
  'settings, reasons locked': 'reasons',
  'settings, away locked': 'away',
  'settings, shortcuts locked': 'shortcuts',
  'settings, general locked': 'general',
};

export type View = { name: string; state: AppState; tab: SettingsTab };

/** Returns all views in one language. */
export function views(language: AppState['language']): View[] {
  const defaultReasons = state({ language }).reasons;
  const translated = (view: AppState) => ({
    ...view,
    language,
    reasons: hasDefaultReasons(view) ? defaultReasons : view.reasons,
  });
  return Object.entries(inEnglish).map(([name, view]) => ({
    name,
    state: appState.parse(language === 'en' ? view : translated(view)),
    tab: tabs[name] ?? 'account',
  }));
}

function hasDefaultReasons(view: AppState): boolean {
  return JSON.stringify(view.reasons) === JSON.stringify(state().reasons);
}

/** Shows a view in an open window. */
export async function showView(standby: Standby, { state: view, tab }: View): Promise<void> {
  await standby.push(view);
  if (view.route === 'settings') await standby.page.locator(`#tab-${tab}`).click();
  await standby.page.locator('main:not([aria-busy="true"])').waitFor();
}

/**
 * Shows views one after another in an open window, and returns what `inspect` finds in each, by the name of the view.
 *
 * It runs in the page from the first view to the last: a call from here for each step costs more than drawing the view.
 * `inspect` reads the layout, for which no picture is needed, so what it finds is what a call from here would find.
 */
export async function inspectViews<Found>(
  { page }: Standby,
  all: readonly View[],
  inspect: () => Found,
): Promise<Map<string, Found>> {
  const shown = all.map(({ state: view, tab }) => ({
    state: view,
    main: mainOf(view),
    tab: view.route === 'settings' ? `tab-${tab}` : null,
  }));
  // A function is no argument of a call, but a handle of one is.
  const handle = await page.evaluateHandle<() => Found>(`(${String(inspect)})`);
  const found = await page.evaluate(inspectInPage<Found>, { shown, inspect: handle });
  await handle.dispose();
  return new Map(found.map((one, index) => [all[index]?.name ?? '', one]));
}

/** A selector of the main element of a view, which no other view has. */
function mainOf({ account, route }: AppState): string {
  if (account.mode === 'unconfigured') return 'main.welcome';
  return route === 'main' ? 'main:not(.welcome, .settings, .today)' : `main.${route}:not([aria-busy="true"])`;
}

type ShownView = { state: AppState; main: string; tab: string | null };

/** Serialized into the page. */
async function inspectInPage<Found>({
  shown,
  inspect,
}: {
  shown: ShownView[];
  inspect: () => Found;
}): Promise<Found[]> {
  let changes = 0;
  let onChange = () => {};
  const observer = new MutationObserver(() => {
    changes += 1;
    onChange();
  });
  observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });

  // A message and not a timer: the clock of the page is the test's.
  const channel = new MessageChannel();
  const nextTask = () =>
    new Promise<void>((resolve) => {
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    });

  /** Waits for a condition, and for the changes that its rendering brings about. */
  async function waitFor(condition: () => boolean): Promise<void> {
    let settledChanges = -1;
    while (!condition() || settledChanges !== changes) {
      if (!condition()) await new Promise<void>((resolve) => (onChange = resolve));
      settledChanges = changes;
      await nextTask();
    }
  }

  /** Clicks as a pointer does, which only reaches what is not covered. */
  async function click(id: string): Promise<void> {
    const element = document.getElementById(id);
    if (element === null) throw new Error(`there is no ${id}`);
    element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    element.focus();
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (!element.contains(hit)) throw new Error(`${id} is covered by ${hit?.outerHTML ?? 'nothing'}`);
    element.click();
    await waitFor(() => element.ariaSelected === 'true');
  }

  const found: Found[] = [];
  for (const { state, main, tab } of shown) {
    window.fakeMain.push(state);
    await waitFor(
      () => document.querySelector(main) !== null && document.documentElement.lang === state.language,
    );
    if (tab !== null) await click(tab);
    // A layout starts the load of the fonts that the view needs.
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    found.push(inspect());
  }
  observer.disconnect();
  return found;
}
