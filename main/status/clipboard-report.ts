/**
 * Formats the text that "Copy" puts on the clipboard: what an admin, a supervisor or the service's support needs.
 * Always in English, because agents forward it. It contains no secret.
 */
import type { AccountState, FailureReport, Receipt } from '../../shared/state.ts';

/** Formats a failure for the person who fixes it. */
export function formatFailureReport(report: FailureReport, account: AccountState, version: string): string {
  return joinLines([
    ['Code', report.code],
    ['Message', report.message || '(none)'],
    ['RequestId', report.requestId ?? '(no answer)'],
    ['Time', new Date(report.at).toISOString()],
    ['Endpoint', report.endpoint || '(nothing was sent)'],
    ['Wanted', report.choice ? formatStatus(report.choice) : 'reading the status'],
    ...accountLines(account, version),
  ]);
}

/** Formats the receipt of a confirmed switch. */
export function formatReceipt(receipt: Receipt, account: AccountState, version: string): string {
  return joinLines([
    ['Switched from', receipt.from ? formatStatus(receipt.from) : '(not known)'],
    ['Switched to', formatStatus(receipt.to)],
    ['Asked', `${new Date(receipt.requestedAt).toISOString()}, ${receipt.source}`],
    [
      'Confirmed',
      `${new Date(receipt.confirmedAt).toISOString()}, after ${receipt.confirmedAt - receipt.requestedAt} ms`,
    ],
    ['Attempts', String(receipt.attempts)],
    ['RequestId', receipt.requestId ?? '(confirmed by a reading)'],
    ...accountLines(account, version),
  ]);
}

type Line = [label: string, value: string];

function accountLines(account: AccountState, version: string): Line[] {
  return [
    ['Agent', account.agent],
    ['SdkAppId', String(account.sdkAppId ?? '')],
    ['SecretId', account.keys.secretIdSuffix === '' ? '(none)' : `…${account.keys.secretIdSuffix}`],
    ['Standby', version],
  ];
}

function formatStatus({ status, reason }: { status: string; reason: string }): string {
  return reason === '' ? status : `${status}, ${reason}`;
}

function joinLines(lines: Line[]): string {
  return lines.map(([label, value]) => `${label}: ${value}`).join('\n');
}
