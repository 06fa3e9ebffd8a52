/** Converts a failure of the client to the report that the UI shows. */
import type { FailureReport } from '../../shared/state.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import { failureTraits, type Failure } from '../../tencent/failure.ts';

/**
 * Converts a failure to what the window, the tray and notifications show. `choice` is the status that was requested, or
 * null for a reading.
 */
export function toFailureReport(failure: Failure, choice: StatusChoice | null): FailureReport {
  return {
    kind: failure.kind,
    code: failure.code,
    message: failure.message,
    requestId: failure.requestId,
    at: failure.at,
    endpoint: failure.endpoint,
    whoCanFix: failureTraits(failure.kind).whoCanFix,
    choice,
    clockSkewMs: failure.uncorrectedSkewMs ?? failure.clockSkewMs ?? null,
  };
}
