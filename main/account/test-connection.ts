/** Tests an account as it was typed: one real reading of its status, which changes nothing. */
import type { AccountField, AccountForm } from '../../shared/ipc/forms.ts';
import type { CheckField, CheckResult } from '../../shared/ipc/settings-results.ts';
import type { FailureReport } from '../../shared/state.ts';
import type { Failure, FailureKind } from '../../tencent/failure.ts';
import type { DescribeOwnStatusResult } from '../../tencent/staff-status.ts';
import type { Account } from './account.ts';
import type { DirectConnection } from './account-target.ts';

export type TestConnectionDeps = {
  account: Pick<Account, 'connectionFromForm' | 'publicState'>;
  /** Reads the status once at that account. */
  readOnce: (connection: DirectConnection) => Promise<DescribeOwnStatusResult>;
  report: (failure: Failure) => FailureReport;
};

const keyFields: AccountField[] = ['secretId', 'secretKey', 'token'];
const endpointFields: CheckField[] = ['edition', 'customAddress'];

/** The fields to check for each refusal that a field can cause, the likeliest first. */
const SUSPECT_FIELDS: Partial<Record<FailureKind, CheckField[]>> = {
  secretIdUnknown: ['secretId'],
  notAnApiKey: ['secretId'],
  secretKeyMismatch: ['secretKey'],
  tokenExpired: ['token'],
  keyRefused: keyFields,
  applicationUnknown: ['sdkAppId', 'edition'],
  agentUnknown: ['agent'],
  agentMissing: ['agent'],
  notFound: ['sdkAppId', 'agent'],
  valueRefused: ['sdkAppId', 'agent'],
  addressWrong: endpointFields,
};

/** Failures that a typed address can cause. */
const ADDRESS_FAILURES: readonly FailureKind[] = [
  'dnsFailure',
  'connectionRefused',
  'tlsUntrusted',
  'tlsFailed',
  'httpRefused',
];

/** Tests the typed account. Never rejects; nothing that was typed is stored. */
export async function testConnection(
  { account, readOnce, report }: TestConnectionDeps,
  typed: AccountForm,
): Promise<CheckResult> {
  const resolved = await account.connectionFromForm(typed);
  if (resolved.outcome !== 'ready') return resolved;
  const { edition } = resolved.connection.endpoint;
  const result = await readOnce(resolved.connection);
  if (result.ok) return { outcome: 'valid', status: result.current.status, reason: result.current.reason };

  const failure = report(result.failure);
  const { kind } = result.failure;
  const { keychain } = account.publicState();
  if (kind === 'credentialsUnavailable' && keychain !== 'ready')
    return { outcome: 'keychain', state: keychain };
  if (kind === 'notPermitted') return { outcome: 'readDenied', failure };
  const fields = (SUSPECT_FIELDS[kind] ?? []).filter((field) => isShown(field, edition));
  if (fields.length > 0) return { outcome: 'invalidFields', fields, failure };
  return edition === 'custom' && ADDRESS_FAILURES.includes(kind)
    ? { outcome: 'invalidFields', fields: ['customAddress'], failure }
    : { outcome: 'failed', failure };
}

/** The address field is only shown for the custom edition. */
function isShown(field: CheckField, edition: AccountForm['edition']): boolean {
  return field !== 'customAddress' || edition === 'custom';
}
