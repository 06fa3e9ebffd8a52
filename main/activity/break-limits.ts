/** Evaluates break limits against the day's summary. Pure: the caller sets one timer, for `nextCheckAt`. */
import type { DaySummary } from './report/day-summary.ts';

/** Limits for one break and for all breaks of a day with this reason, in milliseconds; null is no limit. */
export type BreakLimit = {
  status: 'rest' | 'notReady';
  reason: string;
  oneBreakMs: number | null;
  dayMs: number | null;
};

/** `warning` from 80 % of the limit, `breached` from the limit on. */
type LimitState = 'ok' | 'warning' | 'breached';

/** All in milliseconds; `leftMs` is 0 when the limit is breached. */
type Usage = { usedMs: number; limitMs: number; leftMs: number; state: LimitState };

export type LimitUsage = Pick<BreakLimit, 'status' | 'reason'> & {
  /** Usage of the running break; null without a limit, or when no such break runs. */
  oneBreak: Usage | null;
  /** Usage of all breaks of the day; null without a limit. */
  day: Usage | null;
};

export type LimitEvaluation = {
  usages: LimitUsage[];
  /** Time of the next change of state if no other event occurs: a threshold or the end of the day. Epoch milliseconds. */
  nextCheckAt: number;
};

const WARNING_SHARE = 0.8;

/**
 * Computes the usage of each limit. A break that began on the previous day counts in full for `oneBreak`, and from the
 * start of the day for `day`. Uncertain time counts too: an early warning is better than a late one.
 * @param now epoch milliseconds, the time for which `summary` was made
 */
export function evaluateLimits(
  limits: readonly BreakLimit[],
  summary: DaySummary,
  now: number,
): LimitEvaluation {
  const usages = limits.map((each) => usage(each, summary, now));
  const running = usages.filter((each) => isSame(each, summary.running));
  const next = running.flatMap(({ oneBreak, day }) => [
    ...thresholdsAhead(oneBreak, now),
    ...thresholdsAhead(day, now),
  ]);
  return { usages, nextCheckAt: Math.min(summary.to, ...next) };
}

function usage(
  { status, reason, oneBreakMs, dayMs }: BreakLimit,
  summary: DaySummary,
  now: number,
): LimitUsage {
  const { running, segments } = summary;
  const breaks = segments.filter((segment) => isSame({ status, reason }, segment));
  const dayTotalMs = breaks.reduce((sum, { from, to }) => sum + to - from, 0);
  const isRunning = running && isSame({ status, reason }, running);
  return {
    status,
    reason,
    oneBreak: isRunning && oneBreakMs !== null ? toUsage(now - running.since, oneBreakMs) : null,
    day: dayMs === null ? null : toUsage(dayTotalMs, dayMs),
  };
}

type StatusAndReason = { status: string; reason: string };

function isSame(one: StatusAndReason, other: StatusAndReason | null): boolean {
  return one.status === other?.status && one.reason === other.reason;
}

function toUsage(usedMs: number, limitMs: number): Usage {
  const state = usedMs >= limitMs ? 'breached' : usedMs >= limitMs * WARNING_SHARE ? 'warning' : 'ok';
  return { usedMs, limitMs, leftMs: Math.max(0, limitMs - usedMs), state };
}

function thresholdsAhead(one: Usage | null, now: number): number[] {
  if (!one) return [];
  const thresholds = [one.limitMs * WARNING_SHARE, one.limitMs];
  return thresholds.filter((ms) => ms > one.usedMs).map((ms) => now + Math.ceil(ms - one.usedMs));
}
