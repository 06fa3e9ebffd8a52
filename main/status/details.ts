/**
 * What "Copy" puts on the clipboard: what an admin, a supervisor or the service's support needs. In English whatever the
 * agent's language, because it is passed on. It holds no secret.
 */
import type { AccountState, FailureReport, Receipt } from '../../preload/contract/state.ts';

/** A failure, for whoever is to mend it. */
export function failureDetails(report: FailureReport, account: AccountState, version: string): string {
  return block([
    ['Code', report.code],
    ['Message', report.message || '(none)'],
    ['RequestId', report.requestId ?? '(no answer)'],
    ['Time', new Date(report.at).toISOString()],
    ['Endpoint', report.endpoint || '(nothing was sent)'],
    ['Wanted', report.choice ? words(report.choice) : 'reading the status'],
    ...common(account, version),
  ]);
}

/** The receipt of a switch, for whoever doubts it. */
export function receiptDetails(receipt: Receipt, account: AccountState, version: string): string {
  return block([
    ['Switched from', receipt.from ? words(receipt.from) : '(not known)'],
    ['Switched to', words(receipt.to)],
    ['Asked', `${new Date(receipt.askedAt).toISOString()}, ${receipt.source}`],
    [
      'Confirmed',
      `${new Date(receipt.provedAt).toISOString()}, after ${receipt.provedAt - receipt.askedAt} ms`,
    ],
    ['Attempts', String(receipt.attempts)],
    ['RequestId', receipt.requestId ?? '(confirmed by a reading)'],
    ...common(account, version),
  ]);
}

type Line = [label: string, value: string];

function common(account: AccountState, version: string): Line[] {
  return [
    ['Agent', account.agent],
    ['SdkAppId', String(account.sdkAppId ?? '')],
    ['SecretId', account.keys.secretIdEnd === '' ? '(none)' : `…${account.keys.secretIdEnd}`],
    ['Standby', version],
  ];
}

function words({ status, reason }: { status: string; reason: string }): string {
  return reason === '' ? status : `${status}, ${reason}`;
}

function block(lines: Line[]): string {
  return lines.map(([label, value]) => `${label}: ${value}`).join('\n');
}
