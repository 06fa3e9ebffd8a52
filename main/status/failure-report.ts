import type { AccountState, FailureReport } from '../../preload/contract/state.ts';
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

/**
 * The block that "Copy details" puts on the clipboard: what an admin or the service's support needs to find the request.
 * In English whatever the agent's language, because it is passed on. It holds no secret.
 */
export function failureDetails(report: FailureReport, account: AccountState, version: string): string {
  const wished = report.choice
    ? `${report.choice.status} ${report.choice.reason}`.trim()
    : 'reading the status';
  const lines: [string, string][] = [
    ['Code', report.code],
    ['Message', report.message || '(none)'],
    ['RequestId', report.requestId ?? '(no answer)'],
    ['Time', new Date(report.at).toISOString()],
    ['Endpoint', report.endpoint],
    ['Wanted', wished],
    ['Agent', account.agent],
    ['SdkAppId', String(account.sdkAppId ?? '')],
    ['SecretId', account.keys.secretIdEnd === '' ? '(none)' : `…${account.keys.secretIdEnd}`],
    ['Standby', version],
  ];
  return lines.map(([label, value]) => `${label}: ${value}`).join('\n');
}
