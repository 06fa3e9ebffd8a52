import type { Notice } from '../../preload/contract/notice.ts';
import type { AppState, ManagedSetting } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import { NO_KEYS } from '../account/vault.ts';
import { shownReturn } from '../day/agent-day.ts';
import type { Settings } from '../settings/schema.ts';
import { initialAgentState } from '../status/state.ts';
import type { Languages } from './languages.ts';

export type FirstStateParts = {
  settings: Settings;
  notices: Notice[];
  locked: ManagedSetting[];
  policyFile: string | null;
  language: Language;
  languages: Languages;
  framed: boolean;
  platform: AppState['platform'];
  about: AppState['about'];
};

/** What is true before anything has happened: nothing is known of the agent. */
export function firstState({
  settings,
  notices,
  locked,
  policyFile,
  language,
  languages,
  framed,
  platform,
  about,
}: FirstStateParts): AppState {
  return {
    language,
    languages: languages.all(),
    agent: initialAgentState(settings.lastAway),
    account: { ...settings.account, ...NO_KEYS, mode: 'unset', endpoint: '' },
    reasons: settings.reasons ?? languages.translateInto(language)('reasons', { returnObjects: true }),
    plannedReturn: shownReturn(settings.plannedReturn, 0),
    budgets: [],
    preferences: settings.preferences,
    senses: { lock: null, sleep: null, idle: null },
    automationStoppedAt: null,
    shortcuts: [],
    notices,
    page: 'main',
    ask: { id: 0, otherReasonFor: null },
    framed,
    platform,
    settingsUndo: null,
    shortcutTest: null,
    startAtLogin: null,
    locked,
    policyFile,
    about,
  };
}
