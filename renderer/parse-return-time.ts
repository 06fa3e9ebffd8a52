/** Parses the typed time of return: minutes from now ("45"), or a time of day ("14:30"). Pure. */
/** Longer than any shift, so more is a typing error: at 14:00, "13:30" does not mean tomorrow. */
import { MINUTE_MS } from '../shared/time-units.ts';

const MAX_AHEAD_MS = 12 * 60 * MINUTE_MS;

export type ReturnTimeError = 'notATime' | 'passed';
type ParsedReturnTime = { backAt: number } | { error: ReturnTimeError };

/** Parses the typed text. A time of day is the next one by this computer's clock, if need be on the next day. */
export function parseReturnTime(typed: string, now: number): ParsedReturnTime {
  // A Chinese input method types full-width digits and colons.
  const text = typed.normalize('NFKC').trim();
  if (/^\d{1,3}$/.test(text)) {
    const durationMs = Number(text) * MINUTE_MS;
    return durationMs > 0 && durationMs <= MAX_AHEAD_MS
      ? { backAt: now + durationMs }
      : { error: 'notATime' };
  }
  const [, hour, minute] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return { error: 'notATime' };
  const time = new Date(now);
  time.setHours(Number(hour), Number(minute), 0, 0);
  if (time.getTime() <= now) time.setDate(time.getDate() + 1);
  const backAt = time.getTime();
  return backAt - now <= MAX_AHEAD_MS ? { backAt } : { error: 'passed' };
}
