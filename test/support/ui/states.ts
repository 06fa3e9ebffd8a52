/** States to draw. Each goes through the contract's schema, so a fixture cannot drift from what the app sends. */
import { DEFAULT_PREFERENCES } from '../../../preload/contract/preferences.ts';
import {
  appState,
  type AgentState,
  type AppState,
  type FailureReport,
  type Proved,
} from '../../../preload/contract/state.ts';

import { ABOUT } from '../app-state.ts';
import { languages, translateInto } from '../texts.ts';

/** The time at which the tests' clocks start: 10:31 in the browser's zone, UTC. */
export const NOW = Date.UTC(2026, 4, 12, 10, 31, 0);

export const minutes = (count: number): number => count * 60_000;

export const proved = (part: Partial<Proved> = {}): Proved => ({
  status: 'free',
  reason: '',
  since: NOW - minutes(12) - 34_000,
  confirmedAt: NOW,
  holds: true,
  afterCall: null,
  ...part,
});

export const agent = (part: Partial<AgentState> = {}): AgentState => ({
  proved: proved(),
  wish: null,
  failure: null,
  receipt: null,
  undo: null,
  drift: null,
  reading: 'allowed',
  clockAheadMs: null,
  lastAway: { status: 'rest', reason: '' },
  ...part,
});

export const failure = (part: Partial<FailureReport> = {}): FailureReport => ({
  kind: 'notPermitted',
  code: 'AuthFailure.UnauthorizedOperation',
  message: 'You are not authorized to perform this operation.',
  requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  at: NOW,
  endpoint: 'https://ccc.intl.tencentcloudapi.com',
  whoCanFix: 'admin',
  choice: { status: 'notReady', reason: 'Meeting' },
  clockAheadMs: null,
  ...part,
});

type Parts = Partial<Omit<AppState, 'account'>> & { account?: Partial<AppState['account']> };

/** An agent with an account, Free for twelve minutes, everything in order; and what differs from that. */
export function state({ account, ...rest }: Parts = {}): AppState {
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
      keys: { home: 'keychain', secretIdEnd: 'k3Yz', hasToken: false },
      keychain: 'ready',
      keychainWords: '',
      ...account,
    },
    reasons: translateInto(language)('reasons', { returnObjects: true }),
    plannedReturn: null,
    budgets: [],
    preferences: DEFAULT_PREFERENCES,
    senses: { lock: true, sleep: true, idle: true },
    automationStoppedAt: null,
    shortcuts: [
      { action: 'free', accelerator: 'Control+Shift+F9', state: 'active', locked: false },
      { action: 'rest', accelerator: 'Control+Shift+F10', state: 'active', locked: false },
      { action: 'notReady', accelerator: 'Control+Shift+F11', state: 'active', locked: false },
      { action: 'toggle', accelerator: 'Control+Shift+F12', state: 'active', locked: false },
    ],
    notices: [],
    page: 'main',
    ask: { id: 0, otherReasonFor: null },
    framed: false,
    platform: 'linux',
    settingsUndo: null,
    shortcutTest: null,
    startAtLogin: false,
    locked: [],
    policyFile: null,
    about: ABOUT,
    ...rest,
  });
}

/** Nothing set up yet. */
export const firstRun = (part: Parts = {}): AppState =>
  state({
    ...part,
    agent: agent({ proved: null }),
    account: {
      mode: 'unset',
      sdkAppId: null,
      agent: '',
      keys: { home: 'none', secretIdEnd: '', hasToken: false },
      keychain: 'unasked',
      ...part.account,
    },
  });

/** Tried without an account. */
export const simulator = (part: Parts = {}): AppState =>
  state({
    ...part,
    account: {
      mode: 'simulator',
      endpoint: 'http://127.0.0.1:40123',
      keys: { home: 'simulator', secretIdEnd: 'TION', hasToken: false },
      ...part.account,
    },
  });
