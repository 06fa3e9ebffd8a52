/** What can be set besides preferences, and what came of it. The main process judges and keeps; the window shows. */
import * as z from 'zod/mini';
import { accountField, problem } from './inputs.ts';
import { list, text } from './limits.ts';
import { failureReport, keychainState, reasons } from './state.ts';
import { agentStatus, shortcutAction } from './vocabulary.ts';

const away = z.enum(['rest', 'notReady']);

/** One change of the list of reasons. Order matters: it is the order of the menu. */
export const reasonEdit = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add'), status: away, reason: text('reason') }),
  /** A limit on the old name goes along to the new one. */
  z.object({ do: z.literal('rename'), status: away, reason: text('reason'), to: text('reason') }),
  /** `to`: its new place, counted from 0. */
  z.object({ do: z.literal('move'), status: away, reason: text('reason'), to: z.int().check(z.gte(0)) }),
  z.object({ do: z.literal('remove'), status: away, reason: text('reason') }),
  /** Back to the ones that come with the language. */
  z.object({ do: z.literal('reset') }),
]);
export type ReasonEdit = z.infer<typeof reasonEdit>;

/** A file of reasons, as it is exported and imported. */
export const reasonsFile = z.object({ standbyReasons: z.literal(1), reasons });

/** What came of importing reasons; a file that cannot be taken changes nothing. */
export const importResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('imported') }),
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('unreadable'), file: text('path'), message: text('message') }),
  /** Not a file of reasons, or one of them cannot be used: which, and why. */
  z.object({ outcome: z.literal('refused'), file: text('path'), reason: text('reason'), problem }),
]);
export type ImportResult = z.infer<typeof importResult>;

/** What came of recording a shortcut. Unless it was set, the last good one stays. */
export const shortcutResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('set') }),
  /** Standby itself uses these keys for something else. */
  z.object({ outcome: z.literal('ours'), action: shortcutAction }),
  /** Another program holds them. */
  z.object({ outcome: z.literal('taken') }),
  /** As in the states of a shortcut. `notOnThisKeyboard` also: the keys would not be the ones that were pressed. */
  z.object({ outcome: z.enum(['duplicate', 'notOnThisKeyboard', 'notGranted', 'keyboardUnknown']) }),
  /** No modifier, or nothing but modifiers: they would fire while somebody types. */
  z.object({ outcome: z.literal('unfit') }),
  z.object({ outcome: z.literal('notSaved'), message: text('message') }),
]);
export type ShortcutResult = z.infer<typeof shortcutResult>;

/** The fields of the account form that a check can find wrong. */
const checkField = z.union([accountField, z.literal('edition')]);
export type CheckField = z.infer<typeof checkField>;

/** What came of trying an account out: a real reading of its status, which changes nothing. */
export const checkResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('right'), status: agentStatus, reason: text('reason') }),
  /** Not sent: something typed cannot be right. */
  z.object({ outcome: z.literal('invalid'), problems: z.partialRecord(accountField, problem) }),
  /** The service refused, and these fields are the ones to look at, the likeliest first. */
  z.object({ outcome: z.literal('wrong'), fields: list(checkField, 'few'), failure: failureReport }),
  /** The key is right, but may not read: switching may work all the same. */
  z.object({ outcome: z.literal('mayNotRead'), failure: failureReport }),
  /** Nothing was found out, and no field is to blame. */
  z.object({ outcome: z.literal('failed'), failure: failureReport }),
  /** The stored key could not be had. */
  z.object({ outcome: z.literal('keychain'), state: keychainState }),
]);
export type CheckResult = z.infer<typeof checkResult>;
