/** What an agent types for the time to be back: minutes from now ("45"), or a time of day ("14:30"). Pure. */
const MINUTE = 60_000;
/** Further away than any shift it is a slip of the finger: at 14:00, "13:30" hardly means tomorrow. */
const FARTHEST_MS = 12 * 60 * MINUTE;

export type ReturnProblem = 'notATime' | 'passed';
type Read = { backAt: number } | { problem: ReturnProblem };

/** The instant in what was typed; a time of day is the next one on this computer's clock, past midnight if need be. */
export function readReturnTime(typed: string, now: number): Read {
  // A Chinese input method types full-width digits and colons.
  const text = typed.normalize('NFKC').trim();
  if (/^\d{1,3}$/.test(text)) {
    const span = Number(text) * MINUTE;
    return span > 0 && span <= FARTHEST_MS ? { backAt: now + span } : { problem: 'notATime' };
  }
  const [, hour, minute] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return { problem: 'notATime' };
  const time = new Date(now);
  time.setHours(Number(hour), Number(minute), 0, 0);
  if (time.getTime() <= now) time.setDate(time.getDate() + 1);
  const backAt = time.getTime();
  return backAt - now <= FARTHEST_MS ? { backAt } : { problem: 'passed' };
}
