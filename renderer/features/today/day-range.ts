/** Computes the visible range, hour ticks and lanes of the timeline. Pure. */
import type { DayReport, DaySegment } from '../../../shared/activity.ts';
import type { AgentStatus } from '../../../shared/domain.ts';
import { HOUR_MS } from '../../../shared/time-units.ts';

/** The part of the day that the timeline shows. */
export type VisibleRange = { from: number; to: number; segments: DaySegment[] };

/** Whether the day is not over yet. */
export function isToday({ now, to }: DayReport): boolean {
  return now < to;
}

/**
 * The range from the first known status to the last, today to now. Unknown time before and after is cut; gaps in between
 * stay. Null where nothing is known.
 */
export function getVisibleRange(report: DayReport): VisibleRange | null {
  const { segments } = report;
  const first = segments.findIndex(({ status }) => status !== null);
  if (first === -1) return null;
  const last = isToday(report)
    ? segments.length - 1
    : segments.findLastIndex(({ status }) => status !== null);
  const known = segments.slice(first, last + 1);
  return { from: known[0]?.from ?? report.from, to: known.at(-1)?.to ?? report.to, segments: known };
}

/** Extends a range to whole hours. */
export function roundToHours({ from, to }: VisibleRange): { from: number; to: number } {
  const begin = new Date(from).setMinutes(0, 0, 0);
  const end = new Date(to).setMinutes(0, 0, 0);
  return { from: begin, to: end < to ? end + HOUR_MS : end };
}

/** Times for the scale: full hours, in steps with at most `maxTicks` of them after the first. */
export function hourTicks(from: number, to: number, maxTicks: number): number[] {
  const hours = Math.round((to - from) / HOUR_MS);
  const step = [1, 2, 3, 4, 6, 8].find((each) => hours / each <= maxTicks) ?? 12;
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, index) => from + index * step * HOUR_MS);
}

/** The order of the lanes from top to bottom. */
const laneOrder: readonly AgentStatus[] = ['free', 'busy', 'afterCallWork', 'rest', 'notReady', 'offline'];

/** The statuses of a day, in that order. */
export function getStatusLanes(segments: readonly DaySegment[]): AgentStatus[] {
  return laneOrder.filter((status) => segments.some((segment) => segment.status === status));
}
