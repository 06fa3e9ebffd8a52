/** How much of the breaks allowed is used. Pure: the caller sets one timer, to look again at `lookAgainAt`. */
import type { Today } from './today.ts';

/** How long one break for a reason may last, and all of a day together, in milliseconds; null is no limit. */
export type BreakLimit = {
  status: 'rest' | 'notReady';
  reason: string;
  oneBreakMs: number | null;
  dayMs: number | null;
};

/** `warning` from 80 % on, `breached` from the limit on. */
type BudgetState = 'ok' | 'warning' | 'breached';

/** All in milliseconds; `leftMs` is 0 when the limit is breached. */
type Use = { usedMs: number; limitMs: number; leftMs: number; state: BudgetState };

export type BreakUse = Pick<BreakLimit, 'status' | 'reason'> & {
  /** Of the break that runs now; null without a limit, or when none runs. */
  oneBreak: Use | null;
  /** Of all breaks of the day; null without a limit. */
  day: Use | null;
};

export type Budgets = {
  uses: BreakUse[];
  /** When a state changes next if nothing else happens: at a threshold, or when the day ends. Epoch milliseconds. */
  lookAgainAt: number;
};

const WARNING_SHARE = 0.8;

/**
 * A break that began before the day did counts in full as one break, and since the day began for the day. Time that is
 * probable only counts too: better a warning too early than one too late.
 * @param now epoch milliseconds, the time for which `today` was made
 */
export function budgetsOf(limits: readonly BreakLimit[], today: Today, now: number): Budgets {
  const uses = limits.map((each) => useOf(each, today, now));
  const running = uses.filter((each) => isSame(each, today.running));
  const next = running.flatMap(({ oneBreak, day }) => [
    ...thresholdsAhead(oneBreak, now),
    ...thresholdsAhead(day, now),
  ]);
  return { uses, lookAgainAt: Math.min(today.to, ...next) };
}

function useOf({ status, reason, oneBreakMs, dayMs }: BreakLimit, today: Today, now: number): BreakUse {
  const { running, segments } = today;
  const breaks = segments.filter((segment) => isSame({ status, reason }, segment));
  const ofDay = breaks.reduce((sum, { from, to }) => sum + to - from, 0);
  const runs = running && isSame({ status, reason }, running);
  return {
    status,
    reason,
    oneBreak: runs && oneBreakMs !== null ? use(now - running.since, oneBreakMs) : null,
    day: dayMs === null ? null : use(ofDay, dayMs),
  };
}

type StatusAndReason = { status: string; reason: string };

function isSame(one: StatusAndReason, other: StatusAndReason | null): boolean {
  return one.status === other?.status && one.reason === other.reason;
}

function use(usedMs: number, limitMs: number): Use {
  const state = usedMs >= limitMs ? 'breached' : usedMs >= limitMs * WARNING_SHARE ? 'warning' : 'ok';
  return { usedMs, limitMs, leftMs: Math.max(0, limitMs - usedMs), state };
}

function thresholdsAhead(one: Use | null, now: number): number[] {
  if (!one) return [];
  const thresholds = [one.limitMs * WARNING_SHARE, one.limitMs];
  return thresholds.filter((ms) => ms > one.usedMs).map((ms) => now + Math.ceil(ms - one.usedMs));
}
