/**
 * The sign-in of one person: the refresh token in the keychain, the ID token in memory. A refresh replaces both, and the new
 * refresh token is kept before the old one is forgotten.
 */
import type { Clock } from '../../../shared/clock.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';
import type { SignInPolicy } from '../../settings/policy/schema/sign-in-policy.ts';
import type { CredentialsFailure } from '../../../tencent/client.ts';
import type { KeychainResult, KeychainText } from '../keychain.ts';
import type { OidcClient, OidcResult, Tokens } from './oidc-client.ts';
import { writeSignIn, type StoredSignIn } from './stored-sign-in.ts';

/** An ID token is used until this long before its end, in milliseconds. */
const TOKEN_MARGIN_MS = MINUTE_MS;

export type SessionDeps = {
  policy: Pick<SignInPolicy, 'issuer' | 'clientId'>;
  oidc: Pick<OidcClient, 'refresh' | 'revoke'>;
  keychain: KeychainText;
  time: Clock;
  /** Called with each result of the keychain. */
  onKeychain: (result: KeychainResult<unknown>) => void;
  log: (message: string) => void;
};

export type Session = {
  agent: string;
  subject: string;
  /** Whether the keychain keeps it. */
  isKept: () => boolean;
  /**
   * A valid ID token. Calls at the same time share one refresh.
   * @param fresh true: not the one in memory, because it was refused
   */
  idToken: (fresh: boolean) => Promise<OidcResult<string>>;
  /** Nothing of it takes effect any more. Revokes the refresh token at the issuer, within the issuer's time limit. */
  end: () => Promise<void>;
};

const superseded: CredentialsFailure = { kind: 'signInRequired', code: 'SignIn.Superseded', message: '' };
const withoutRefreshToken: CredentialsFailure = {
  kind: 'signInExpired',
  code: 'SignIn.NoRefreshToken',
  message: '',
};

/** A session from the keychain, whose first ID token is got by a refresh. */
export function restoreSession(deps: SessionDeps, stored: StoredSignIn): Session {
  const { agent, subject, refreshToken } = stored;
  return createSession(deps, { agent, subject, refreshToken, idToken: null, isKept: true });
}

/** Starts a session with the tokens of a sign-in, and keeps it in the keychain where that works. */
export async function startSession(deps: SessionDeps, tokens: Tokens): Promise<Session> {
  const { person, refreshToken } = tokens;
  const isKept = await keep(deps, person, refreshToken, () => true);
  return createSession(deps, { ...person, refreshToken, idToken: tokens, isKept });
}

type State = {
  agent: string;
  subject: string;
  refreshToken: string | null;
  idToken: Pick<Tokens, 'idToken' | 'person'> | null;
  isKept: boolean;
};

function createSession(deps: SessionDeps, initial: State): Session {
  const { oidc, time } = deps;
  const { agent, subject } = initial;
  let state = initial;
  let hasEnded = false;
  /** Why no refresh can succeed any more. */
  let expired: CredentialsFailure | null = null;
  let pending: Promise<OidcResult<string>> | null = null;

  /** Read anew after each wait: the compiler assumes that nothing changes meanwhile. */
  const isCurrent = () => !hasEnded;

  async function refresh(): Promise<OidcResult<string>> {
    if (expired) return { ok: false, failure: expired };
    const { refreshToken } = state;
    if (refreshToken === null) return { ok: false, failure: withoutRefreshToken };
    const result = await oidc.refresh(refreshToken);
    if (!isCurrent()) {
      if (result.ok && result.value.refreshToken !== null) void oidc.revoke(result.value.refreshToken);
      return { ok: false, failure: superseded };
    }
    if (!result.ok) {
      deps.log(`the sign-in was not renewed: ${result.failure.kind}, ${result.failure.code}`);
      if (result.failure.kind === 'signInExpired') expired = result.failure;
      return result;
    }
    const { person, refreshToken: rotated } = result.value;
    if (person.subject !== subject || person.agent !== agent) {
      deps.log('the sign-in was not renewed: the token is of another person');
      const failure = { kind: 'signInExpired', code: 'SignIn.OtherPerson', message: '' } as const;
      expired = failure;
      return { ok: false, failure };
    }
    if (rotated !== null && rotated !== refreshToken) {
      const isKept = await keep(deps, person, rotated, isCurrent);
      state = { ...state, refreshToken: rotated, isKept };
    }
    // Signed out while the keychain was busy: its removal is queued after this write.
    if (!isCurrent()) return { ok: false, failure: superseded };
    state = { ...state, idToken: result.value };
    deps.log('the sign-in was renewed');
    return { ok: true, value: result.value.idToken };
  }

  return {
    agent,
    subject,
    isKept: () => state.isKept,
    idToken: (fresh) => {
      const { idToken } = state;
      if (hasEnded) return Promise.resolve({ ok: false, failure: superseded });
      if (!fresh && idToken && time.now() < idToken.person.expiresAt - TOKEN_MARGIN_MS)
        return Promise.resolve({ ok: true, value: idToken.idToken });
      pending ??= refresh().finally(() => {
        pending = null;
      });
      return pending;
    },
    end: async () => {
      hasEnded = true;
      const { refreshToken } = state;
      state = { ...state, refreshToken: null, idToken: null };
      if (refreshToken === null || expired) return;
      const revoked = await oidc.revoke(refreshToken);
      if (!revoked.ok) deps.log(`the sign-in was not revoked: ${revoked.failure.code}`);
    },
  };
}

/** Whether the keychain keeps the sign-in now. If not, what it kept before is removed, as it no longer works. */
async function keep(
  { policy, keychain, onKeychain, log }: SessionDeps,
  { subject, agent }: Pick<State, 'subject' | 'agent'>,
  refreshToken: string | null,
  isCurrent: () => boolean,
): Promise<boolean> {
  if (refreshToken !== null) {
    const { issuer, clientId } = policy;
    const written = await writeSignIn(keychain, { issuer, clientId, subject, agent, refreshToken });
    onKeychain(written);
    if (written.ok) return true;
    log(`the sign-in is kept for this session only: ${written.error}`);
  } else log('the sign-in is kept for this session only: the issuer gave no refresh token');
  // The item of another person, who has signed in meanwhile, stays.
  if (isCurrent()) await keychain.remove();
  return false;
}
