import en from '../../assets/locales/en.json' with { type: 'json' };
import { initialAgentState } from '../../main/status/state.ts';
import { DEFAULT_PREFERENCES } from '../../preload/contract/preferences.ts';
import { languages } from './texts.ts';
import type { AgentState, AppState, FailureReport, Proved, Wish } from '../../preload/contract/state.ts';

/** Monday, 23 November 2026, nine in the morning UTC. */
export const NINE = Date.UTC(2026, 10, 23, 9);

export function proved(change: Partial<Proved> = {}): Proved {
  return {
    status: 'free',
    reason: '',
    since: NINE,
    confirmedAt: NINE,
    holds: true,
    afterCall: null,
    ...change,
  };
}

export function wish(change: Partial<Wish> = {}): Wish {
  return {
    id: 1,
    choice: { status: 'rest', reason: 'Lunch' },
    source: 'tray',
    askedAt: NINE,
    attempt: 1,
    phase: { name: 'sending' },
    ...change,
  };
}

export function failureReport(change: Partial<FailureReport> = {}): FailureReport {
  return {
    kind: 'notPermitted',
    code: 'AuthFailure.UnauthorizedOperation',
    message: 'You are not authorized to perform this operation.',
    requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
    at: NINE,
    endpoint: 'https://ccc.intl.tencentcloudapi.com',
    whoCanFix: 'admin',
    choice: { status: 'notReady', reason: '' },
    clockAheadMs: null,
    ...change,
  };
}

/** A Standby on a Linux desktop. */
export const ABOUT: AppState['about'] = {
  version: '0.1.0',
  electron: '45.4.1',
  chromium: '146.0.7680.31',
  node: '24.14.0',
  system: 'Linux 6.1.0 x64',
  keychain: 'secretService',
  logFolder: '/home/mei/.config/Standby/logs',
};

/** An app that is set up, with the agent's part as told. */
export function appState(agent: Partial<AgentState> = {}, change: Partial<AppState> = {}): AppState {
  return {
    language: 'en',
    languages: languages.all(),
    agent: { ...initialAgentState(), ...agent },
    account: {
      mode: 'account',
      edition: 'international',
      customAddress: '',
      endpoint: 'https://ccc.intl.tencentcloudapi.com',
      sdkAppId: 1400692008,
      agent: 'mei.lin@example.com',
      keys: { home: 'keychain', secretIdEnd: 'MPLE', hasToken: false },
      keychain: 'ready',
      keychainWords: '',
    },
    reasons: en.reasons,
    plannedReturn: null,
    budgets: [],
    preferences: DEFAULT_PREFERENCES,
    senses: { lock: true, sleep: true, idle: true },
    automationStoppedAt: null,
    shortcuts: [],
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
    ...change,
  };
}
