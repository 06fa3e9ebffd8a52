/** Gets temporary keys for the person who is signed in: ID token to STS, the key into memory. */
import type { Clock } from '../../../shared/clock.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';
import type { Credentials, CredentialsFailure } from '../../../tencent/client.ts';
import type { FailureKind } from '../../../tencent/failure.ts';
import type { AssumeRoleRequest, AssumeRoleResult } from '../../../tencent/sts/assume-role.ts';
import {
  createTemporaryKeys,
  type IssueResult,
  type TemporaryKeys,
} from '../../../tencent/credentials/temporary-keys.ts';
import type { Session } from './session.ts';

/**
 * A key is renewed when between 5 and 25 of 100 parts of its lifetime are left, by chance: all agents start their shift
 * together and share 20 calls a second. A key of 12 hours lasts for a shift.
 */
const RENEW_AHEAD_SHARE = 0.05;
const RENEW_SPREAD_SHARE = 0.2;

/** Delays after failed renewals while the key is valid: doubled from the first to the last, in milliseconds. */
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 15 * MINUTE_MS;

/** Refusals that a fresh ID token can end. */
const BY_TOKEN: readonly FailureKind[] = ['stsTokenRefused', 'stsKeysOutdated', 'stsAudienceUnknown'];

export const SIGN_IN_REQUIRED: CredentialsFailure = {
  kind: 'signInRequired',
  code: 'SignIn.Required',
  message: '',
};

export type IssueKeysDeps = {
  policy: { providerId: string; roleArn: string; durationSeconds: number };
  /** The session in use; null while nobody is signed in. */
  session: () => Session | null;
  assumeRole: (request: AssumeRoleRequest) => Promise<AssumeRoleResult>;
  time: Clock;
  /** Whether no switch is in flight: a renewal ahead of the end waits for that. */
  isIdle: () => boolean;
  onChange: (credentials: Credentials | null) => void;
  log: (message: string) => void;
};

export function createIssuedKeys(deps: IssueKeysDeps): TemporaryKeys {
  const { policy, time, log } = deps;

  async function issue(): Promise<IssueResult> {
    const session = deps.session();
    if (!session) return { ok: false, failure: SIGN_IN_REQUIRED };
    const first = await issueOnce(session, false);
    if (first.ok || !BY_TOKEN.includes(first.failure.kind)) return first;
    return issueOnce(session, true);
  }

  async function issueOnce(session: Session, fresh: boolean): Promise<IssueResult> {
    const token = await session.idToken(fresh);
    if (!token.ok) return token;
    const { providerId, roleArn, durationSeconds } = policy;
    const result = await deps.assumeRole({
      providerId,
      roleArn,
      durationSeconds,
      sessionName: sessionNameOf(session.agent),
      idToken: token.value,
    });
    if (!result.ok) {
      log(`no key was issued: ${result.failure.kind}, ${result.failure.code}`);
      return result;
    }
    const { credentials, expiresAt } = result;
    log(`a key was issued, valid for ${Math.round((expiresAt - time.now()) / MINUTE_MS)} min`);
    return { ok: true, key: { credentials, expiresAt } };
  }

  return createTemporaryKeys({
    time,
    issue,
    renewAt: ({ expiresAt }, now) =>
      expiresAt - (expiresAt - now) * (RENEW_AHEAD_SHARE + RENEW_SPREAD_SHARE * time.random()),
    retryDelayMs: (failures) => {
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
      return delayMs * (0.5 + time.random());
    },
    mayRenew: deps.isIdle,
    onChange: deps.onChange,
    refusedKind: 'stsTokenRefused',
    failures: {
      forgotten: SIGN_IN_REQUIRED,
      rejected: { kind: 'stsUnavailable', code: 'Sts.Fault', message: '' },
    },
  });
}

/** The name in Tencent Cloud's audit log: 2 to 128 of its characters. */
export function sessionNameOf(agent: string): string {
  return agent
    .replace(/[^\w+=,.@-]/g, '-')
    .slice(0, 128)
    .padEnd(2, '-');
}
