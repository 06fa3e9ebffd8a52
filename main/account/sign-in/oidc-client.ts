/**
 * Client of the company's identity provider (OpenID Connect): authorization code with PKCE, device code, refresh, revocation.
 * The library is loaded when it is first needed. Each operation reads the discovery document and the keys anew, so a rotation
 * of keys needs no restart.
 */
import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { Clock } from '../../../shared/clock.ts';
import type { SignInPolicy } from '../../settings/policy/schema/sign-in-policy.ts';
import type { CredentialsFailure } from '../../../tencent/client.ts';
import { parseDateHeader } from '../../../tencent/signature/clock-offset.ts';
import { CLOCK_TOLERANCE_S, readPerson, type Person } from './claims.ts';
import { isTimestampError, toSignInFailure } from './classify-error.ts';
import { createLimitedFetch, IssuerTrouble, type IssuerFetch } from './limited-fetch.ts';

export type OidcResult<Value> = { ok: true; value: Value } | { ok: false; failure: CredentialsFailure };

/** Verified tokens and whom they are of. */
export type Tokens = { idToken: string; refreshToken: string | null; person: Person };

/** The secrets of one sign-in: unguessable, and used once. */
type AttemptSecrets = { state: string; nonce: string; verifier: string };

export type OidcClient = {
  /**
   * Prepares a sign-in in the browser. `finish` takes the parameters of the redirect.
   * @param asksAnew whether the provider asks for the password even if the browser is signed in
   */
  begin: (
    redirectUri: string,
    secrets: AttemptSecrets,
    asksAnew: boolean,
  ) => Promise<
    OidcResult<{
      address: string;
      /** The address without parameters, as discovered. */
      endpoint: string;
      finish: (parameters: URLSearchParams) => Promise<OidcResult<Tokens>>;
    }>
  >;
  /** Prepares a sign-in by a code on another device. `finish` waits until the agent has typed it. */
  beginDevice: () => Promise<
    OidcResult<{
      userCode: string;
      verificationAddress: string;
      finish: (signal: AbortSignal) => Promise<OidcResult<Tokens>>;
    }>
  >;
  refresh: (refreshToken: string) => Promise<OidcResult<Tokens>>;
  /** Revokes a refresh token where the issuer announces that. */
  revoke: (refreshToken: string) => Promise<OidcResult<void>>;
};

export type OidcClientDeps = {
  policy: Pick<SignInPolicy, 'issuer' | 'clientId' | 'scopes' | 'accountClaim'>;
  fetch: IssuerFetch;
  time: Clock;
};

/** Asymmetric algorithms only: with a symmetric one, whoever knows the public key could sign. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** None of its functions rejects, and no result contains a token where none is expected. */
export function createOidcClient({ policy, fetch, time }: OidcClientDeps): OidcClient {
  const scope = () => policy.scopes.join(' ');
  /** The issuer's clock in its last answer. */
  let issuerTime: number | null = null;

  async function open() {
    const { issuer, clientId } = policy;
    const oidc = await import('./openid.ts');
    const limitedFetch = createLimitedFetch({
      fetch,
      setTimer: time.setTimer,
      onDate: (date) => {
        issuerTime = parseDateHeader(date);
      },
    });
    const found = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
      [oidc.customFetch]: limitedFetch,
    });
    // Without the helper function of the library, which is no metadata.
    const server = { ...found.serverMetadata(), supportsPKCE: undefined };
    // The library compares addresses. The issuer of a token is compared as text, by STS as well.
    if (server.issuer !== issuer) throw new IssuerTrouble('issuerInvalid', 'OtherIssuer');
    const announced = server.id_token_signing_alg_values_supported ?? ['RS256'];
    const config = new oidc.Configuration(
      {
        ...server,
        id_token_signing_alg_values_supported: announced.filter((name) => ALGORITHMS.includes(name)),
      },
      clientId,
      {
        // The library reads the computer's clock; the difference to the injected one is its skew.
        [oidc.clockSkew]: Math.round((time.now() - Date.now()) / 1000),
        [oidc.clockTolerance]: CLOCK_TOLERANCE_S,
      },
      oidc.None(),
    );
    config[oidc.customFetch] = limitedFetch;
    // TLS alone does not count: a proxy of the company can answer for the issuer.
    oidc.enableNonRepudiationChecks(config);
    return { oidc, config, server };
  }

  async function attempt<Value>(
    secrets: readonly string[],
    work: () => Promise<OidcResult<Value>>,
  ): Promise<OidcResult<Value>> {
    try {
      return await work();
    } catch (error) {
      return { ok: false, failure: toFailure(error, secrets) };
    }
  }

  function toFailure(error: unknown, secrets: readonly string[]): CredentialsFailure {
    if (!isTimestampError(error)) return toSignInFailure(error, secrets);
    const isClockRight = issuerTime !== null && Math.abs(issuerTime - time.now()) <= CLOCK_TOLERANCE_S * 1000;
    return {
      kind: isClockRight ? 'issuerInvalid' : 'signInClockWrong',
      code: 'SignIn.TokenTimes',
      message: '',
    };
  }

  function toTokens(answer: TokenEndpointResponse & TokenEndpointResponseHelpers): OidcResult<Tokens> {
    const { id_token: idToken, refresh_token: refreshToken = null } = answer;
    if (idToken === undefined) throw new IssuerTrouble('issuerInvalid', 'NoIdToken');
    const read = readPerson(answer.claims(), policy, time.now());
    return read.ok ? { ok: true, value: { idToken, refreshToken, person: read.person } } : read;
  }

  return {
    begin: (redirectUri, { state, nonce, verifier }, asksAnew) =>
      attempt([], async () => {
        const { oidc, config, server } = await open();
        const endpoint = server.authorization_endpoint ?? '';
        if (!endpoint.startsWith('https://')) throw new IssuerTrouble('issuerInvalid', 'NotSecure');
        const challenge = await oidc.calculatePKCECodeChallenge(verifier);
        const address = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: scope(),
          state,
          nonce,
          code_challenge: challenge,
          code_challenge_method: 'S256',
          ...(asksAnew && { prompt: 'login' }),
        });
        const finish = (parameters: URLSearchParams) =>
          attempt([verifier, parameters.get('code') ?? ''], async () => {
            const url = new URL(`${redirectUri}?${parameters.toString()}`);
            const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
            return toTokens(await oidc.authorizationCodeGrant(config, url, checks));
          });
        return { ok: true, value: { address: address.href, endpoint, finish } };
      }),

    beginDevice: () =>
      attempt([], async () => {
        const { oidc, config } = await open();
        const started = await oidc.initiateDeviceAuthorization(config, { scope: scope() });
        const { device_code, user_code: userCode, verification_uri: verificationAddress } = started;
        if (!isPresentable(userCode, verificationAddress))
          throw new IssuerTrouble('issuerInvalid', 'DeviceCode');
        const finish = (signal: AbortSignal) =>
          attempt([device_code], async () =>
            toTokens(await oidc.pollDeviceAuthorizationGrant(config, started, undefined, { signal })),
          );
        return { ok: true, value: { userCode, verificationAddress, finish } };
      }),

    refresh: async (refreshToken) => {
      const result = await attempt([refreshToken], async () => {
        const { oidc, config } = await open();
        return toTokens(await oidc.refreshTokenGrant(config, refreshToken));
      });
      // What refuses a sign-in in the browser ends one that was kept.
      return !result.ok && result.failure.kind === 'signInRefused'
        ? { ok: false, failure: { ...result.failure, kind: 'signInExpired' } }
        : result;
    },

    revoke: (refreshToken) =>
      attempt([refreshToken], async () => {
        const { oidc, config, server } = await open();
        if (server.revocation_endpoint !== undefined)
          await oidc.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
        return { ok: true, value: undefined };
      }),
  };
}

/** Whether the code and the address can be shown: visible characters, and https. */
function isPresentable(userCode: string, address: string): boolean {
  return (
    /^[\x21-\x7e]{4,64}$/.test(userCode) &&
    address.length <= 500 &&
    /^https:\/\/[\x21-\x7e]+$/.test(address) &&
    URL.canParse(address)
  );
}
