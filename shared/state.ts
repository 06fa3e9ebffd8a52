/**
 * Schema of the app state, from which tray, menus, notifications and window are rendered. The main process owns it, the
 * renderer has a copy. It contains no secret: of the SecretId only the last four characters.
 */
import * as z from 'zod/mini';
import type texts from '../assets/locales/en.json';
import { list, text } from './limits.ts';
import { apiAccess } from './local-api/protocol.ts';
import { notice } from './notice.ts';
import { breakLimitUsage, preferences } from './preferences.ts';
import {
  agentStatus,
  choiceShortcut,
  choiceShortcutId,
  statusChoice,
  epochMs,
  language,
  languageChoice,
  plannedMinutes,
  reasonChoice,
  settableStatus,
  shortcutAction,
  shortcutId,
  site,
  source,
} from './domain.ts';

/** A kind of failure; each has a headline and a next step in every language. */
export type FailureKind = keyof (typeof texts)['failure'];

/** The status that the service last confirmed. */
const confirmed = z.object({
  status: agentStatus,
  reason: text('reason'),
  /** When the status began, as far as known. */
  since: epochMs,
  /** When it was last confirmed. */
  confirmedAt: epochMs,
  /** False after an event that may have changed the status, such as a request that timed out. */
  isValid: z.boolean(),
  /** The status that the service sets after the call; null when there is none. */
  afterCall: z.nullable(settableStatus),
});
export type ConfirmedStatus = z.infer<typeof confirmed>;

/** A requested status that the service has not yet confirmed. */
const intent = z.object({
  id: z.number(),
  choice: statusChoice,
  /** The duration of the break, which is planned when this intent is confirmed; null is none. */
  minutes: z.nullable(plannedMinutes),
  source,
  requestedAt: epochMs,
  /** 1 for the first request. */
  attempt: z.number(),
  phase: z.discriminatedUnion('type', [
    z.object({ type: z.literal('sending') }),
    /** An earlier request is still in flight. */
    z.object({ type: z.literal('queued') }),
    /** The next attempt starts automatically at `until`. */
    z.object({ type: z.literal('waiting'), until: epochMs }),
    /** No network. The request is sent when the network is back. */
    z.object({ type: z.literal('offline') }),
  ]),
});
export type StatusIntent = z.infer<typeof intent>;

/** A choice that the service has reserved for after the call. */
const reservation = z.pick(intent, { choice: true, minutes: true, source: true });
export type Reservation = z.infer<typeof reservation>;

/** A failure with its details, for the agent and for an admin. */
export const failureReport = z.object({
  kind: z.custom<FailureKind>((value) => text('name').safeParse(value).success),
  /** The error code of the service, or Standby's own ("Network.TimedOut"). */
  code: text('message'),
  /** The message of the service or of the system. */
  message: text('message'),
  requestId: z.nullable(text('message')),
  at: epochMs,
  endpoint: text('message'),
  whoCanFix: z.enum(['agent', 'admin', 'nobody']),
  /** The requested status; null when a reading failed. */
  choice: z.nullable(statusChoice),
  /** How far this computer's clock is ahead of the service's, in milliseconds; null when that is not the cause. */
  clockSkewMs: z.nullable(z.number()),
});
export type FailureReport = z.infer<typeof failureReport>;

/** The receipt of a confirmed switch. */
export const receipt = z.object({
  from: z.nullable(z.object({ status: agentStatus, reason: text('reason') })),
  to: statusChoice,
  source,
  requestedAt: epochMs,
  confirmedAt: epochMs,
  attempts: z.number(),
  requestId: z.nullable(text('message')),
});
export type Receipt = z.infer<typeof receipt>;

/** The status that undo returns to, available until `until`. */
const undo = z.object({ choice: statusChoice, until: epochMs });
export type Undo = z.infer<typeof undo>;

/** A status change that Standby did not request: by a supervisor, or at the workstation. */
export const externalChange = z.object({
  from: z.object({ status: agentStatus, reason: text('reason') }),
  to: z.object({ status: agentStatus, reason: text('reason') }),
  /** It happened between these two readings; when both are equal, at that time. */
  after: epochMs,
  before: epochMs,
});

/**
 * Why the status is not known. `starting`: no reading has ended yet. `answerLost`: a switch may or may not have taken
 * effect. `readFailed`: the newest reading failed. `noNetwork`, `notReadable` (the key may not read) and `keychain` (no key
 * could be read) are the readings that failed for that reason.
 */
export const unknownCause = z.enum([
  'starting',
  'answerLost',
  'readFailed',
  'noNetwork',
  'notReadable',
  'keychain',
]);
export type UnknownCause = z.infer<typeof unknownCause>;

/** The agent's status, from which icon, menu, tooltip and window are derived. */
export const agentState = z.object({
  confirmed: z.nullable(confirmed),
  /** Null exactly while `confirmed` is valid. */
  unknownCause: z.nullable(unknownCause),
  /** When the next scheduled reading starts; null while one runs, and while none is scheduled. */
  nextCheckAt: z.nullable(epochMs),
  intent: z.nullable(intent),
  /** What Standby requested during the call and the service reserved; null for a reservation that was made elsewhere. */
  reservation: z.nullable(reservation),
  failure: z.nullable(failureReport),
  receipt: z.nullable(receipt),
  undo: z.nullable(undo),
  externalChange: z.nullable(externalChange),
  /** Whether the key may read the status back; `unknown` until it was tried. */
  readAccess: z.enum(['unknown', 'allowed', 'refused']),
  /** How far this computer's clock is ahead of the service's (negative: behind), in milliseconds; null within the tolerance. */
  clockSkewMs: z.nullable(z.number()),
  /** The away choice that the toggle shortcut returns to. */
  lastAwayChoice: statusChoice,
});
export type AgentState = z.infer<typeof agentState>;

/**
 * The last result of the keychain. `notQueried`: not needed yet. `missing`: the system certainly has none. `failed`: an
 * unknown error. `tooLong`: the key exceeds what the system can store, which accepts shorter texts.
 */
export const keychainState = z.enum([
  'notQueried',
  'ready',
  'locked',
  'denied',
  'missing',
  'timedOut',
  'failed',
  'tooLong',
  // The native keychain module differs from the one that was packaged.
  'moduleChanged',
]);
export type KeychainState = z.infer<typeof keychainState>;

/** The sign-in with the company's identity provider. */
const signInState = z.object({
  /**
   * `starting`: the provider is being asked, or the stored sign-in is being read. `browser`: the agent signs in there.
   * `deviceCode`: the agent types `userCode` at `verificationAddress`.
   */
  step: z.enum(['signedOut', 'starting', 'browser', 'deviceCode', 'signedIn']),
  /** Host of the issuer, which the policy names. */
  issuerHost: text('name'),
  /** `''` except for `deviceCode`. */
  userCode: text('name'),
  /** An https address; `''` except for `deviceCode`. */
  verificationAddress: text('message'),
  /** Why the last sign-in failed or ended; null after one that succeeded and after a sign-out. */
  failure: z.nullable(failureReport),
  /** Whether the policy allows a sign-in by a code on another device. */
  canUseDeviceCode: z.boolean(),
  /** Whether the sign-in ends with Standby, because the keychain does not keep it. */
  sessionOnly: z.boolean(),
});
export type SignInState = z.infer<typeof signInState>;

/** The account, its endpoint, and where its keys are stored. */
const accountState = z.object({
  mode: z.enum(['unconfigured', 'account', 'simulator']),
  edition: site,
  customAddress: text('message'),
  /** The address of the requests. */
  endpoint: text('message'),
  sdkAppId: z.nullable(z.number()),
  agent: text('message'),
  keys: z.object({
    /**
     * `process`: a credential process of the company issues temporary keys; nothing is stored. `signIn`: the company's
     * sign-in does; only its refresh token is stored. `gateway`: the company's gateway has the key.
     */
    storage: z.enum(['none', 'keychain', 'session', 'simulator', 'process', 'signIn', 'gateway']),
    /** Last four characters of the SecretId. */
    secretIdSuffix: text('name'),
    hasToken: z.boolean(),
  }),
  keychain: keychainState,
  /** The system's message about the keychain error; `''` when there is none that is readable. */
  keychainMessage: text('message'),
  /** Null unless the policy has the company's sign-in. While not signed in, the mode is not `account`. */
  signIn: z.nullable(signInState),
});
export type AccountState = z.infer<typeof accountState>;

const shortcutState = z.object({
  action: shortcutAction,
  /** In Electron's notation, "Control+Shift+F9"; `''` is off. */
  accelerator: text('name'),
  /**
   * `unavailable`: registered by another program. `requested`: the desktop decides (Wayland). `duplicate`: another shortcut
   * of Standby has the same key. `notOnThisKeyboard`: the keyboard has no such key. `notGranted`: the desktop refused it.
   * `keyboardUnknown`: the keyboard layout could not be read, and no registration was tried.
   */
  state: z.enum([
    'active',
    'off',
    'requested',
    'unavailable',
    'duplicate',
    'notOnThisKeyboard',
    'notGranted',
    'keyboardUnknown',
  ]),
  /** Set by the company's policy. */
  locked: z.boolean(),
});
export type ShortcutState = z.infer<typeof shortcutState>;

/** The state of a shortcut for a reason. `locked`: the company's policy sets shortcuts. */
const choiceShortcutState = z.extend(choiceShortcut, {
  state: shortcutState.shape.state,
  locked: z.boolean(),
});
export type ChoiceShortcutState = z.infer<typeof choiceShortcutState>;

/** The planned return of the agent. */
const plannedReturn = z.object({
  backAt: epochMs,
  /** The chosen duration of the break; null for a typed time and after an extension. */
  minutes: z.nullable(plannedMinutes),
  /** `soon`: within two minutes. `due`: the time has passed and the prompt is open. */
  stage: z.enum(['planned', 'soon', 'due']),
  /** How many prompts were shown. */
  promptCount: z.number(),
});
export type PlannedReturn = z.infer<typeof plannedReturn>;

/** Whether this desktop reports an event of the agent's presence; null while it is being detected. */
const presenceCapability = z.nullable(z.boolean());
const presenceCapabilities = z.object({
  lock: presenceCapability,
  sleep: presenceCapability,
  idle: presenceCapability,
});

const reasonsOfStatus = list(text('reason'), 'few');
/** The reasons of each away status. */
export const reasons = z.object({ rest: reasonsOfStatus, notReady: reasonsOfStatus });
export type Reasons = z.infer<typeof reasons>;

/** The duration that is planned with a reason: the one that was chosen last, otherwise the limit of one break. */
const reasonDuration = z.extend(reasonChoice, { minutes: plannedMinutes });
export type ReasonDuration = z.infer<typeof reasonDuration>;

/** How many choices with a reason are remembered. */
export const RECENT_CHOICES_MAX = 12;
/** The choices with a reason that were confirmed last, the most recent first. */
export const recentChoices = z.array(reasonChoice).check(z.maxLength(RECENT_CHOICES_MAX));

/** A change of the settings that `settings.undo` reverts, available until `until`. */
const pendingSettingsUndo = z.object({
  what: z.enum(['reasonRemoved', 'reasonsReset', 'reasonsImported', 'shortcutOff', 'shortcutRemoved']),
  /** The reason that was removed or whose shortcut was; the shortcut that was turned off; `''` otherwise. */
  name: text('reason'),
  until: epochMs,
});
export type PendingSettingsUndo = z.infer<typeof pendingSettingsUndo>;

/** The settings that a policy can set and lock, by their names in the policy file. */
export const managedSetting = z.enum([
  'edition',
  'customAddress',
  'sdkAppId',
  'agent',
  'credentialProcess',
  'signIn',
  'gateway',
  'caBundle',
  'fleetSize',
  'reasons',
  'shortcuts',
  'breakLimits',
  'autoFreeAtReturn',
  'dayStartHour',
  'onLock',
  'onSleep',
  'onIdle',
  'onQuit',
  'reduceNotifications',
  'closeAfterSwitch',
  'language',
  'theme',
  'startAtLogin',
  'pollIntervalSeconds',
  'localApi',
  'onStatus',
  'auditLog',
  'team',
]);
export type ManagedSetting = z.infer<typeof managedSetting>;

/** The place for secrets that a system has: a keyring by the Secret Service, macOS' keychain, Windows' Credential Manager. */
const keychainSystem = z.enum(['secretService', 'macKeychain', 'windowsCredentials']);
export type KeychainSystem = z.infer<typeof keychainSystem>;

/** Versions, system and paths for the About page. */
const about = z.object({
  version: text('name'),
  electron: text('name'),
  chromium: text('name'),
  node: text('name'),
  /** "Linux 6.1.0 x64" */
  system: text('name'),
  keychain: keychainSystem,
  logFolder: text('path'),
});

/** Maximum number of hidden hints that are remembered; the oldest is dropped. */
export const HIDDEN_HINTS_MAX = 20;
/** The hints of the main view that the agent has hidden for good, the latest first. */
export const hiddenHints = z.array(text('name')).check(z.maxLength(HIDDEN_HINTS_MAX));

/** The local API. `off`: forbidden by the settings. `failed`: no client can reach it; the log says why. */
const localApiState = z.object({
  access: z.enum([...apiAccess.options, 'failed']),
  /** The names that the connected clients give themselves. */
  clients: list(text('name'), 'few'),
});

export const appState = z.object({
  language,
  /** The available languages. */
  languages: list(languageChoice, 'few'),
  agent: agentState,
  account: accountState,
  reasons,
  /** The reasons that the service has reported for this account and that `reasons` lacks, the newest first. */
  seenReasons: reasons,
  /** At most one of each reason; a reason without a duration has none. */
  reasonDurations: list(reasonDuration, 'few'),
  recentChoices,
  plannedReturn: z.nullable(plannedReturn),
  /** Usage of each break limit. */
  breakLimitUsage: list(breakLimitUsage, 'few'),
  preferences,
  presenceCapabilities,
  /** When automatic status changes were stopped because there were too many; null while they are enabled. */
  automationStoppedAt: z.nullable(epochMs),
  shortcuts: list(shortcutState, 'few'),
  choiceShortcuts: z.array(choiceShortcutState).check(z.maxLength(choiceShortcutId.options.length)),
  /** At most one of each kind. */
  notices: list(notice, 'few'),
  hiddenHints,
  /** The page that was last requested. The first run is shown until an account is configured. */
  route: z.enum(['main', 'settings', 'today']),
  /** `id` increases when the window is opened again on its page, or on the "Other…" field of a status. */
  focusRequest: z.object({ id: z.number(), otherReasonFor: z.nullable(z.enum(['rest', 'notReady'])) }),
  pendingSettingsUndo: z.nullable(pendingSettingsUndo),
  /** The shortcut under test, which switches nothing, and whether it was pressed; null outside of a test. */
  shortcutTest: z.nullable(z.object({ id: shortcutId, pressed: z.boolean() })),
  /** Whether the system starts Standby at login; null when unknown. */
  startAtLogin: z.nullable(z.boolean()),
  /** The settings that the company's policy has set; they are read-only. */
  managedKeys: list(managedSetting, 'few'),
  /** The path of the policy file; null when there is none. */
  policyFile: z.nullable(text('path')),
  localApi: localApiState,
  /** The program that is started after each confirmed change of the status; null is none. */
  onStatusProgram: z.nullable(text('path')),
  about,
  /** Whether the desktop draws a frame around the window. */
  hasNativeFrame: z.boolean(),
  platform: z.enum(['linux', 'darwin', 'win32']),
});
export type AppState = z.infer<typeof appState>;
