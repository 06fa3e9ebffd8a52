/** Tries an account out as it was typed: one real reading of its status, which changes nothing. */
import type { AccountField, AccountForm } from '../../preload/contract/inputs.ts';
import type { CheckField, CheckResult } from '../../preload/contract/settings.ts';
import type { FailureReport } from '../../preload/contract/state.ts';
import type { Failure, FailureKind } from '../tencent/failure.ts';
import type { DescribeOwnStatusResult } from '../tencent/staff-status.ts';
import type { Account, Connection } from './account.ts';

export type CheckPorts = {
  account: Pick<Account, 'connectionFor' | 'shown'>;
  /** One reading at that account. */
  read: (connection: Connection) => Promise<DescribeOwnStatusResult>;
  report: (failure: Failure) => FailureReport;
};

const ofKey: AccountField[] = ['secretId', 'secretKey', 'token'];
const ofPlace: CheckField[] = ['edition', 'customAddress'];

/** Which fields to look at for each refusal that comes from one of them, the likeliest first. */
const blamed: Partial<Record<FailureKind, CheckField[]>> = {
  secretIdUnknown: ['secretId'],
  notAnApiKey: ['secretId'],
  secretKeyMismatch: ['secretKey'],
  tokenExpired: ['token'],
  keyRefused: ofKey,
  applicationUnknown: ['sdkAppId', 'edition'],
  agentUnknown: ['agent'],
  agentMissing: ['agent'],
  notFound: ['sdkAppId', 'agent'],
  valueRefused: ['sdkAppId', 'agent'],
  addressWrong: ofPlace,
};

/** Where an address was typed, it can be the reason that nobody answers there. */
const blamedAddress: readonly FailureKind[] = [
  'dnsFailure',
  'connectionRefused',
  'tlsUntrusted',
  'tlsFailed',
  'httpRefused',
];

/** Never rejects; nothing is kept of what was typed. */
export async function checkAccount(
  { account, read, report }: CheckPorts,
  typed: AccountForm,
): Promise<CheckResult> {
  const found = account.connectionFor(typed);
  if (!found.ok) return { outcome: 'invalid', problems: found.problems };
  const answer = await read(found.connection);
  if (answer.ok) return { outcome: 'right', status: answer.current.status, reason: answer.current.reason };

  const failure = report(answer.failure);
  const { kind } = answer.failure;
  const { keychain } = account.shown();
  if (kind === 'credentialsUnavailable' && keychain !== 'ready')
    return { outcome: 'keychain', state: keychain };
  if (kind === 'notPermitted') return { outcome: 'mayNotRead', failure };
  const fields = (blamed[kind] ?? []).filter((field) => isShown(field, typed));
  if (fields.length > 0) return { outcome: 'wrong', fields, failure };
  return typed.edition === 'custom' && blamedAddress.includes(kind)
    ? { outcome: 'wrong', fields: ['customAddress'], failure }
    : { outcome: 'failed', failure };
}

/** An address is asked for in one edition only. */
function isShown(field: CheckField, { edition }: AccountForm): boolean {
  return field !== 'customAddress' || edition === 'custom';
}
