/** App states for UI tests. Each is parsed by the schema, so a fixture cannot differ from what the app sends. */
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import {
  appState,
  type AgentState,
  type AppState,
  type FailureReport,
  type ConfirmedStatus,
} from '../../../shared/state.ts';

import { ABOUT } from '../app-state.ts';
import { languages, translateInto } from '../texts.ts';

/** The time at which the clock of the tests starts: 10:31 UTC, the time zone of the browser. */
export const NOW = Date.UTC(2026, 4, 12, 10, 31, 0);

export const minutes = (count: number): number => count * 60_000;

export const confirmed = (overrides: Partial<ConfirmedStatus> = {}): ConfirmedStatus => ({
  status: 'free',
  reason: '',
  since: NOW - minutes(12) - 34_000,
  confirmedAt: NOW,
  isValid: true,
  afterCall: null,
  ...overrides,
});

/** The cause of an unknown status is "answerLost" after a confirmed one and "starting" without, unless it is overridden. */
export const agent = (overrides: Partial<AgentState> = {}): AgentState => {
  const shown = overrides.confirmed === undefined ? confirmed() : overrides.confirmed;
  return {
    confirmed: shown,
    unknownCause: shown?.isValid ? null : shown ? 'answerLost' : 'starting',
    nextCheckAt: NOW + 20_000,
    intent: null,
    reservation: null,
    failure: null,
    receipt: null,
    undo: null,
    externalChange: null,
    readAccess: 'allowed',
    clockSkewMs: null,
    lastAwayChoice: { status: 'rest', reason: '' },
    ...overrides,
  };
};

export const failure = (overrides: Partial<FailureReport> = {}): FailureReport => ({
  kind: 'notPermitted',
  code: 'AuthFailure.UnauthorizedOperation',
  message: 'You are not authorized to perform this operation.',
  requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  at: NOW,
  endpoint: 'https://ccc.intl.tencentcloudapi.com',
  whoCanFix: 'admin',
  choice: { status: 'notReady', reason: 'Meeting' },
  clockSkewMs: null,
  ...overrides,
});

type StateOverrides = Partial<Omit<AppState, 'account'>> & { account?: Partial<AppState['account']> };

/** A state with an account, Free for twelve minutes, without errors; with overrides. */
export function state({ account, ...rest }: StateOverrides = {}): AppState {
  const language = rest.language ?? 'en';
  return appState.parse({
    language,
    languages: languages.all(),
    agent: agent(),
    account: {
      mode: 'account',
      edition: 'international',
      customAddress: '',
      endpoint: 'https://ccc.intl.tencentcloudapi.com',
      sdkAppId: 1400692008,
      agent: 'mei.lin@example.com',
      keys: { storage: 'keychain', secretIdSuffix: 'k3Yz', hasToken: false },
      keychain: 'ready',
      keychainMessage: '',
      signIn: null,
      ...account,
    },
    reasons: translateInto(language)('reasons', { returnObjects: true }),
    seenReasons: { rest: [], notReady: [] },
    reasonDurations: [],
    recentChoices: [],
    hiddenHints: [],
    plannedReturn: null,
    breakLimitUsage: [],
    preferences: DEFAULT_PREFERENCES,
    presenceCapabilities: { lock: true, sleep: true, idle: true },
    automationStoppedAt: null,
    shortcuts: [
      { action: 'free', accelerator: 'Control+Shift+F9', state: 'active', locked: false },
      { action: 'rest', accelerator: 'Control+Shift+F10', state: 'active', locked: false },
      { action: 'notReady', accelerator: 'Control+Shift+F11', state: 'active', locked: false },
      { action: 'toggle', accelerator: 'Control+Shift+F12', state: 'active', locked: false },
    ],
    choiceShortcuts: [],
    notices: [],
    route: 'main',
    focusRequest: { id: 0, otherReasonFor: null },
    hasNativeFrame: false,
    platform: 'linux',
    pendingSettingsUndo: null,
    shortcutTest: null,
    startAtLogin: false,
    managedKeys: [],
    policyFile: null,
    localApi: { access: 'full', clients: [] },
    onStatusProgram: null,
    about: ABOUT,
    ...rest,
  });
}

/** Before the first setup. */
export const firstRun = (overrides: StateOverrides = {}): AppState =>
  state({
    ...overrides,
    agent: agent({ confirmed: null }),
    account: {
      mode: 'unconfigured',
      sdkAppId: null,
      agent: '',
      keys: { storage: 'none', secretIdSuffix: '', hasToken: false },
      keychain: 'notQueried',
      ...overrides.account,
    },
  });

type SignIn = NonNullable<AppState['account']['signIn']>;

/** The company's sign-in, as the policy has it. */
export const companySignIn = (overrides: Partial<SignIn> = {}): SignIn => ({
  step: 'signedOut',
  issuerHost: 'login.example.com',
  userCode: '',
  verificationAddress: '',
  failure: null,
  canUseDeviceCode: false,
  sessionOnly: false,
  ...overrides,
});

/** Signed in by the company's sign-in. */
export const signedIn = (signIn: Partial<SignIn> = {}, overrides: StateOverrides = {}): AppState =>
  state({
    managedKeys: ['edition', 'sdkAppId', 'signIn'],
    ...overrides,
    account: {
      keys: { storage: 'signIn', secretIdSuffix: 'k3Yz', hasToken: true },
      signIn: companySignIn({ step: 'signedIn', ...signIn }),
      ...overrides.account,
    },
  });

/** With the simulator. */
export const simulator = (overrides: StateOverrides = {}): AppState =>
  state({
    ...overrides,
    account: {
      mode: 'simulator',
      endpoint: 'http://127.0.0.1:40123',
      keys: { storage: 'simulator', secretIdSuffix: 'TION', hasToken: false },
      ...overrides.account,
    },
  });
