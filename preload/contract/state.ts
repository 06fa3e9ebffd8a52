/**
 * What every surface is drawn from. The main process owns it; the renderer mirrors it. It never holds a secret:
 * of the SecretId only the last four characters are here.
 */
import * as z from 'zod/mini';
import type texts from '../../assets/locales/en.json';
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
export const proved = z.object({
  status: agentStatus,
  reason: z.string(),
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
export const wish = z.object({
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
  kind: z.custom<FailureKind>((value) => typeof value === 'string'),
  /** The service's code, or ours ("Network.TimedOut"). */
  code: z.string(),
  /** The service's own words, or the system's. */
  message: z.string(),
  requestId: z.nullable(z.string()),
  at: instant,
  endpoint: z.string(),
  whoCanFix: z.enum(['agent', 'admin', 'nobody']),
  /** What was being tried; null when it was a reading. */
  choice: z.nullable(choice),
  /** By how much this computer's clock is ahead of the service's, in milliseconds, where that is the trouble. */
  clockAheadMs: z.nullable(z.number()),
});
export type FailureReport = z.infer<typeof failureReport>;

/** The proof of one switch. */
export const receipt = z.object({
  from: z.nullable(z.object({ status: agentStatus, reason: z.string() })),
  to: choice,
  source,
  askedAt: instant,
  provedAt: instant,
  attempts: z.number(),
  requestId: z.nullable(z.string()),
});
export type Receipt = z.infer<typeof receipt>;

/** The way back from a switch, for a little while. */
export const undo = z.object({ choice, until: instant });
export type Undo = z.infer<typeof undo>;

/** A change that Standby did not ask for: by a supervisor, or at the workstation. */
export const drift = z.object({
  from: z.object({ status: agentStatus, reason: z.string() }),
  to: z.object({ status: agentStatus, reason: z.string() }),
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

/** How the keychain answered last. `unasked` until it was needed. */
export const keychainState = z.enum(['unasked', 'ready', 'locked', 'denied', 'missing', 'timedOut']);
export type KeychainState = z.infer<typeof keychainState>;

/** Whose account, where, and where its keys are kept. */
export const accountState = z.object({
  mode: z.enum(['unset', 'account', 'simulator']),
  edition,
  customAddress: z.string(),
  /** The address requests go to. */
  endpoint: z.string(),
  sdkAppId: z.nullable(z.number()),
  agent: z.string(),
  keys: z.object({
    home: z.enum(['none', 'keychain', 'session', 'simulator']),
    /** Last four characters of the SecretId. */
    secretIdEnd: z.string(),
    hasToken: z.boolean(),
  }),
  keychain: keychainState,
});
export type AccountState = z.infer<typeof accountState>;

export const shortcutState = z.object({
  action: shortcutAction,
  /** In Electron's notation, "Control+Shift+F9"; `''` is switched off. */
  accelerator: z.string(),
  /** `taken`: another program holds it. `requested`: the desktop decides (Wayland). */
  state: z.enum(['active', 'taken', 'off', 'requested']),
});
export type ShortcutState = z.infer<typeof shortcutState>;

/** Something that happened to the app itself and that its user should know of. */
export const notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('settingsDamaged'), file: z.string() }),
  z.object({ kind: z.literal('settingsNewer'), file: z.string() }),
  z.object({ kind: z.literal('settingsNotSaved'), file: z.string(), message: z.string() }),
  z.object({ kind: z.literal('logNotSaved'), message: z.string() }),
]);
export type Notice = z.infer<typeof notice>;
export const noticeKind = z.enum(['settingsDamaged', 'settingsNewer', 'settingsNotSaved', 'logNotSaved']);

/** When the agent means to be back. */
export const plannedReturn = z.object({
  backAt: instant,
  /** `soon`: within two minutes; `due`: it is time, and an answer is awaited. */
  stage: z.enum(['planned', 'soon', 'due']),
  /** How often the agent was asked whether they are back. */
  asked: z.number(),
});
export type PlannedReturn = z.infer<typeof plannedReturn>;

/** What this desktop can tell of the agent's presence. */
export const senses = z.object({ lock: z.boolean(), sleep: z.boolean(), idle: z.boolean() });

/** The reasons on offer for each way of being away. */
export const reasons = z.object({ rest: z.array(z.string()), notReady: z.array(z.string()) });
export type Reasons = z.infer<typeof reasons>;

export const appState = z.object({
  language,
  /** The languages to choose from. */
  languages: z.array(languageChoice),
  agent: agentState,
  account: accountState,
  reasons,
  plannedReturn: z.nullable(plannedReturn),
  /** Of the reasons that have a limit. */
  budgets: z.array(budgetUse),
  preferences,
  senses,
  shortcuts: z.array(shortcutState),
  /** At most one of each kind. */
  notices: z.array(notice),
  /** Which page the window was last asked to show. */
  page: z.enum(['main', 'settings', 'today']),
  /** Bumped when the window is asked to open that page again, or on the "Other…" field of a status. */
  ask: z.object({ id: z.number(), otherReasonFor: z.nullable(z.enum(['rest', 'notReady'])) }),
  /** Whether the desktop draws a frame round the window. */
  framed: z.boolean(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  version: z.string(),
});
export type AppState = z.infer<typeof appState>;
