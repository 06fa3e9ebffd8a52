/** One attempt to sign in: in the browser, or by a code on another device. */
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';
import type { CredentialsFailure } from '../../../tencent/client.ts';
import type { RedirectListener, Redirect } from './loopback-redirect.ts';
import type { OidcClient, OidcResult, Tokens } from './oidc-client.ts';

/** How long the agent has for the sign-in in the browser, in milliseconds. */
const BROWSER_TIMEOUT_MS = 5 * MINUTE_MS;
/** The same for the code, however long the issuer accepts it. */
const DEVICE_TIMEOUT_MS = 15 * MINUTE_MS;

export type AttemptDeps = {
  oidc: Pick<OidcClient, 'begin' | 'beginDevice'>;
  /** Starts to listen for the redirect of the sign-in with this `state`. */
  listen: (state: string) => Promise<RedirectListener>;
  /** Opens the browser; false if the system has none or refuses. `endpoint`: the address without parameters, as discovered. */
  openBrowser: (address: string, endpoint: string) => Promise<boolean>;
  /** An unguessable text of 43 characters. */
  randomText: () => string;
  time: Clock;
  /** Whether the provider asks for the password even if the browser is signed in: somebody else may sit there. */
  asksAnew: boolean;
};

export type AttemptStep =
  | { step: 'browser'; reopen: () => void }
  | { step: 'deviceCode'; userCode: string; verificationAddress: string };

/** `answer` tells the person in the browser whether it worked; there is no browser for a code. */
export type AttemptResult = OidcResult<Tokens> & { answer: Redirect['answer'] };

const failure = (kind: CredentialsFailure['kind'], code: string): AttemptResult => ({
  ok: false,
  failure: { kind, code: `SignIn.${code}`, message: '' },
  answer: () => {},
});
const cancelled = failure('signInCancelled', 'Cancelled');
const timedOut = failure('signInTimedOut', 'TimedOut');

/** Runs until the agent has signed in, the attempt is cancelled, or its time is over. May reject only as its ports do. */
export async function runAttempt(
  deps: AttemptDeps,
  how: 'browser' | 'deviceCode',
  signal: AbortSignal,
  onStep: (step: AttemptStep) => void,
  onEnd: (close: () => void) => void,
): Promise<AttemptResult> {
  const limit = endsBy(deps.time, signal, how === 'browser' ? BROWSER_TIMEOUT_MS : DEVICE_TIMEOUT_MS);
  onEnd(limit.close);
  return how === 'browser' ? inBrowser(deps, limit, onStep, onEnd) : byDeviceCode(deps, limit, onStep);
}

type Limit = ReturnType<typeof endsBy>;

async function inBrowser(
  { oidc, listen, openBrowser, randomText, asksAnew }: AttemptDeps,
  limit: Limit,
  onStep: (step: AttemptStep) => void,
  onEnd: (close: () => void) => void,
): Promise<AttemptResult> {
  const secrets = { state: randomText(), nonce: randomText(), verifier: randomText() };
  const listener = await listen(secrets.state);
  onEnd(listener.close);
  const begun = await limit.race(oidc.begin(listener.redirectUri, secrets, asksAnew));
  if (begun === null) return limit.result();
  if (!begun.ok) return { ...begun, answer: () => {} };
  const { address, endpoint, finish } = begun.value;
  onStep({ step: 'browser', reopen: () => void openBrowser(address, endpoint).catch(() => false) });
  const opened = await limit.race(openBrowser(address, endpoint));
  if (opened === null) return limit.result();
  if (!opened) return failure('signInCancelled', 'NoBrowser');
  const redirect = await limit.race(listener.redirect);
  if (redirect === null) return limit.result();
  const tokens = await limit.race(finish(redirect.parameters));
  return tokens === null ? limit.result() : { ...tokens, answer: redirect.answer };
}

async function byDeviceCode(
  { oidc }: AttemptDeps,
  limit: Limit,
  onStep: (step: AttemptStep) => void,
): Promise<AttemptResult> {
  const begun = await limit.race(oidc.beginDevice());
  if (begun === null) return limit.result();
  if (!begun.ok) return { ...begun, answer: () => {} };
  const { userCode, verificationAddress, finish } = begun.value;
  onStep({ step: 'deviceCode', userCode, verificationAddress });
  const tokens = await limit.race(finish(limit.signal));
  return tokens === null ? limit.result() : { ...tokens, answer: () => {} };
}

/** The end of an attempt: by its cancellation, or by its time limit in milliseconds. */
function endsBy(time: Clock, cancel: AbortSignal, limitMs: number) {
  const controller = new AbortController();
  let hasTimedOut = false;
  const end = () => controller.abort();
  const cancelTimer: CancelTimer = time.setTimer(limitMs, () => {
    hasTimedOut = true;
    end();
  });
  cancel.addEventListener('abort', end, { once: true });
  if (cancel.aborted) end();
  const ended = new Promise<null>((resolve) => {
    if (controller.signal.aborted) resolve(null);
    else controller.signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  return {
    signal: controller.signal,
    /** Null if the attempt ends first. */
    race: <Value>(work: Promise<Value>): Promise<Value | null> => Promise.race([ended, work]),
    result: (): AttemptResult => (hasTimedOut ? timedOut : cancelled),
    close: () => {
      cancelTimer();
      cancel.removeEventListener('abort', end);
      end();
    },
  };
}
