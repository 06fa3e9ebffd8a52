import type { Time } from '../time.ts';
import type { Diary } from './diary.ts';

/** Reading 180 days takes a fraction of a second; a disk that answers so late does not answer. */
const READ_MS = 15_000;

/** Goes through every line of the log. */
const VERIFY_MS = 60_000;

/** The log as the window asks for it: a disk that hangs is said to be unreadable, and the window goes on. */
export function withTimeLimits(
  diary: Pick<Diary, 'report' | 'verify' | 'csv'>,
  time: Pick<Time, 'after'>,
): Pick<Diary, 'report' | 'verify' | 'csv'> {
  const unreadable = { outcome: 'unreadable', message: 'ETIMEDOUT' } as const;
  return {
    report: (day) => within(READ_MS, diary.report(day), null),
    verify: () => within(VERIFY_MS, diary.verify(), unreadable),
    csv: (day, say) => within(READ_MS, diary.csv(day, say), null),
  };

  function within<Answer>(limitMs: number, answer: Promise<Answer>, otherwise: Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stopTimer = time.after(limitMs, () => resolve(otherwise));
      answer.finally(stopTimer).then(resolve, reject);
    });
  }
}
