/** Schemas of the notices about the app itself and of the errors of a policy file. */
import * as z from 'zod/mini';
import { list, text } from './limits.ts';

/** An error in the policy file; the setting is ignored. */
export const policyError = z.object({
  /** From 1; null when the error is of the whole file. */
  line: z.nullable(z.number()),
  /** The path of the setting, such as "breakLimits.0.breakMinutes"; `''` for the whole file. */
  setting: text('message'),
  kind: z.enum([
    'notJson',
    'unreadable',
    'unknownSetting',
    'wrongType',
    'notAllowed',
    'outOfRange',
    // Errors of the file that `caBundle` names.
    'unsafeFile',
    'notCertificates',
    'systemStore',
  ]),
  /**
   * The expected value: "number", "free, rest, notReady", "30 – 900". For a file: the system's message, or the part of its
   * path that other users can change.
   */
  expected: text('message'),
});
export type PolicyError = z.infer<typeof policyError>;

/** An event of the app itself that the user should know about. */
export const notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('settingsDamaged'), file: text('path') }),
  /** `values`: dotted names of the settings that were wrong and have their default now. */
  z.object({ kind: z.literal('settingsValuesReset'), file: text('path'), values: list(text('name'), 'few') }),
  z.object({ kind: z.literal('settingsNewer'), file: text('path') }),
  z.object({ kind: z.literal('settingsUnreadable'), file: text('path'), message: text('message') }),
  /** Invisible characters were removed from a reason. */
  z.object({ kind: z.literal('invisibleRemoved') }),
  z.object({ kind: z.literal('settingsNotSaved'), file: text('path'), message: text('message') }),
  z.object({ kind: z.literal('logWriteFailed'), message: text('message') }),
  /** The keychain settled after its time limit; `what` is the result. */
  z.object({
    kind: z.literal('keychainLate'),
    what: z.enum(['saved', 'notSaved', 'removed', 'leftBehind']),
    message: text('message'),
  }),
  /** The program that is started after each change failed, for the first time since the start. */
  z.object({ kind: z.literal('statusProgramFailed'), program: text('path'), message: text('message') }),
  /** The system shows no notifications of Standby. */
  z.object({ kind: z.literal('notificationsOff') }),
  /** This build of Electron accepts no real keys. Cannot be dismissed. */
  z.object({ kind: z.literal('simulatorOnly') }),
  /** An app error; `file` has the details. */
  z.object({ kind: z.literal('unhandledError'), file: text('path'), message: text('message') }),
  /** Errors in the policy file; its other settings apply. */
  z.object({ kind: z.literal('policyErrors'), file: text('path'), errors: list(policyError, 'many') }),
]);
export type Notice = z.infer<typeof notice>;
/** The notices that can be dismissed. */
export const noticeKind = z.enum([
  'settingsDamaged',
  'settingsValuesReset',
  'settingsNewer',
  'settingsUnreadable',
  'invisibleRemoved',
  'settingsNotSaved',
  'logWriteFailed',
  'statusProgramFailed',
  'notificationsOff',
  'keychainLate',
  'policyErrors',
  'unhandledError',
]);
