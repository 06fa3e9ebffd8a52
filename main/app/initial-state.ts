/** Creates the app's initial state. */
import type { Notice } from '../../shared/notice.ts';
import type { AppState, ManagedSetting } from '../../shared/state.ts';
import type { Language } from '../../shared/domain.ts';
import { INITIAL_STORE_STATE } from '../account/credential-store.ts';
import { toPublicReturn } from '../activity/activity-tracker.ts';
import { toPublicMemory } from '../settings/reason-memory.ts';
import type { Settings } from '../settings/schema.ts';
import { initialAgentState } from '../status/state.ts';
import type { Locales } from './locales.ts';

export type InitialStateDeps = {
  settings: Settings;
  notices: Notice[];
  managedKeys: ManagedSetting[];
  policyFile: string | null;
  language: Language;
  locales: Locales;
  hasNativeFrame: boolean;
  platform: AppState['platform'];
  about: AppState['about'];
};

/** The state before the first reading: nothing is known about the agent's status. */
export function createInitialState({
  settings,
  notices,
  managedKeys,
  policyFile,
  language,
  locales,
  hasNativeFrame,
  platform,
  about,
}: InitialStateDeps): AppState {
  return {
    language,
    languages: locales.all(),
    agent: initialAgentState(settings.lastAwayChoice),
    account: {
      ...settings.account,
      ...INITIAL_STORE_STATE,
      mode: 'unconfigured',
      endpoint: '',
      signIn: null,
    },
    reasons: settings.reasons ?? locales.translateInto(language)('reasons', { returnObjects: true }),
    seenReasons: { rest: [], notReady: [] },
    hiddenHints: settings.hiddenHints,
    ...toPublicMemory(settings),
    plannedReturn: toPublicReturn(settings.plannedReturn, 0),
    breakLimitUsage: [],
    preferences: settings.preferences,
    presenceCapabilities: { lock: null, sleep: null, idle: null },
    automationStoppedAt: null,
    shortcuts: [],
    choiceShortcuts: [],
    notices,
    route: 'main',
    focusRequest: { id: 0, otherReasonFor: null },
    hasNativeFrame,
    platform,
    pendingSettingsUndo: null,
    shortcutTest: null,
    startAtLogin: null,
    managedKeys,
    policyFile,
    localApi: { access: settings.localApi, clients: [] },
    onStatusProgram: settings.onStatus?.program ?? null,
    about,
  };
}
