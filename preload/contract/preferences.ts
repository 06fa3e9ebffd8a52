/** What the agent can set besides the account; all of it is off until they do. */
import * as z from 'zod/mini';
import { list, text } from './limits.ts';
import { choice, language, settableStatus } from './vocabulary.ts';

const away = z.extend(choice, { status: z.enum(['rest', 'notReady']) });
const minutes = z.int().check(z.gte(1), z.lte(24 * 60));

/** The longest time to be away for one reason; null is no limit. */
const budget = z.object({
  status: z.enum(['rest', 'notReady']),
  reason: text('reason'),
  breakMinutes: z.nullable(minutes),
  dayMinutes: z.nullable(minutes),
});
export type Budget = z.infer<typeof budget>;

export const preferences = z.object({
  /** `system` follows the desktop's. */
  language: z.union([z.literal('system'), language]),
  theme: z.enum(['system', 'light', 'dark']),
  /** Seconds from one reading of the status to the next. The whole centre shares 20 requests a second. */
  readingSeconds: z.int().check(z.gte(30), z.lte(900)),
  /** When a planned return is due: Free by itself, if somebody is at the keyboard; otherwise Standby asks. */
  freeWhenDue: z.boolean(),
  budgets: list(budget, 'few'),
  /** The hour at which a new day begins for budgets and Today, 0 to 23. */
  dayStartsAt: z.int().check(z.gte(0), z.lte(23)),
  /** What to do when the agent leaves the screen; null is nothing. */
  whenLocked: z.nullable(away),
  whenAsleep: z.nullable(away),
  whenIdle: z.nullable(z.object({ minutes, choice: away })),
  /** Set before quitting and before the computer shuts down. */
  whenQuitting: z.nullable(away),
  /** Fewer notifications: failures and what needs an answer only. */
  quiet: z.boolean(),
});
export type Preferences = z.infer<typeof preferences>;

export const DEFAULT_PREFERENCES: Preferences = {
  language: 'system',
  theme: 'system',
  /** 500 agents at 60 s are 8 requests a second of the 20 that everybody shares. */
  readingSeconds: 60,
  freeWhenDue: false,
  budgets: [],
  dayStartsAt: 0,
  whenLocked: null,
  whenAsleep: null,
  whenIdle: null,
  whenQuitting: null,
  quiet: false,
};

/** How much of a budget is used. */
export const budgetUse = z.object({
  status: settableStatus,
  reason: text('reason'),
  /** Of this break; null limits are off. */
  breakUsedMs: z.number(),
  breakLimitMs: z.nullable(z.number()),
  /** Of the day, with this break. */
  dayUsedMs: z.number(),
  dayLimitMs: z.nullable(z.number()),
  state: z.enum(['ok', 'warning', 'breached']),
});
export type BudgetUse = z.infer<typeof budgetUse>;
