/**
 * Computes the agent's days: from a configured hour of the local clock to the same hour of the next day, 23 or 25 hours
 * later at a daylight saving change. The local zone comes from the engine, which follows the system
 * (main/runtime/system-zone.ts); other zones come from `Intl`.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/time-units.ts';

/** A calendar day, "2026-11-23". */
export type Day = string;

export type DayRule = {
  /** IANA name, "Asia/Shanghai"; null is the zone of this computer. */
  zone: string | null;
  /** The hour at which a day begins, 0 to 23. */
  resetHour: number;
};

/** From (included) to (excluded), epoch milliseconds. */
export type TimeRange = { from: number; to: number };

/** The day that contains a point in time. @param at epoch milliseconds */
export function toCalendarDay(at: number, rule: DayRule): Day {
  const date = localTime(at, rule.zone).date;
  const { from, to } = dayBounds(date, rule);
  if (at < from) return shiftDay(date, -1);
  return at < to ? date : shiftDay(date, 1);
}

/** Start and end of a day. A day that the zone's calendar skipped is empty. */
export function dayBounds(date: Day, rule: DayRule): TimeRange {
  return { from: startOfDay(date, rule), to: startOfDay(shiftDay(date, 1), rule) };
}

/** The date `days` later; negative is earlier. */
export function shiftDay(date: Day, days: number): Day {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Local date and time, "2026-11-23" and "09:00:05". @param at epoch milliseconds */
export function localTime(at: number, zone: DayRule['zone']): { date: Day; time: string } {
  const [date = '', time = ''] = new Date(at + utcOffset(at, zone)).toISOString().slice(0, 19).split('T');
  return { date, time };
}

/**
 * Start of a day, epoch milliseconds. A skipped hour begins after the skip; of a repeated hour the first is taken
 * (Temporal's "compatible" disambiguation).
 */
function startOfDay(date: Day, { zone, resetHour }: DayRule): number {
  const localMs = Date.parse(date) + resetHour * HOUR_MS;
  const [before, after] = [utcOffset(localMs - DAY_MS, zone), utcOffset(localMs + DAY_MS, zone)];
  const candidates = [localMs - before, localMs - after].sort((one, other) => one - other);
  return candidates.find((at) => at + utcOffset(at, zone) === localMs) ?? localMs - before;
}

/** Cached: creating a format takes longer than 100 uses of it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const cached = formats.get(zone);
  if (cached) return cached;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** Offset of local time from UTC, in milliseconds; positive is ahead of UTC. */
function utcOffset(at: number, zone: DayRule['zone']): number {
  // Not by zone name: some zones have none, or one that `Intl` does not accept.
  if (zone === null) return -new Date(at).getTimezoneOffset() * MINUTE_MS;
  const second = Math.floor(at / 1000) * 1000;
  // "11/23/2026, 09:00:05". `formatToParts` would take twice as long.
  const numbers = formatFor(zone).format(second).match(/\d+/g) ?? [];
  const [month = 1, date = 1, year = 1970, hours = 0, minutes = 0, seconds = 0] = numbers.map(Number);
  return Date.UTC(year, month - 1, date, hours, minutes, seconds) - second;
}
