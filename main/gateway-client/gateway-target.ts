/** What a request to the company's gateway needs. */
import type { ExchangeInit } from '../../tencent/transport/http-exchange.ts';
import type { CredentialsFailure } from '../../tencent/failure.ts';

/** `failure`: why there is no token. */
export type TokenResult = { ok: true; value: string } | { ok: false; failure: CredentialsFailure };

export type GatewayTarget = {
  /** Scheme, host and port of the gateway. */
  origin: string;
  agent: string;
  /**
   * A token of the person who is signed in.
   * @param fresh true: not the one of the last call, because the gateway refused it
   */
  idToken: (fresh: boolean) => Promise<TokenResult>;
};

/** The part of `fetch` that is used: satisfied by Node's and by Electron's `net.fetch`. */
export type GatewayFetch = (
  url: string,
  init: ExchangeInit & {
    method: 'GET' | 'PUT';
    headers: Record<string, string>;
    body?: Uint8Array<ArrayBuffer>;
  },
) => Promise<Response>;

/** Path of an agent's own resources. The gateway knows the agent by the token. */
export const OWN_PATH = '/v1/agents/me';
