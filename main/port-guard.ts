/**
 * Calls to what Standby does not control: each of them may throw, reject, or never answer. The caller gets a value in
 * every case, and within a time limit.
 */
import { realTime, type Cancel, type Time } from './time.ts';

/** What became of a call. `timedOut`: no answer within the limit. `cancelled`: nobody waits for the answer any more. */
export type PortResult<Value> =
  | { type: 'answered'; value: Value }
  | { type: 'threw'; error: unknown }
  | { type: 'timedOut' }
  | { type: 'cancelled' };

export type PortCall<Value> = {
  /** Never rejects. */
  result: Promise<PortResult<Value>>;
  /** Replaces the limit by a shorter one, in milliseconds from the start of the call. */
  shorten: (limitMs: number) => void;
  cancel: () => void;
};

/**
 * Calls at once.
 * @param limitMs in milliseconds; a timer stands still while the computer sleeps
 * @param work gets a signal that is aborted when nobody waits for its answer any more
 */
export function startCall<Value>(
  time: Time,
  limitMs: number,
  work: (signal: AbortSignal) => Value | PromiseLike<Value>,
): PortCall<Value> {
  const controller = new AbortController();
  const startedAt = time.now();
  let stopTimer: Cancel = () => {};
  let resolveResult: (result: PortResult<Value>) => void = () => {};
  const result = new Promise<PortResult<Value>>((resolve) => (resolveResult = resolve));

  function end(how: PortResult<Value>): void {
    stopTimer();
    resolveResult(how);
  }
  function abandon(how: PortResult<Value>): void {
    end(how);
    controller.abort();
  }
  function limit(milliseconds: number): void {
    stopTimer = time.after(milliseconds, () => abandon({ type: 'timedOut' }));
  }

  limit(limitMs);
  // Inside the constructor a throw is a rejection.
  new Promise<Value>((resolve) => resolve(work(controller.signal))).then(
    (value) => end({ type: 'answered', value }),
    (error: unknown) => end({ type: 'threw', error }),
  );
  return {
    result,
    shorten: (shorterMs) => {
      // By the clock as well: a timer that stood still during a sleep is no reason to wait longer.
      const left = shorterMs - Math.max(0, time.now() - startedAt);
      stopTimer();
      if (left > 0) limit(left);
      else abandon({ type: 'timedOut' });
    },
    cancel: () => abandon({ type: 'cancelled' }),
  };
}

/** The answer of a call that nobody needs to shorten or to cancel. */
export function callPort<Value>(
  time: Time,
  limitMs: number,
  work: (signal: AbortSignal) => Value | PromiseLike<Value>,
): Promise<PortResult<Value>> {
  return startCall(time, limitMs, work).result;
}

/** Asks for something that is known at once; `otherwise` where that throws. */
export function askPort<Value>(
  question: () => Value,
  otherwise: Value,
  onFault: (error: unknown) => void,
): Value {
  try {
    return question();
  } catch (error) {
    onFault(error);
    return otherwise;
  }
}

/**
 * A clock that cannot throw: what `time` does not give is taken from `spare`.
 * @param spare the platform's own unless told
 */
export function guardTime(time: Time, onFault: (error: unknown) => void, spare: Time = realTime): Time {
  return {
    now: () => askPort(time.now, null, onFault) ?? spare.now(),
    after: (milliseconds, callback) => {
      const cancel = askPort(() => time.after(milliseconds, callback), null, onFault);
      return cancel ? () => askPort(cancel, undefined, onFault) : spare.after(milliseconds, callback);
    },
    random: () => askPort(time.random, null, onFault) ?? spare.random(),
  };
}

/** The words of whatever was thrown. */
export function errorMessage(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : 'Unknown error';
}
