/**
 * What every surface is drawn from. The main process owns it; the renderer mirrors it. It never holds a secret:
 * of the SecretId only the last four characters are here.
 */
import * as z from 'zod/mini';
import type texts from '../../assets/locales/en.json';
import { list, text } from './limits.ts';
import { notice } from './notice.ts';
import { budgetUse, preferences } from './preferences.ts';
import {
  agentStatus,
  choice,
  edition,
  instant,
  language,
  languageChoice,
  settableStatus,
  shortcutAction,
  source,
} from './vocabulary.ts';

/** A kind of failure; each has a headline and a next step in every language. */
export type FailureKind = keyof (typeof texts)['failure'];

/** What the service last proved about the agent. */
const proved = z.object({
  status: agentStatus,
  reason: text('reason'),
  /** When the status began, as far as is known. */
  since: instant,
  /** When it was last proved. */
  confirmedAt: instant,
  /** False once something happened (a time-out, say) after which it may no longer hold. */
  holds: z.boolean(),
  /** What the service has reserved for after the call, if anything. */
  afterCall: z.nullable(settableStatus),
});
export type Proved = z.infer<typeof proved>;

/** What somebody wants and the service has not yet confirmed. */
const wish = z.object({
  id: z.number(),
  choice,
  source,
  askedAt: instant,
  /** 1 for the first request. */
  attempt: z.number(),
  phase: z.discriminatedUnion('name', [
    z.object({ name: z.literal('sending') }),
    /** An earlier request is still in flight. */
    z.object({ name: z.literal('queued') }),
    /** The next attempt starts at `until`, by itself. */
    z.object({ name: z.literal('waiting'), until: instant }),
    /** No network: sent when it is back. */
    z.object({ name: z.literal('offline') }),
  ]),
});
export type Wish = z.infer<typeof wish>;

/** Everything known about a failure, for the agent and for an admin. */
export const failureReport = z.object({
  kind: z.custom<FailureKind>((value) => text('name').safeParse(value).success),
  /** The service's code, or ours ("Network.TimedOut"). */
  code: text('message'),
  /** The service's own words, or the system's. */
  message: text('message'),
  requestId: z.nullable(text('message')),
  at: instant,
  endpoint: text('message'),
  whoCanFix: z.enum(['agent', 'admin', 'nobody']),
  /** What was being tried; null when it was a reading. */
  choice: z.nullable(choice),
  /** By how much this computer's clock is ahead of the service's, in milliseconds, where that is the trouble. */
  clockAheadMs: z.nullable(z.number()),
});
export type FailureReport = z.infer<typeof failureReport>;

/** The proof of one switch. */
export const receipt = z.object({
  from: z.nullable(z.object({ status: agentStatus, reason: text('reason') })),
  to: choice,
  source,
  askedAt: instant,
  provedAt: instant,
  attempts: z.number(),
  requestId: z.nullable(text('message')),
});
export type Receipt = z.infer<typeof receipt>;

/** The way back from a switch, for a little while. */
const undo = z.object({ choice, until: instant });
export type Undo = z.infer<typeof undo>;

/** A change that Standby did not ask for: by a supervisor, or at the workstation. */
export const drift = z.object({
  from: z.object({ status: agentStatus, reason: text('reason') }),
  to: z.object({ status: agentStatus, reason: text('reason') }),
  /** It happened between these two readings, or exactly then where both are the same. */
  after: instant,
  before: instant,
});

/** The agent's status: one truth, from which icon, menu, tooltip and window are derived. */
export const agentState = z.object({
  proved: z.nullable(proved),
  wish: z.nullable(wish),
  failure: z.nullable(failureReport),
  receipt: z.nullable(receipt),
  undo: z.nullable(undo),
  drift: z.nullable(drift),
  /** Whether the key may read the status back; `unknown` until it was tried. */
  reading: z.enum(['unknown', 'allowed', 'refused']),
  /** By how much this computer's clock is ahead of the service's (negative: behind), in milliseconds; null while it is right. */
  clockAheadMs: z.nullable(z.number()),
  /** The way of being away that the toggle shortcut returns to. */
  lastAway: choice,
});
export type AgentState = z.infer<typeof agentState>;

/**
 * How the keychain answered last. `unasked` until it was needed; `missing` only where that is certain; `failed`: it
 * answered something that is not understood; `tooLong`: the system cannot keep so long a key.
 */
export const keychainState = z.enum([
  'unasked',
  'ready',
  'locked',
  'denied',
  'missing',
  'timedOut',
  'failed',
  'tooLong',
  // The native module that speaks with the keychain is not the one that came with the program.
  'moduleChanged',
]);
export type KeychainState = z.infer<typeof keychainState>;

/** Whose account, where, and where its keys are kept. */
const accountState = z.object({
  mode: z.enum(['unset', 'account', 'simulator']),
  edition,
  customAddress: text('message'),
  /** The address requests go to. */
  endpoint: text('message'),
  sdkAppId: z.nullable(z.number()),
  agent: text('message'),
  keys: z.object({
    /** `process`: the company's own program hands temporary keys out, and nothing is stored. */
    home: z.enum(['none', 'keychain', 'session', 'simulator', 'process']),
    /** Last four characters of the SecretId. */
    secretIdEnd: text('name'),
    hasToken: z.boolean(),
  }),
  keychain: keychainState,
  /** What the system says itself of the keychain's trouble; `''` where it says nothing that can be read. */
  keychainWords: text('message'),
});
export type AccountState = z.infer<typeof accountState>;

const shortcutState = z.object({
  action: shortcutAction,
  /** In Electron's notation, "Control+Shift+F9"; `''` is switched off. */
  accelerator: text('name'),
  /**
   * `taken`: another program holds it. `requested`: the desktop decides (Wayland). `duplicate`: another shortcut of Standby's
   * is the same key. `notOnThisKeyboard`: there is no such key. `notGranted`: the desktop does not give it to Standby.
   * `keyboardUnknown`: the keyboard could not be read, and nothing was asked for.
   */
  state: z.enum([
    'active',
    'off',
    'requested',
    'taken',
    'duplicate',
    'notOnThisKeyboard',
    'notGranted',
    'keyboardUnknown',
  ]),
  /** Set by the company's policy. */
  locked: z.boolean(),
});
export type ShortcutState = z.infer<typeof shortcutState>;

/** When the agent means to be back. */
const plannedReturn = z.object({
  backAt: instant,
  /** `soon`: within two minutes; `due`: it is time, and an answer is awaited. */
  stage: z.enum(['planned', 'soon', 'due']),
  /** How often the agent was asked whether they are back. */
  asked: z.number(),
});
export type PlannedReturn = z.infer<typeof plannedReturn>;

/** What this desktop tells of the agent; null while that is being found out. */
const sense = z.nullable(z.boolean());
const senses = z.object({ lock: sense, sleep: sense, idle: sense });

const reasonsOfStatus = list(text('reason'), 'few');
/** The reasons on offer for each way of being away. */
export const reasons = z.object({ rest: reasonsOfStatus, notReady: reasonsOfStatus });
export type Reasons = z.infer<typeof reasons>;

/** The way back from a change of the settings that took something away, for a little while. */
const settingsUndo = z.object({
  what: z.enum(['reasonRemoved', 'reasonsReset', 'reasonsImported', 'shortcutOff']),
  /** The reason that was removed; `''` otherwise. */
  name: text('reason'),
  until: instant,
});
export type SettingsUndo = z.infer<typeof settingsUndo>;

/** Every setting that a policy can set and lock, by its name in the policy file. */
export const managedSetting = z.enum([
  'edition',
  'customAddress',
  'sdkAppId',
  'agent',
  'credentialProcess',
  'fleetSize',
  'reasons',
  'shortcuts',
  'budgets',
  'freeWhenDue',
  'dayStartsAt',
  'whenLocked',
  'whenAsleep',
  'whenIdle',
  'whenQuitting',
  'quiet',
  'language',
  'theme',
  'startAtLogin',
  'readingSeconds',
]);
export type ManagedSetting = z.infer<typeof managedSetting>;

/** What this Standby is and runs on. */
const about = z.object({
  version: text('name'),
  electron: text('name'),
  chromium: text('name'),
  node: text('name'),
  /** "Linux 6.1.0 x64" */
  system: text('name'),
  /** Where this system keeps secrets. */
  keychain: z.enum(['secretService', 'macKeychain', 'windowsCredentials']),
  logFolder: text('path'),
});

export const appState = z.object({
  language,
  /** The languages to choose from. */
  languages: list(languageChoice, 'few'),
  agent: agentState,
  account: accountState,
  reasons,
  plannedReturn: z.nullable(plannedReturn),
  /** Of the reasons that have a limit. */
  budgets: list(budgetUse, 'few'),
  preferences,
  senses,
  /** Since when Standby changes nothing by itself any more, as it has done so too often; null while it does. */
  automationStoppedAt: z.nullable(instant),
  shortcuts: list(shortcutState, 'few'),
  /** At most one of each kind. */
  notices: list(notice, 'few'),
  /** Which page the window was last asked to show. */
  page: z.enum(['main', 'settings', 'today']),
  /** Bumped when the window is asked to open that page again, or on the "Other…" field of a status. */
  ask: z.object({ id: z.number(), otherReasonFor: z.nullable(z.enum(['rest', 'notReady'])) }),
  /** Whether the desktop draws a frame round the window. */
  settingsUndo: z.nullable(settingsUndo),
  /** A shortcut that is to be pressed as a test, and whether it has been; it switches nothing meanwhile. */
  shortcutTest: z.nullable(z.object({ action: shortcutAction, fired: z.boolean() })),
  /** Whether the system starts Standby when somebody logs in; null where it cannot be told. */
  startAtLogin: z.nullable(z.boolean()),
  /** What the company's policy has set; nobody here can change it. */
  locked: list(managedSetting, 'few'),
  /** The policy file, where there is one. */
  policyFile: z.nullable(text('path')),
  about,
  framed: z.boolean(),
  platform: z.enum(['linux', 'darwin', 'win32']),
});
export type AppState = z.infer<typeof appState>;
