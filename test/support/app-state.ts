import en from '../../assets/locales/en.json' with { type: 'json' };
import { initialAgentState } from '../../main/status/state.ts';
import { DEFAULT_PREFERENCES } from '../../shared/preferences.ts';
import { languages } from './texts.ts';
import type {
  AgentState,
  AppState,
  FailureReport,
  ConfirmedStatus,
  StatusIntent,
} from '../../shared/state.ts';

/** Monday, 23 November 2026, nine in the morning UTC. */
export const MONDAY_9AM = Date.UTC(2026, 10, 23, 9);

export function confirmed(change: Partial<ConfirmedStatus> = {}): ConfirmedStatus {
  return {
    status: 'free',
    reason: '',
    since: MONDAY_9AM,
    confirmedAt: MONDAY_9AM,
    isValid: true,
    afterCall: null,
    ...change,
  };
}

export function intent(change: Partial<StatusIntent> = {}): StatusIntent {
  return {
    id: 1,
    choice: { status: 'rest', reason: 'Lunch' },
    minutes: null,
    source: 'tray',
    requestedAt: MONDAY_9AM,
    attempt: 1,
    phase: { type: 'sending' },
    ...change,
  };
}

export function failureReport(change: Partial<FailureReport> = {}): FailureReport {
  return {
    kind: 'notPermitted',
    code: 'AuthFailure.UnauthorizedOperation',
    message: 'You are not authorized to perform this operation.',
    requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
    at: MONDAY_9AM,
    endpoint: 'https://ccc.intl.tencentcloudapi.com',
    whoCanFix: 'admin',
    choice: { status: 'notReady', reason: '' },
    clockSkewMs: null,
    ...change,
  };
}

/** The app info of Standby on a Linux desktop. */
export const ABOUT: AppState['about'] = {
  version: '0.1.0',
  electron: '45.4.1',
  chromium: '146.0.7680.31',
  node: '24.14.0',
  system: 'Linux 6.1.0 x64',
  keychain: 'secretService',
  logFolder: '/home/mei/.config/Standby/logs',
};

/** The state of an app that is set up, with these changes of the agent's slice. */
export function appState(agent: Partial<AgentState> = {}, change: Partial<AppState> = {}): AppState {
  return {
    language: 'en',
    languages: languages.all(),
    agent: {
      ...initialAgentState(),
      ...(agent.confirmed && { unknownCause: agent.confirmed.isValid ? null : 'answerLost' }),
      ...agent,
    },
    account: {
      mode: 'account',
      edition: 'international',
      customAddress: '',
      endpoint: 'https://ccc.intl.tencentcloudapi.com',
      sdkAppId: 1400692008,
      agent: 'mei.lin@example.com',
      keys: { storage: 'keychain', secretIdSuffix: 'MPLE', hasToken: false },
      keychain: 'ready',
      keychainMessage: '',
      signIn: null,
    },
    reasons: en.reasons,
    seenReasons: { rest: [], notReady: [] },
    reasonDurations: [],
    recentChoices: [],
    hiddenHints: [],
    plannedReturn: null,
    breakLimitUsage: [],
    preferences: DEFAULT_PREFERENCES,
    presenceCapabilities: { lock: true, sleep: true, idle: true },
    automationStoppedAt: null,
    shortcuts: [],
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
    ...change,
  };
}
