/** Schemas of edits of reasons and of the results of settings calls: import, shortcuts, account check. */
import * as z from 'zod/mini';
import { accountField, accountForm, validationError } from './forms.ts';
import { list, text } from '../limits.ts';
import { failureReport, keychainState, reasons } from '../state.ts';
import { agentStatus, awayStatus, choiceShortcutId, shortcutId } from '../domain.ts';

/** An edit of the list of reasons. The order of the list is the order of the menu. */
export const reasonEdit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('add'), status: awayStatus, reason: text('reason') }),
  /** Break limits of the old name move to the new one. */
  z.object({ type: z.literal('rename'), status: awayStatus, reason: text('reason'), to: text('reason') }),
  /** `to`: the new index, from 0. */
  z.object({
    type: z.literal('move'),
    status: awayStatus,
    reason: text('reason'),
    to: z.int().check(z.gte(0)),
  }),
  z.object({ type: z.literal('remove'), status: awayStatus, reason: text('reason') }),
  /** Restores the default reasons of the language. */
  z.object({ type: z.literal('reset') }),
]);
export type ReasonEdit = z.infer<typeof reasonEdit>;

/** The file format of exported reasons. */
export const reasonsFile = z.object({ standbyReasons: z.literal(1), reasons });

/** The result of importing reasons. A file that is refused changes nothing. */
export const importResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('imported') }),
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('unreadable'), file: text('path'), message: text('message') }),
  /** Not a reasons file (`reason` is `''`), or `reason` is invalid. */
  z.object({ outcome: z.literal('refused'), file: text('path'), reason: text('reason'), validationError }),
]);
export type ImportResult = z.infer<typeof importResult>;

/** The result of setting a shortcut. Unless it is `set`, the previous shortcut stays. */
export const shortcutResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('set') }),
  /** Standby uses this accelerator for another shortcut. */
  z.object({ outcome: z.literal('conflict'), id: shortcutId }),
  /** Another program has registered it. */
  z.object({ outcome: z.literal('unavailable') }),
  /** As in `ShortcutState`. `notOnThisKeyboard` also: the accelerator would register other keys than the pressed ones. */
  z.object({ outcome: z.enum(['duplicate', 'notOnThisKeyboard', 'notGranted', 'keyboardUnknown']) }),
  /** No modifier, or only modifiers: the shortcut would fire during typing. */
  z.object({ outcome: z.literal('invalid') }),
  z.object({ outcome: z.literal('notSaved'), message: text('message') }),
]);
export type ShortcutResult = z.infer<typeof shortcutResult>;

/** The result of adding a shortcut for a reason. */
export const addShortcutResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('added'), id: choiceShortcutId }),
  z.object({ outcome: z.literal('invalid'), validationError }),
  /** There are as many as can be, or the company's policy sets the shortcuts. */
  z.object({ outcome: z.enum(['full', 'locked']) }),
]);
export type AddShortcutResult = z.infer<typeof addShortcutResult>;

/** The fields of the account form that a check can report. */
const checkField = z.union([accountField, z.literal('edition')]);
export type CheckField = z.infer<typeof checkField>;

/** The result of testing an account by reading its status, which changes nothing. */
export const checkResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('valid'), status: agentStatus, reason: text('reason') }),
  /** Validation errors; no request was sent. */
  z.object({ outcome: z.literal('invalid'), errors: z.partialRecord(accountField, validationError) }),
  /** The service refused the request. `fields` are the possible causes, the most likely first. */
  z.object({ outcome: z.literal('invalidFields'), fields: list(checkField, 'few'), failure: failureReport }),
  /** The key is valid, but not permitted to read. Switching may work. */
  z.object({ outcome: z.literal('readDenied'), failure: failureReport }),
  /** The request failed for a reason that no field causes. */
  z.object({ outcome: z.literal('failed'), failure: failureReport }),
  /** The stored key could not be read from the keychain. */
  z.object({ outcome: z.literal('keychain'), state: keychainState }),
  /** The address was not confirmed in the system's dialog. */
  z.object({ outcome: z.literal('declined') }),
]);
export type CheckResult = z.infer<typeof checkResult>;

/** The fields of the account form that a set-up text fills. */
const setupFields = z.object({
  edition: z.exactOptional(accountForm.shape.edition),
  customAddress: z.exactOptional(accountForm.shape.customAddress),
  sdkAppId: z.exactOptional(accountForm.shape.sdkAppId),
  agent: z.exactOptional(accountForm.shape.agent),
  secretId: z.exactOptional(accountForm.shape.secretId),
});
export type SetupFields = z.infer<typeof setupFields>;

const setupErrors = z.partialRecord(checkField, validationError);
export type SetupErrors = z.infer<typeof setupErrors>;

/** The result of reading a set-up text. Nothing is filled in unless every value is valid. */
export const setupResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('filled'), fields: setupFields }),
  z.object({ outcome: z.literal('invalid'), errors: setupErrors }),
  /** `notSetup`: the text has no set-up. `hasSecret`: it has a member for a SecretKey or a token. */
  z.object({
    outcome: z.literal('refused'),
    error: z.enum(['notSetup', 'newerVersion', 'hasSecret']),
  }),
]);
export type SetupResult = z.infer<typeof setupResult>;
