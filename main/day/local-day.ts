/**
 * Days as the agent lives them: from a chosen hour of the local clock to the same hour of the next day, which is 23 or 25
 * hours later when the clocks change. This computer's own time is asked of the engine, which follows the system
 * (main/system-zone.ts); other zones of `Intl`.
 */

/** A calendar day, "2026-11-23". */
export type Day = string;

export type DayRule = {
  /** Null is this computer's own; otherwise an IANA name, "Asia/Shanghai". */
  zone: string | null;
  /** The hour at which a day begins, 0 to 23. */
  resetHour: number;
};

/** From (included) to (excluded), epoch milliseconds. */
export type Stretch = { from: number; to: number };

const DAY_MS = 24 * 60 * 60_000;

/** The day that a point in time belongs to. */
export function dayOf(at: number, rule: DayRule): Day {
  const date = localTime(at, rule.zone).date;
  const { from, to } = dayBounds(date, rule);
  if (at < from) return shiftDay(date, -1);
  return at < to ? date : shiftDay(date, 1);
}

/** When a day begins and ends. A day that the calendar of the zone left out is empty. */
export function dayBounds(date: Day, rule: DayRule): Stretch {
  return { from: beginningOf(date, rule), to: beginningOf(shiftDay(date, 1), rule) };
}

/** So many days later, or earlier. */
export function shiftDay(date: Day, days: number): Day {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** What calendar and clock on the wall show: "2026-11-23" and "09:00:05". */
export function localTime(at: number, zone: DayRule['zone']): { date: Day; time: string } {
  const [date = '', time = ''] = new Date(at + offsetAt(at, zone)).toISOString().slice(0, 19).split('T');
  return { date, time };
}

/**
 * An hour that the clocks skip begins when they have skipped it; of an hour that comes twice, it is the first. (What
 * Temporal calls "compatible".)
 */
function beginningOf(date: Day, { zone, resetHour }: DayRule): number {
  const wall = Date.parse(date) + resetHour * 60 * 60_000;
  const [before, after] = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)];
  const candidates = [wall - before, wall - after].sort((one, other) => one - other);
  return candidates.find((at) => at + offsetAt(at, zone) === wall) ?? wall - before;
}

/** Making a format takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
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

/** By how much the wall clock is ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: DayRule['zone']): number {
  // Not by the name of the zone: there are zones without one, or with one that `Intl` does not take.
  if (zone === null) return -new Date(at).getTimezoneOffset() * 60_000;
  const second = Math.floor(at / 1000) * 1000;
  // "11/23/2026, 09:00:05". Its parts, one by one, would take twice as long.
  const numbers = formatFor(zone).format(second).match(/\d+/g) ?? [];
  const [month = 1, date = 1, year = 1970, hours = 0, minutes = 0, seconds = 0] = numbers.map(Number);
  return Date.UTC(year, month - 1, date, hours, minutes, seconds) - second;
}
