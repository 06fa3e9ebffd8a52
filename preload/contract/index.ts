/**
 * What goes through each channel between the window and the main process, once. The main process checks what comes in by
 * this map and derives its handlers from it, the renderer its types, and the tests their fakes: a channel missing anywhere
 * does not compile.
 */
import * as z from 'zod/mini';
import type { EventName, Invocation } from './channels.ts';
import { dayReport, exportResult, verdict } from './day.ts';
import { accountField, accountForm, problem, trouble } from './inputs.ts';
import { list, text, textsOfLanguage } from './limits.ts';
import { preferences } from './preferences.ts';
import { checkResult, importResult, reasonEdit, shortcutResult } from './settings.ts';
import { noticeKind } from './notice.ts';
import { appState, keychainState, type AppState } from './state.ts';
import { choice, language, shortcutAction } from './vocabulary.ts';

const nothing = z.undefined();
const done = z.void();
/** "2026-11-23" */
const calendarDay = text('name').check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** What came of saving the account form. */
const saveResult = z.discriminatedUnion('outcome', [
  /** `trimmed`: fields from which blanks were removed; `invisible`: those that had a character which nobody can see. */
  z.object({
    outcome: z.literal('saved'),
    trimmed: list(accountField, 'few'),
    invisible: list(accountField, 'few'),
  }),
  z.object({ outcome: z.literal('invalid'), problems: z.partialRecord(accountField, problem) }),
  /** The keychain did not take the keys, and nothing was changed; or, while `pending`, it may still take them. */
  z.object({ outcome: z.literal('keychain'), state: keychainState, pending: z.boolean() }),
  z.object({ outcome: z.literal('notSaved'), message: text('message') }),
]);
export type SaveResult = z.infer<typeof saveResult>;

/** Questions and orders from the window: `input` is checked by the main process before anything else happens. */
export const invocations = {
  getState: { input: nothing, output: appState },
  /** Every text of a language. */
  getTexts: { input: language, output: textsOfLanguage },
  /** Wish for a status; the answer is what is wrong with the reason, or null. What comes of the wish shows in the state. */
  choose: { input: choice, output: z.nullable(problem) },
  tryAgain: { input: nothing, output: done },
  /** Give up the wish that is waiting for its next attempt. */
  giveUp: { input: nothing, output: done },
  /** Return to the status before the last switch, while that is offered. */
  undo: { input: nothing, output: done },
  dismissDrift: { input: nothing, output: done },
  /** Put the receipt of the last switch on the clipboard. */
  copyReceipt: { input: nothing, output: done },
  dismissFailure: { input: nothing, output: done },
  /** Put the details of the failure on the clipboard. */
  copyFailure: { input: nothing, output: done },
  /** Plan when to be back from the status of now; null is no plan. In milliseconds since 1970. */
  planReturn: { input: z.nullable(z.number()), output: done },
  /** Five minutes more. */
  extendReturn: { input: nothing, output: done },
  /** Free, because the agent is there. */
  imBack: { input: nothing, output: done },
  /** Change the status by oneself again, after that was stopped. */
  resumeAutomation: { input: nothing, output: done },
  savePreferences: { input: preferences, output: z.nullable(z.object({ message: text('message') })) },
  /** A day such as "2026-11-23"; null is today. The answer is null when the log cannot be read. */
  readDay: {
    input: z.nullable(calendarDay),
    output: z.nullable(dayReport),
  },
  verifyLog: { input: nothing, output: verdict },
  /** Save a day as CSV; the system asks where. */
  exportDay: { input: calendarDay, output: exportResult },
  saveAccount: { input: accountForm, output: saveResult },
  /** Try the account out as typed, without saving it. Empty key fields stand for the stored key. */
  checkAccount: { input: accountForm, output: checkResult },
  /** The answer is what is wrong with the reason, or null. */
  editReasons: { input: reasonEdit, output: z.nullable(problem) },
  /** Replace all reasons by those of a file; the system asks which. */
  importReasons: { input: nothing, output: importResult },
  exportReasons: { input: nothing, output: exportResult },
  /** An empty accelerator switches it off. `code`: the place of the pressed key (KeyboardEvent.code); `''` where there is none. */
  setShortcut: {
    input: z.object({
      action: shortcutAction,
      accelerator: z.string().check(z.maxLength(100)),
      code: z.string().check(z.maxLength(40)),
    }),
    output: shortcutResult,
  },
  /** While keys are recorded no shortcut fires. */
  recordShortcut: { input: z.boolean(), output: done },
  /** The next press of this shortcut switches nothing, and shows in the state; null ends the test. */
  testShortcut: { input: z.nullable(shortcutAction), output: done },
  /** The answer is why it could not be done, or null. */
  setStartAtLogin: { input: z.boolean(), output: z.nullable(z.object({ message: text('message') })) },
  /** Take the last change of the settings back, while that is offered. */
  undoSettings: { input: nothing, output: done },
  /** Put versions, settings and troubles on the clipboard; no secret is among them. */
  copyDiagnostics: { input: nothing, output: done },
  openLogFolder: { input: nothing, output: done },
  deleteKeys: { input: nothing, output: saveResult },
  useSimulator: { input: nothing, output: done },
  leaveSimulator: { input: nothing, output: done },
  retryKeychain: { input: nothing, output: done },
  showPage: { input: z.enum(['main', 'settings', 'today']), output: done },
  dismissNotice: { input: noticeKind, output: done },
  /** An error that no part of the page has handled. */
  reportTrouble: { input: trouble, output: done },
  hideWindow: { input: nothing, output: done },
  quit: { input: nothing, output: done },
} satisfies Record<Invocation, { input: z.ZodMiniType; output: z.ZodMiniType }>;

/** News from the main process to the window. */
type Events = { state: AppState };

export type Input<Name extends Invocation> = z.infer<(typeof invocations)[Name]['input']>;
export type Output<Name extends Invocation> = z.infer<(typeof invocations)[Name]['output']>;
export type Payload<Name extends EventName> = Events[Name];

type Arguments<Value> = [Value] extends [undefined] ? [] : [Value];

/** `window.standby`: all that the renderer can do. */
export type Bridge = {
  [Name in Invocation]: (...input: Arguments<Input<Name>>) => Promise<Output<Name>>;
} & {
  /** Listen; the answer stops listening. */
  on: <Name extends EventName>(event: Name, listener: (payload: Payload<Name>) => void) => () => void;
};

/** One handler for each invocation. */
export type Handlers = {
  [Name in Invocation]: (input: Input<Name>) => Output<Name> | Promise<Output<Name>>;
};
