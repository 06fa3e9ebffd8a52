import type { Endpoint } from './endpoint.ts';
import type { Exchange, Failure } from './failure.ts';

/** An API key of Tencent Cloud. `token` is present only with a temporary key (STS). */
export type Credentials = { secretId: string; secretKey: string; token?: string };

/** What the client needs of `fetch`: satisfied by Node's and by Electron's `net.fetch`. */
export type FetchPort = (
  url: string,
  init: {
    method: 'POST';
    headers: Record<string, string>;
    body: Uint8Array<ArrayBuffer>;
    signal: AbortSignal;
    redirect: 'manual';
    credentials: 'omit';
    cache: 'no-store';
  },
) => Promise<Response>;

export type TencentClientPorts = {
  fetch: FetchPort;
  /** Asked for each request, so that a changed setting takes effect at once. */
  endpoint: () => Endpoint;
  /** The key to sign with; null (or a throw) when the keychain has none to give. Asked for each request. */
  credentials: () => Credentials | null | Promise<Credentials | null>;
  clock: { now(): number };
  /** Milliseconds to add to this computer's clock to get the service's; 0 while the clock is good enough. */
  clockOffset: { get(): number; set(milliseconds: number): void };
  language?: () => 'zh-CN' | 'en-US';
  /** For the whole call: key, headers and body. 10 seconds unless told. */
  timeLimitMs?: number;
  /** Calls back after a delay in milliseconds and returns a way to stop that; `setTimeout` unless told. */
  after?: (milliseconds: number, callback: () => void) => () => void;
  /** A clock that only goes forward, for durations; `performance.now` unless told. */
  monotonic?: () => number;
};

export type CallSuccess = {
  ok: true;
  /** The `Response` object, known to carry no `Error`; its fields are not yet checked. */
  response: Record<string, unknown>;
  exchange: Exchange;
  durationMs: number;
  /** Requests sent: 2 when the first was refused for the clock. */
  attempts: number;
};

export type CallFailure = { ok: false; failure: Failure; durationMs: number; attempts: number };

export type CallResult = CallSuccess | CallFailure;

export type TencentClient = {
  /** Never throws and never rejects. Aborting gives a failure of kind `cancelled`. */
  call(
    action: string,
    payload: Record<string, unknown>,
    options?: { signal?: AbortSignal },
  ): Promise<CallResult>;
};
