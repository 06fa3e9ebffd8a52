/**
 * The company's sign-in: at most one person is signed in, and at most one attempt runs. What ends late of an earlier person or
 * attempt never takes effect.
 */
import type { FailureReport, SignInState } from '../../../shared/state.ts';
import { callPort } from '../../../shared/port-guard.ts';
import type { CredentialsFailure } from '../../../tencent/client.ts';
import type { FailureKind } from '../../../tencent/failure.ts';
import type { KeychainResult } from '../keychain.ts';
import { runAttempt, type AttemptResult, type AttemptStep } from './attempt.ts';
import { toSignInFailure, toSignInReport } from './classify-error.ts';
import { SIGN_IN_REQUIRED } from './issue-keys.ts';
import { restoreSession, startSession, type Session, type SessionDeps } from './session.ts';
import type { SignIn, SignInDeps } from './sign-in-port.ts';
import { readSignIn } from './stored-sign-in.ts';

/** A sign-in that ends, and with it the state "signed in". */
const ENDS_SIGN_IN: readonly FailureKind[] = ['signInExpired', 'stsTokenRefused'];

/** How long a sign-out waits for the issuer, and a sign-in for the settings, in milliseconds. */
const TIMEOUT_MS = 5_000;

type Shown = Pick<SignInState, 'step' | 'userCode' | 'verificationAddress'>;
type Attempt = {
  cancel: () => void;
  reopen: () => void;
  shown: Shown;
  isCommitting: boolean;
  closers: (() => void)[];
};

const NO_CODE = { userCode: '', verificationAddress: '' };

export function createSignIn(deps: SignInDeps): SignIn {
  const { policy, time, log } = deps;
  let session: Session | null = null;
  let attempt: Attempt | null = null;
  let hasStarted = false;
  let restoring: Promise<void> | null = null;
  /** Counts the decisions of the agent. What was read for an earlier one does not take effect. */
  let decisions = 0;
  /** Whether the agent has signed out: a browser that is still signed in would sign the same person in again. */
  let asksAnew = false;
  let failure: FailureReport | null = null;
  let keychain: KeychainResult<unknown> | null = null;

  const keys = deps.createKeys(() => session);
  const sessionDeps: SessionDeps = {
    ...deps,
    onKeychain: (result) => {
      keychain = result;
    },
  };

  const isStarting = () => !hasStarted && deps.lastAgent() !== null;

  function shown(): Shown {
    if (attempt) return attempt.shown;
    if (isStarting()) return { step: 'starting', ...NO_CODE };
    return { step: session ? 'signedIn' : 'signedOut', ...NO_CODE };
  }

  const toReport = (cause: CredentialsFailure) => toSignInReport(cause, policy.issuer, time.now());

  function replaceSession(next: Session | null): void {
    const last = session;
    session = next;
    keys.forget();
    void last?.end();
  }

  /** The sign-in no longer works. The agent signs in anew. */
  function endBy(cause: CredentialsFailure): void {
    log(`the sign-in has ended: ${cause.kind}, ${cause.code}`);
    replaceSession(null);
    failure = toReport(cause);
    void deps.onSignedOut(false);
  }

  async function run(own: Attempt, how: 'browser' | 'deviceCode', signal: AbortSignal): Promise<void> {
    const onStep = (step: AttemptStep) => {
      if (attempt !== own) return;
      if (step.step === 'browser') own.reopen = step.reopen;
      own.shown = { ...NO_CODE, ...('userCode' in step ? step : { step: step.step }) };
      log(step.step === 'browser' ? 'the browser was opened' : 'a code was shown');
      deps.onChange();
    };
    let result: AttemptResult;
    try {
      const attemptDeps = { ...deps, asksAnew };
      result = await runAttempt(attemptDeps, how, signal, onStep, (close) => own.closers.push(close));
    } catch (error) {
      result = { ok: false, failure: toSignInFailure(error, []), answer: () => {} };
    }
    const isSignedIn = attempt === own && result.ok ? await accept(own, result.value) : false;
    if (attempt === own || isSignedIn) result.answer(isSignedIn);
    for (const close of own.closers) close();
    if (attempt !== own) return;
    attempt = null;
    if (!isSignedIn && !result.ok) {
      log(`the sign-in failed: ${result.failure.kind}, ${result.failure.code}`);
      failure = toReport(result.failure);
    }
    deps.onChange();
  }

  /** Whether the person is signed in now: false if the agent has signed out meanwhile. */
  async function accept(own: Attempt, tokens: Parameters<typeof startSession>[1]): Promise<boolean> {
    own.isCommitting = true;
    // First, so that a late answer for the last person is not kept over this one.
    replaceSession(null);
    const next = await startSession(sessionDeps, tokens);
    if (attempt !== own) {
      void next.end();
      return false;
    }
    session = next;
    failure = null;
    asksAnew = false;
    log('signed in');
    await callPort(time, TIMEOUT_MS, () => deps.onSignedIn(next.agent));
    return session === next;
  }

  async function restore(): Promise<void> {
    const decision = decisions;
    const agent = deps.lastAgent();
    if (agent === null) {
      hasStarted = true;
      await deps.keychain.remove();
      return;
    }
    const found = await readSignIn(deps.keychain);
    hasStarted = true;
    if (decision !== decisions) return;
    keychain = found;
    if (!found.ok) {
      const { error, message } = found;
      failure = toReport({ kind: 'credentialsUnavailable', code: `Keychain.${error}`, message });
    } else failure = null;
    if (found.ok && found.value) {
      const { issuer, clientId } = found.value;
      const isOfPolicy = issuer === policy.issuer && clientId === policy.clientId;
      if (isOfPolicy && found.value.agent === agent) session = restoreSession(sessionDeps, found.value);
      else await deps.keychain.remove();
    }
    log(session ? 'the sign-in of the last start was found' : 'no sign-in of the last start was found');
    deps.onChange();
  }

  return {
    publicState: () => ({
      ...shown(),
      issuerHost: new URL(policy.issuer).host,
      failure,
      canUseDeviceCode: policy.deviceCode,
      sessionOnly: session !== null && !session.isKept(),
    }),
    keychainState: () => {
      if (keychain === null) return { keychain: 'notQueried', keychainMessage: '' };
      return keychain.ok
        ? { keychain: 'ready', keychainMessage: '' }
        : { keychain: keychain.error, keychainMessage: keychain.message };
    },
    agent: () => session?.agent ?? null,
    isStarting,

    provider: {
      credentials: async () => {
        // A request at the start waits until the keychain was read.
        if (restoring) await restoring;
        const own = session;
        const result = await keys.credentials();
        // Signed out, or another person, since the request began.
        if (session !== own) return SIGN_IN_REQUIRED;
        // The last key is used until its end, so this is the end of the sign-in.
        if ('kind' in result && own && ENDS_SIGN_IN.includes(result.kind)) endBy(result);
        return result;
      },
      invalidate: keys.invalidate,
    },

    idToken: async (fresh) => {
      if (restoring) await restoring;
      const own = session;
      if (!own) return { ok: false, failure: SIGN_IN_REQUIRED };
      const result = await own.idToken(fresh);
      if (session !== own) return { ok: false, failure: SIGN_IN_REQUIRED };
      if (!result.ok && ENDS_SIGN_IN.includes(result.failure.kind)) endBy(result.failure);
      return result;
    },

    start: async () => {
      restoring = restore();
      await restoring;
      restoring = null;
    },

    begin: (how) => {
      if (how === 'deviceCode' && !policy.deviceCode) return;
      if (attempt) {
        attempt.reopen();
        return;
      }
      const controller = new AbortController();
      const own: Attempt = {
        cancel: () => controller.abort(),
        reopen: () => {},
        shown: { step: 'starting', ...NO_CODE },
        isCommitting: false,
        closers: [],
      };
      decisions += 1;
      attempt = own;
      failure = null;
      log(`a sign-in starts: ${how}`);
      deps.onChange();
      void run(own, how, controller.signal);
    },

    // Once the tokens are there, the sign-in is complete in a moment, and signing out ends it.
    cancel: () => {
      if (attempt && !attempt.isCommitting) attempt.cancel();
    },

    signOut: async () => {
      log('signs out');
      asksAnew = true;
      decisions += 1;
      attempt?.cancel();
      // The redirect address ends now, also while the keychain keeps the tokens that have come.
      for (const close of attempt?.closers ?? []) close();
      attempt = null;
      failure = null;
      const last = session;
      session = null;
      keys.forget();
      const left = deps.onSignedOut(true);
      const revoked = callPort(time, TIMEOUT_MS, () => last?.end());
      const removed = await deps.keychain.remove();
      keychain = removed;
      await Promise.all([left, revoked]);
      deps.onChange();
      return removed.ok
        ? { outcome: 'saved', trimmed: [], invisible: [] }
        : { outcome: 'keychain', state: removed.error, pending: false };
    },
  };
}
