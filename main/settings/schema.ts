/** What is remembered between two starts. No secret is ever among it: those are in the keychain. */
import * as z from 'zod/mini';
import { DEFAULT_PREFERENCES, preferences } from '../../shared/preferences.ts';
import { hiddenHints, reasons, recentChoices } from '../../shared/state.ts';
import { choiceShortcut, choiceShortcutId, statusChoice, reasonChoice, site } from '../../shared/domain.ts';
import { list, text } from '../../shared/limits.ts';
import { apiAccess } from '../../shared/local-api/protocol.ts';
import { teamAccess } from '../../shared/local-api/team-results.ts';
import { plannedReturn } from '../../shared/planned-return.ts';
import { isProgramPath } from './program-path.ts';

/** Raised when older files need migrating; a file with a higher one is left alone. */
export const SETTINGS_VERSION = 3;

/** More than the reasons that an agent uses; the oldest is dropped. */
export const REASON_DURATIONS_MAX = 100;

/** A program with its arguments. It is started without a shell. */
const statusProgram = z.object({
  program: text('path').check(z.refine((path) => isProgramPath(path))),
  arguments: list(text('path'), 'few'),
});

export const settingsSchema = z.object({
  version: z.literal(SETTINGS_VERSION),
  mode: z.enum(['unconfigured', 'account', 'simulator']),
  account: z.object({
    edition: site,
    customAddress: z.string(),
    sdkAppId: z.nullable(z.int().check(z.positive())),
    agent: z.string(),
  }),
  /** Null: the ones that come with the language. */
  reasons: z.nullable(reasons),
  /** The reasons that the service has reported for this account and that Standby did not send, the newest first. */
  seenReasons: z.extend(reasons, { account: z.string() }),
  /** In Electron's notation; `''` switches one off. */
  shortcuts: z.object({
    free: z.string(),
    rest: z.string(),
    notReady: z.string(),
    toggle: z.string(),
    undo: z.string(),
  }),
  /** The agent's shortcuts for a reason, in the order of the list. */
  choiceShortcuts: z.array(choiceShortcut).check(z.maxLength(choiceShortcutId.options.length)),
  lastAwayChoice: statusChoice,
  /** The durations that the agent chose for reasons, the latest first; null is "not set". */
  reasonDurations: z.array(reasonChoice).check(z.maxLength(REASON_DURATIONS_MAX)),
  recentChoices,
  hiddenHints,
  /** The plan to be back, kept over a restart. */
  plannedReturn: z.nullable(plannedReturn),
  preferences,
  /** What the local API allows. Set in this file only: the window does not change it. */
  localApi: apiAccess,
  /** The program that is started after each confirmed change of the status. Set in this file only. */
  onStatus: z.nullable(statusProgram),
  /** Whether the local API may read and change the statuses of other agents. Set in this file only. */
  team: teamAccess,
});
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Not Ctrl+Alt with a character, which is AltGr on many keyboards. On Linux not with a function key, which switches consoles.
 *
 * On Windows shortcuts take their keys from every program. Office uses Ctrl+Shift with F8 to F12, and Ctrl+Alt with F1, F2, F5
 * and F9. F12 is reserved for debuggers. Ctrl+Alt+F4 is too close to Alt+F4.
 */
const defaultShortcuts = {
  darwin: {
    free: 'Control+Command+1',
    rest: 'Control+Command+2',
    notReady: 'Control+Command+3',
    toggle: 'Control+Command+0',
    undo: 'Control+Command+9',
  },
  win32: {
    free: 'Control+Alt+F6',
    rest: 'Control+Alt+F7',
    notReady: 'Control+Alt+F8',
    toggle: 'Control+Alt+F10',
    undo: 'Control+Alt+F3',
  },
  other: {
    free: 'Control+Shift+F9',
    rest: 'Control+Shift+F10',
    notReady: 'Control+Shift+F11',
    toggle: 'Control+Shift+F12',
    undo: 'Control+Shift+F8',
  },
};

export function defaultSettings(platform: NodeJS.Platform): Settings {
  return {
    version: SETTINGS_VERSION,
    mode: 'unconfigured',
    account: { edition: 'international', customAddress: '', sdkAppId: null, agent: '' },
    reasons: null,
    seenReasons: { account: '', rest: [], notReady: [] },
    shortcuts: defaultShortcuts[platform === 'darwin' || platform === 'win32' ? platform : 'other'],
    choiceShortcuts: [],
    lastAwayChoice: { status: 'rest', reason: '' },
    reasonDurations: [],
    recentChoices: [],
    hiddenHints: [],
    plannedReturn: null,
    preferences: DEFAULT_PREFERENCES,
    localApi: 'full',
    onStatus: null,
    team: 'off',
  };
}
