import type { FailureReport } from '../../preload/contract/state.ts';
import type { Choice } from '../../preload/contract/vocabulary.ts';
import { failureTraits, type Failure } from '../tencent/failure.ts';

/** What the surfaces show of a failure; `choice` is what was being tried. */
export function reportFailure(failure: Failure, choice: Choice | null): FailureReport {
  return {
    kind: failure.kind,
    code: failure.code,
    message: failure.message,
    requestId: failure.requestId,
    at: failure.at,
    endpoint: failure.endpoint,
    whoCanFix: failureTraits(failure.kind).whoCanFix,
    choice,
    clockAheadMs: failure.clockOffMs ?? null,
  };
}
