import { useEffect, useState } from 'react';
import type { DayReport } from '../../../shared/activity.ts';
import type { AppState } from '../../../shared/state.ts';
import { api } from '../../api.ts';
import { useAppState } from '../../store.ts';
import { useMinute } from '../../use-now.ts';

/** A value that changes when the log has a new entry or belongs to another account. */
function getLogFingerprint({ agent, account }: AppState): string {
  const { confirmed, receipt, failure, externalChange } = agent;
  return JSON.stringify([
    [account.mode, account.endpoint, account.sdkAppId, account.agent],
    confirmed && [confirmed.status, confirmed.reason, confirmed.since, confirmed.isValid],
    receipt?.confirmedAt,
    failure?.at,
    externalChange?.before,
  ]);
}

/**
 * Reads a day of the log ("2026-11-23", or null for today) again after every change, and each minute while the window is
 * visible, because today grows. Returns undefined until the first result and null when the log cannot be read. While another
 * day is loading, the previous report stays.
 */
export function useDay(day: string | null): DayReport | null | undefined {
  const fingerprint = useAppState(getLogFingerprint);
  const minute = useMinute();
  const [report, setReport] = useState<DayReport | null>();

  useEffect(() => {
    let isCurrent = true;
    void api.activity.readDay(day).then((dayReport) => {
      if (isCurrent) setReport(dayReport);
    });
    return () => {
      isCurrent = false;
    };
  }, [day, fingerprint, minute]);

  return report;
}
