/**
 * The IPC schema: argument and result of every call between the window and the main process. A call that lacks a name in
 * ipc-channels.ts, a handler or a fake does not compile.
 */
import * as z from 'zod/mini';
import type { IpcCall, IpcEvent } from './ipc-channels.ts';
import { dayReport, exportResult } from '../activity.ts';
import { accountField, accountForm, validationError, rendererError } from './forms.ts';
import { list, text, localeTexts } from '../limits.ts';
import { preferences } from '../preferences.ts';
import {
  addShortcutResult,
  checkResult,
  importResult,
  reasonEdit,
  setupResult,
  shortcutResult,
} from './settings-results.ts';
import { noticeKind } from '../notice.ts';
import { appState, keychainState, type AppState } from '../state.ts';
import {
  choiceShortcutId,
  epochMs,
  language,
  plannedMinutes,
  reasonChoice,
  shortcutId,
  statusRequest,
} from '../domain.ts';

const noInput = z.undefined();
const noOutput = z.void();
/** "2026-11-23" */
const calendarDay = text('name').check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** When to be back: after minutes from now, at a time in milliseconds since 1970, or not planned. */
const returnPlan = z.nullable(
  z.union([z.object({ minutes: plannedMinutes }), z.object({ backAt: epochMs })]),
);
export type ReturnPlan = z.infer<typeof returnPlan>;

const saveError = z.nullable(z.object({ message: text('message') }));

/** The result of saving the account form. */
const saveResult = z.discriminatedUnion('outcome', [
  /** `trimmed`: fields from which blanks were removed; `invisible`: fields from which invisible characters were removed. */
  z.object({
    outcome: z.literal('saved'),
    trimmed: list(accountField, 'few'),
    invisible: list(accountField, 'few'),
  }),
  z.object({ outcome: z.literal('invalid'), errors: z.partialRecord(accountField, validationError) }),
  /** The keychain did not store the keys and nothing was changed; while `pending`, it may still store them. */
  z.object({ outcome: z.literal('keychain'), state: keychainState, pending: z.boolean() }),
  z.object({ outcome: z.literal('notSaved'), message: text('message') }),
  /** The change was not confirmed in the system's dialog. */
  z.object({ outcome: z.literal('declined') }),
]);
export type SaveResult = z.infer<typeof saveResult>;

/**
 * Every call from the window to the main process, with the schema of its argument and of its result. The main process parses
 * `input` before the handler runs; the types of `window.standby`, of the handlers and of the fakes in tests are derived.
 */
export const ipcSchema = {
  /** Requests a status and, with `minutes`, plans the return when it is confirmed. Returns the validation error of the reason, or null; the result of the switch arrives in the state. */
  'status.request': { input: statusRequest, output: z.nullable(validationError) },
  'status.retryNow': { input: noInput, output: noOutput },
  /** Reads the status at once, unless a reading runs or is refused; the result arrives in the state. */
  'status.checkNow': { input: noInput, output: noOutput },
  /** Cancels the intent that waits for its next attempt. */
  'status.cancelIntent': { input: noInput, output: noOutput },
  /** Returns to the status before the last switch, while `agent.undo` is set. */
  'status.undo': { input: noInput, output: noOutput },
  'status.dismissExternalChange': { input: noInput, output: noOutput },
  'status.dismissFailure': { input: noInput, output: noOutput },
  /** Copies the receipt of the last switch to the clipboard. */
  'status.copyReceipt': { input: noInput, output: noOutput },
  /** Copies the details of the failure to the clipboard. */
  'status.copyFailure': { input: noInput, output: noOutput },

  'account.save': { input: accountForm, output: saveResult },
  /** Tests the account as typed, without saving it. With empty key fields the stored key is used. */
  'account.check': { input: accountForm, output: checkResult },
  /** Reads a pasted set-up text for the form. Nothing is saved. */
  'account.readSetup': { input: text('message'), output: setupResult },
  /** Copies the set-up text of the account to the clipboard, without agent and key. */
  'account.copySetup': { input: noInput, output: noOutput },
  'account.deleteKeys': { input: noInput, output: saveResult },
  'account.useSimulator': { input: noInput, output: noOutput },
  'account.leaveSimulator': { input: noInput, output: noOutput },
  'account.retryKeychain': { input: noInput, output: noOutput },
  /** Opens the company's sign-in in the browser; the result arrives in the state. */
  'account.signIn': { input: noInput, output: noOutput },
  /** The same by a code on another device, where `signIn.canUseDeviceCode`. */
  'account.signInByDeviceCode': { input: noInput, output: noOutput },
  'account.cancelSignIn': { input: noInput, output: noOutput },
  /** Copies the code of a sign-in on another device. */
  'account.copyUserCode': { input: noInput, output: noOutput },
  /** Ends the sign-in at the company too, where it answers, and forgets it in any case. */
  'account.signOut': { input: noInput, output: saveResult },

  /** Returns why the preferences were not saved, or null. */
  'settings.savePreferences': { input: preferences, output: saveError },
  /** Returns why the system did not change it, or null. */
  'settings.setStartAtLogin': { input: z.boolean(), output: saveError },
  /** Returns the validation error of the reason, or null. */
  'settings.editReasons': { input: reasonEdit, output: z.nullable(validationError) },
  /** Replaces all reasons by those of a file, which is chosen in the system's dialog. */
  'settings.importReasons': { input: noInput, output: importResult },
  /** Saves all reasons to a file, which is chosen in the system's dialog. */
  'settings.exportReasons': { input: noInput, output: exportResult },
  /** An empty accelerator disables the shortcut. `code`: the KeyboardEvent.code of the pressed key; `''` where there is none. */
  'settings.setShortcut': {
    input: z.object({
      id: shortcutId,
      accelerator: z.string().check(z.maxLength(100)),
      code: z.string().check(z.maxLength(40)),
    }),
    output: shortcutResult,
  },
  /** Adds a shortcut for a reason, without keys. */
  'settings.addChoiceShortcut': { input: reasonChoice, output: addShortcutResult },
  /** Removes a shortcut for a reason, which `settings.undo` adds again. */
  'settings.removeChoiceShortcut': { input: choiceShortcutId, output: noOutput },
  /** True starts recording, false ends it. No shortcut fires in between. */
  'settings.recordShortcut': { input: z.boolean(), output: noOutput },
  /** The next press of this shortcut switches nothing and sets `shortcutTest.pressed`; null ends the test. */
  'settings.testShortcut': { input: z.nullable(shortcutId), output: noOutput },
  /** Undoes the last change of the settings, while `pendingSettingsUndo` is set. */
  'settings.undo': { input: noInput, output: noOutput },

  /**
   * Plans the return from the current status. A duration, and null ("not set"), are remembered for the current reason; a
   * time of day is not.
   */
  'activity.planReturn': { input: returnPlan, output: noOutput },
  /** Moves the planned return by five minutes. */
  'activity.extendReturn': { input: noInput, output: noOutput },
  /** Requests Free, because the agent is back. */
  'activity.confirmReturn': { input: noInput, output: noOutput },
  /** Enables automatic status changes again after `automationStoppedAt`. */
  'activity.resumeAutomation': { input: noInput, output: noOutput },
  /** The report of a day, "2026-11-23"; null is today. Returns null when the log cannot be read. */
  'activity.readDay': { input: z.nullable(calendarDay), output: z.nullable(dayReport) },
  /** Saves a day as CSV to a file, which is chosen in the system's dialog. */
  'activity.exportDay': { input: calendarDay, output: exportResult },

  'app.getState': { input: noInput, output: appState },
  /** All texts of a language. */
  'app.getTranslations': { input: language, output: localeTexts },
  /** Shows a page of the window. */
  'app.navigate': { input: z.enum(['main', 'settings', 'today']), output: noOutput },
  'app.dismissNotice': { input: noticeKind, output: noOutput },
  /** Hides a hint of the main view for good. */
  'app.hideHint': { input: text('name'), output: noOutput },
  /** Shows all hidden hints again. */
  'app.showHints': { input: noInput, output: noOutput },
  /** Copies versions, settings and recent errors to the clipboard, without secrets. */
  'app.copyDiagnostics': { input: noInput, output: noOutput },
  'app.openLogFolder': { input: noInput, output: noOutput },
  /** Logs an error that the window's code did not catch. */
  'app.reportError': { input: rendererError, output: noOutput },
  'app.hideWindow': { input: noInput, output: noOutput },
  'app.quit': { input: noInput, output: noOutput },
} satisfies Record<IpcCall, { input: z.ZodMiniType; output: z.ZodMiniType }>;

/** Events from the main process to the window. */
type Events = { state: AppState };

export type Input<Call extends IpcCall> = z.infer<(typeof ipcSchema)[Call]['input']>;
export type Output<Call extends IpcCall> = z.infer<(typeof ipcSchema)[Call]['output']>;
export type Payload<Event extends IpcEvent> = Events[Event];

type Arguments<Value> = [Value] extends [undefined] ? [] : [Value];
type DomainOf<Call> = Call extends `${infer Domain}.${string}` ? Domain : never;
type MethodOf<Call, Domain extends string> = Call extends `${Domain}.${infer Method}` ? Method : never;

/** `window.standby`, the only API of the renderer: `standby.status.request({ status, reason })`. */
export type Api = {
  [Domain in DomainOf<IpcCall>]: {
    [Call in IpcCall as MethodOf<Call, Domain>]: (...input: Arguments<Input<Call>>) => Promise<Output<Call>>;
  };
} & {
  /** Adds a listener for an event. Returns a function that removes it. */
  on: <Event extends IpcEvent>(event: Event, listener: (payload: Payload<Event>) => void) => () => void;
};

/** One handler for each call. */
export type Handlers = {
  [Call in IpcCall]: (input: Input<Call>) => Output<Call> | Promise<Output<Call>>;
};
