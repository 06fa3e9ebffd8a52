/** Formats times and durations in the agent's language. Times are epoch milliseconds, durations are milliseconds. */
import type { Translate } from '../shared/i18n.ts';
import type { Language } from '../shared/domain.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/time-units.ts';

/** "10:31"; with the date when it is not the day of `now`. */
export function formatTime(timestamp: number, now: number, language: Language): string {
  const sameDay = new Date(timestamp).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(sameDay ? {} : { month: 'short', day: 'numeric' }),
  }).format(timestamp);
}

/** "10:31", without a date. */
export function formatTimeOfDay(timestamp: number, language: Language): string {
  return formatTime(timestamp, timestamp, language);
}

/** "10:31:07" */
export function formatExactTime(timestamp: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' }).format(timestamp);
}

/** A calendar day such as "2026-11-23", in words: "Monday, November 23". */
export function formatDay(day: string, language: Language): string {
  // Parsed and formatted in the same time zone, at noon to stay clear of DST changes.
  return new Intl.DateTimeFormat(language, { weekday: 'long', month: 'long', day: 'numeric' }).format(
    new Date(`${day}T12:00:00`),
  );
}

/** Elapsed time: "12:34", "1:47:09". Negative durations, after the clock was set back, show as zero. */
export function formatElapsed(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const padTwo = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${padTwo(minutes)}:${padTwo(seconds % 60)}`
    : `${minutes}:${padTwo(seconds % 60)}`;
}

/** A measured duration: "214 ms", "1.4 s". */
export function formatDuration(durationMs: number, language: Language): string {
  const milliseconds = Math.max(0, Math.round(durationMs));
  const [value, unit] = milliseconds < 1000 ? [milliseconds, 'millisecond'] : [milliseconds / 1000, 'second'];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value);
}

/** A rounded duration: "2 h 5 min", "3 days". The sign is ignored. */
export function formatApprox(durationMs: number, t: Translate): string {
  const size = Math.abs(durationMs);
  if (size >= DAY_MS) return t('duration.days', { count: Math.round(size / DAY_MS) });
  if (size >= HOUR_MS) {
    return t('duration.hours', {
      hours: Math.floor(size / HOUR_MS),
      minutes: Math.floor((size % HOUR_MS) / MINUTE_MS),
    });
  }
  return t('duration.minutes', { count: Math.max(1, Math.round(size / MINUTE_MS)) });
}

/** A duration in seconds, with the unit written out: "30 seconds", "5 minutes". */
export function formatLongDuration(seconds: number, language: Language): string {
  const [value, unit] = seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
