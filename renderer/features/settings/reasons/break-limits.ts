/** The time limits of the reasons, as the preferences have them. Pure. */
import type { BreakLimit } from '../../../../shared/preferences.ts';
import type { AwayStatus } from '../../../store.ts';

/** The limit of a reason; both times are null where it has none. */
export function getLimit(limits: readonly BreakLimit[], status: AwayStatus, reason: string): BreakLimit {
  return (
    limits.find((limit) => limit.status === status && limit.reason === reason) ?? {
      status,
      reason,
      breakMinutes: null,
      dayMinutes: null,
    }
  );
}

export function hasLimit({ breakMinutes, dayMinutes }: BreakLimit): boolean {
  return breakMinutes !== null || dayMinutes !== null;
}

/** The limits with one of them replaced. A limit without times is removed. */
export function withLimit(limits: readonly BreakLimit[], next: BreakLimit): BreakLimit[] {
  const others = limits.filter(({ status, reason }) => status !== next.status || reason !== next.reason);
  return hasLimit(next) ? [...others, next] : others;
}

/** The reasons that have a limit, but are not in the list any more. */
export function removedReasons(
  limits: readonly BreakLimit[],
  status: AwayStatus,
  reasons: readonly string[],
): string[] {
  return limits
    .filter((limit) => limit.status === status && !reasons.includes(limit.reason))
    .map(({ reason }) => reason);
}
