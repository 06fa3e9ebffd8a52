/** Reports notifications that the desktop did not show. */
import type { Notice } from '../../shared/notice.ts';
import { reportOnce } from './report-once.ts';

export type NotShownDeps = {
  platform: NodeJS.Platform;
  log: (error: unknown) => void;
  notice: (notice: Notice) => void;
};

/**
 * Creates a function that logs each distinct error once. On Windows the first one is shown to the agent too: there it means that
 * notifications are off, for Standby, for the user or by the company. On Linux it also means that no notification service runs.
 */
export function createNotShownReporter({ platform, log, notice }: NotShownDeps): (error: unknown) => void {
  let isTold = platform !== 'win32';
  const logOnce = reportOnce(log);
  return (error) => {
    logOnce(error);
    if (isTold) return;
    isTold = true;
    notice({ kind: 'notificationsOff' });
  };
}
