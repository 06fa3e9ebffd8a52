/** Schema of the preferences: every setting besides the account, reasons and shortcuts. By default all automation is off. */
import * as z from 'zod/mini';
import { list, text } from './limits.ts';
import { statusChoice, language, plannedMinutes, settableStatus } from './domain.ts';

const awayChoice = z.extend(statusChoice, { status: z.enum(['rest', 'notReady']) });

/** Maximum times for one reason, of a break and of a day; null is no limit. */
const breakLimit = z.object({
  status: z.enum(['rest', 'notReady']),
  reason: text('reason'),
  breakMinutes: z.nullable(plannedMinutes),
  dayMinutes: z.nullable(plannedMinutes),
});
export type BreakLimit = z.infer<typeof breakLimit>;

export const preferences = z.object({
  /** `system` follows the language of the desktop. */
  language: z.union([z.literal('system'), language]),
  theme: z.enum(['system', 'light', 'dark']),
  /** Seconds between two readings of the status. All agents of a contact center share 20 requests a second. */
  pollIntervalSeconds: z.int().check(z.gte(30), z.lte(900)),
  /** At a planned return, set Free automatically if keyboard or mouse are in use; otherwise prompt. */
  autoFreeAtReturn: z.boolean(),
  breakLimits: list(breakLimit, 'few'),
  /** The hour at which a new day begins for break limits and Today, 0 to 23. */
  dayStartHour: z.int().check(z.gte(0), z.lte(23)),
  /** The status to set on screen lock, sleep and idle; null is none. */
  onLock: z.nullable(awayChoice),
  onSleep: z.nullable(awayChoice),
  onIdle: z.nullable(z.object({ minutes: plannedMinutes, choice: awayChoice })),
  /** The status to set before quitting and before the computer shuts down; null is none. */
  onQuit: z.nullable(awayChoice),
  /** Show no notification of a confirmed switch: the icon shows it. */
  reduceNotifications: z.boolean(),
  /** Close the window after a switch that was requested in it. */
  closeAfterSwitch: z.boolean(),
});
export type Preferences = z.infer<typeof preferences>;

export const DEFAULT_PREFERENCES: Preferences = {
  language: 'system',
  theme: 'system',
  /** 500 agents at 60 s make 8 of the 20 requests a second that a contact center has. */
  pollIntervalSeconds: 60,
  autoFreeAtReturn: false,
  breakLimits: [],
  dayStartHour: 0,
  onLock: null,
  onSleep: null,
  onIdle: null,
  onQuit: null,
  reduceNotifications: true,
  closeAfterSwitch: true,
};

/** How much of a break limit is used. */
export const breakLimitUsage = z.object({
  status: settableStatus,
  reason: text('reason'),
  /** Of the current break. A limit that is null is off. */
  breakUsedMs: z.number(),
  breakLimitMs: z.nullable(z.number()),
  /** Of the day, including the current break. */
  dayUsedMs: z.number(),
  dayLimitMs: z.nullable(z.number()),
  state: z.enum(['ok', 'warning', 'breached']),
});
export type BreakLimitUsage = z.infer<typeof breakLimitUsage>;
