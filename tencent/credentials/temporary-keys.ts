/**
 * Keeps a temporary key in memory and renews it ahead of its end, while requests continue with it. What issues the key is a
 * port: a program of the company, or STS.
 */
import type { Clock } from '../../shared/clock.ts';
import type { Credentials, CredentialsFailure } from '../client.ts';
import type { FailureKind } from '../failure.ts';

/** `expiresAt`: by this computer's clock, in milliseconds since 1970; `Infinity` if unknown. */
type TemporaryKey = { credentials: Credentials; expiresAt: number };
export type IssueResult = { ok: true; key: TemporaryKey } | { ok: false; failure: CredentialsFailure };

export type TemporaryKeysDeps = {
  time: Clock;
  /** Gets a new key. Has a time limit of its own. */
  issue: () => Promise<IssueResult>;
  /** When a key that was issued at `now` is renewed; before its end. */
  renewAt: (key: TemporaryKey, now: number) => number;
  /** Delay after failed renewals while the key is still valid, in milliseconds. `failures`: how many in a row, from 1. */
  retryDelayMs: (failures: number) => number;
  /** Whether a renewal ahead of the end may start now. */
  mayRenew: () => boolean;
  /** Called with each new key, and with null when there is none any more. */
  onChange: (credentials: Credentials | null) => void;
  /** The kind of the failure if the service refuses a new key, too. */
  refusedKind: FailureKind;
  /** The failure of requests that wait for a key when it is forgotten, and of an `issue` that rejects. */
  failures: { forgotten: CredentialsFailure; rejected: CredentialsFailure };
};

export type TemporaryKeys = {
  /** The key in use, or a new one; a failure tells why there is none. Never rejects. */
  credentials: () => Promise<Credentials | CredentialsFailure>;
  /**
   * The service refused the key: the next call gets another one.
   * @returns the kind of the failure if the service refuses that one as well
   */
  invalidate: () => FailureKind | null;
  /** Forgets the key. The result of an `issue` in progress is dropped. */
  forget: () => void;
  /** The key in use; null if there is none. */
  current: () => Credentials | null;
};

export function createTemporaryKeys(deps: TemporaryKeysDeps): TemporaryKeys {
  const { time } = deps;
  let keys: (TemporaryKey & { renewAt: number; failures: number }) | null = null;
  let pendingRun: Promise<IssueResult> | null = null;
  /** Increased by `forget`: what was requested before it must not take effect. */
  let generation = 0;

  /** Issues a key, or joins the run in progress. */
  function run(): Promise<IssueResult> {
    if (pendingRun) return pendingRun;
    const own = runOnce().finally(() => {
      if (pendingRun === own) pendingRun = null;
    });
    pendingRun = own;
    return own;
  }

  async function runOnce(): Promise<IssueResult> {
    const ownGeneration = generation;
    let result: IssueResult;
    try {
      result = await deps.issue();
    } catch {
      result = { ok: false, failure: deps.failures.rejected };
    }
    if (generation !== ownGeneration) return { ok: false, failure: deps.failures.forgotten };
    const now = time.now();
    if (result.ok) {
      keys = { ...result.key, renewAt: deps.renewAt(result.key, now), failures: 0 };
      deps.onChange(keys.credentials);
    } else if (keys) {
      const failures = keys.failures + 1;
      keys = { ...keys, failures, renewAt: now + deps.retryDelayMs(failures) };
    }
    return result;
  }

  function drop(): void {
    keys = null;
    deps.onChange(null);
  }

  return {
    credentials: async () => {
      const now = time.now();
      if (keys && now < keys.expiresAt) {
        // While the credentials are valid, a renewal delays no request and its failure is not reported: it is retried.
        if (now >= keys.renewAt && deps.mayRenew()) void run();
        return keys.credentials;
      }
      const hasJoined = pendingRun !== null;
      let result = await run();
      // The joined run began before this request. If it failed, the agent may have signed in since, so the request
      // starts its own run.
      if (!result.ok && hasJoined) result = await run();
      return result.ok ? result.key.credentials : result.failure;
    },
    invalidate: () => {
      drop();
      return deps.refusedKind;
    },
    forget: () => {
      generation += 1;
      pendingRun = null;
      drop();
    },
    current: () => keys?.credentials ?? null,
  };
}
