/** What of a day's report is worth drawing. Pure. */
import type { DayReport, DaySegment } from '../preload/contract/day.ts';
import type { AgentStatus } from '../preload/contract/vocabulary.ts';

const HOUR = 60 * 60_000;

/** A stretch of the day, cut where the drawing begins and ends. */
export type Part = { from: number; to: number; segments: DaySegment[] };

/** Whether the day is not over yet. */
export function isToday({ now, to }: DayReport): boolean {
  return now < to;
}

/**
 * From the first known status to the last, on a day that is not over to now. Hours in which Standby did not run yet say
 * nothing; a gap in between does. Null where nothing is known.
 */
export function knownPart(report: DayReport): Part | null {
  const { segments } = report;
  const first = segments.findIndex(({ status }) => status !== null);
  if (first === -1) return null;
  const last = isToday(report)
    ? segments.length - 1
    : segments.findLastIndex(({ status }) => status !== null);
  const known = segments.slice(first, last + 1);
  return { from: known[0]?.from ?? report.from, to: known.at(-1)?.to ?? report.to, segments: known };
}

/** The same part in whole hours, so that the drawing has edges one can name. */
export function wholeHours({ from, to }: Part): { from: number; to: number } {
  const begin = new Date(from).setMinutes(0, 0, 0);
  const end = new Date(to).setMinutes(0, 0, 0);
  return { from: begin, to: end < to ? end + HOUR : end };
}

/** Instants for the scale: full hours, in steps that leave at most `most` of them after the first. */
export function hourTicks(from: number, to: number, most: number): number[] {
  const hours = Math.round((to - from) / HOUR);
  const step = [1, 2, 3, 4, 6, 8].find((each) => hours / each <= most) ?? 12;
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, index) => from + index * step * HOUR);
}

/** From working to gone: the order in which statuses stand above each other. */
const lanes: readonly AgentStatus[] = ['free', 'busy', 'afterCallWork', 'rest', 'notReady', 'offline'];

/** The statuses of a day, in that order. */
export function lanesOf(segments: readonly DaySegment[]): AgentStatus[] {
  return lanes.filter((status) => segments.some((segment) => segment.status === status));
}
