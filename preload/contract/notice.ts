/** What the window tells its user of the app itself, and of the company's policy. */
import * as z from 'zod/mini';
import { list, text } from './limits.ts';

/** A line of the policy file that does not apply. */
export const policyProblem = z.object({
  /** Counted from 1; null where the file as a whole is the trouble. */
  line: z.nullable(z.number()),
  /** The setting, such as "budgets.0.breakMinutes"; `''` for the file as a whole. */
  setting: text('message'),
  kind: z.enum(['notJson', 'unreadable', 'unknownSetting', 'wrongType', 'notAllowed', 'outOfRange']),
  /** What belongs there: "number", "free, rest, notReady", "30 – 900"; or, for the file, what the system says. */
  expected: text('message'),
});
export type PolicyProblem = z.infer<typeof policyProblem>;

/** Something that happened to the app itself and that its user should know of. */
export const notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('settingsDamaged'), file: text('path') }),
  z.object({ kind: z.literal('settingsNewer'), file: text('path') }),
  z.object({ kind: z.literal('settingsUnreadable'), file: text('path'), message: text('message') }),
  /** A reason held a character that nobody can see. */
  z.object({ kind: z.literal('invisibleRemoved') }),
  z.object({ kind: z.literal('settingsNotSaved'), file: text('path'), message: text('message') }),
  z.object({ kind: z.literal('logNotSaved'), message: text('message') }),
  /** The keychain has answered after its time limit: what came of the key that it was to keep. */
  z.object({
    kind: z.literal('keychainLate'),
    what: z.enum(['saved', 'notSaved', 'removed', 'leftBehind']),
    message: text('message'),
  }),
  /** Something that nobody expected; `file` holds the details. */
  z.object({ kind: z.literal('appFault'), file: text('path'), message: text('message') }),
  /** The rest of the policy applies. */
  z.object({ kind: z.literal('policyProblems'), file: text('path'), problems: list(policyProblem, 'many') }),
]);
export type Notice = z.infer<typeof notice>;
export const noticeKind = z.enum([
  'settingsDamaged',
  'settingsNewer',
  'settingsUnreadable',
  'invisibleRemoved',
  'settingsNotSaved',
  'logNotSaved',
  'keychainLate',
  'policyProblems',
  'appFault',
]);
