import { useEffect, useState } from 'react';
import type { DayReport } from '../preload/contract/day.ts';
import type { AgentState } from '../preload/contract/state.ts';
import { bridge } from './bridge.ts';
import { useAppState } from './store.ts';
import { useMinute } from './use-now.ts';

/** What has changed when the log has a new line. */
function lastLine({ proved, receipt, failure, drift }: AgentState): string {
  return JSON.stringify([
    proved && [proved.status, proved.reason, proved.since, proved.holds],
    receipt?.provedAt,
    failure?.at,
    drift?.before,
  ]);
}

/**
 * A day of the log ("2026-11-23", or null for today), read again after every change, and each minute while the window can
 * be seen, because today grows. Undefined until the first answer, null where the log cannot be read. While another day is
 * on its way the last one stays.
 */
export function useDay(day: string | null): DayReport | null | undefined {
  const line = lastLine(useAppState().agent);
  const minute = useMinute();
  const [report, setReport] = useState<DayReport | null>();

  useEffect(() => {
    let awaited = true;
    void bridge.readDay(day).then((answer) => {
      if (awaited) setReport(answer);
    });
    return () => {
      awaited = false;
    };
  }, [day, line, minute]);

  return report;
}
