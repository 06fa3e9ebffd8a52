/** Times and spans as the agent's language writes them. All instants are epoch milliseconds, all spans milliseconds. */
import type { Translate } from '../assets/locales/translate.ts';
import type { Language } from '../preload/contract/vocabulary.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "10:31", and with its date when that is not today. */
export function clockTime(instant: number, now: number, language: Language): string {
  const sameDay = new Date(instant).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(sameDay ? {} : { month: 'short', day: 'numeric' }),
  }).format(instant);
}

/** "10:31", where the day is known from elsewhere. */
export function timeOfDay(instant: number, language: Language): string {
  return clockTime(instant, instant, language);
}

/** "10:31:07", where a minute is too coarse to be proof. */
export function exactTime(instant: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' }).format(instant);
}

/** A calendar day such as "2026-11-23", in words: "Monday, November 23". */
export function dayInWords(day: string, language: Language): string {
  // Noon is on that day in every zone; the words come from the same zone.
  return new Intl.DateTimeFormat(language, { weekday: 'long', month: 'long', day: 'numeric' }).format(
    new Date(`${day}T12:00:00`),
  );
}

/** A running clock: "12:34", "1:47:09". A clock set back makes the span negative; that shows as zero. */
export function stopwatch(span: number): string {
  const seconds = Math.max(0, Math.floor(span / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long something took: "214 ms", "1.4 s". */
export function took(span: number, language: Language): string {
  const milliseconds = Math.max(0, Math.round(span));
  const [value, unit] = milliseconds < 1000 ? [milliseconds, 'millisecond'] : [milliseconds / 1000, 'second'];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value);
}

/** A rough span in words: "2 h 5 min", "3 days". */
export function roughly(span: number, t: Translate): string {
  const size = Math.abs(span);
  if (size >= DAY) return t('duration.days', { count: Math.round(size / DAY) });
  if (size >= HOUR) {
    return t('duration.hours', {
      hours: Math.floor(size / HOUR),
      minutes: Math.floor((size % HOUR) / MINUTE),
    });
  }
  return t('duration.minutes', { count: Math.max(1, Math.round(size / MINUTE)) });
}

/** A setting in seconds, written out: "30 seconds", "5 minutes". */
export function spanInWords(seconds: number, language: Language): string {
  const [value, unit] = seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
