/** Adds a timeout to reading the activity log. */
import type { Clock } from '../../../shared/clock.ts';
import type { ActivityHistory } from '../report/activity-history.ts';

/** Reading 180 days takes a fraction of a second, so after this time the disk does not respond. */
const READ_TIMEOUT_MS = 15_000;

/** Wraps `report` and `csv`: after {@link READ_TIMEOUT_MS} they resolve to null, which the window shows as unreadable. */
export function withTimeLimits(
  activityHistory: Pick<ActivityHistory, 'report' | 'csv'>,
  time: Pick<Clock, 'setTimer'>,
): Pick<ActivityHistory, 'report' | 'csv'> {
  return {
    report: (day) => withTimeout(activityHistory.report(day)),
    csv: (day, translate) => withTimeout(activityHistory.csv(day, translate)),
  };

  function withTimeout<Result>(reading: Promise<Result | null>): Promise<Result | null> {
    return new Promise((resolve, reject) => {
      const cancelTimer = time.setTimer(READ_TIMEOUT_MS, () => resolve(null));
      reading.finally(cancelTimer).then(resolve, reject);
    });
  }
}
