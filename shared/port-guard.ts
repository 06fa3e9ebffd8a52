/**
 * Guards calls to code outside of Standby's control, which may throw, reject or never settle. The caller gets a result in
 * every case, within a time limit.
 */
import { systemClock, type CancelTimer, type Clock } from './clock.ts';

/** The result of a guarded call. `timedOut`: not settled within the limit. `cancelled`: by `PortCall.cancel`. */
export type PortResult<Value> =
  | { type: 'answered'; value: Value }
  | { type: 'threw'; error: unknown }
  | { type: 'timedOut' }
  | { type: 'cancelled' };

export type PortCall<Value> = {
  /** Never rejects. */
  result: Promise<PortResult<Value>>;
  /** Replaces the limit by a shorter one, in milliseconds since the start of the call. */
  shortenTimeout: (limitMs: number) => void;
  cancel: () => void;
};

/**
 * Starts a guarded call immediately.
 * @param limitMs in milliseconds; timers do not advance while the computer sleeps
 * @param work gets a signal that is aborted on time-out and on cancellation
 */
export function startCall<Value>(
  time: Clock,
  limitMs: number,
  work: (signal: AbortSignal) => Value | PromiseLike<Value>,
): PortCall<Value> {
  const controller = new AbortController();
  const startedAt = time.now();
  let cancelTimer: CancelTimer = () => {};
  let resolveResult: (result: PortResult<Value>) => void = () => {};
  const result = new Promise<PortResult<Value>>((resolve) => (resolveResult = resolve));

  function end(how: PortResult<Value>): void {
    cancelTimer();
    resolveResult(how);
  }
  function abandon(how: PortResult<Value>): void {
    end(how);
    controller.abort();
  }
  function startTimer(milliseconds: number): void {
    cancelTimer = time.setTimer(milliseconds, () => abandon({ type: 'timedOut' }));
  }

  startTimer(limitMs);
  // The Promise constructor converts a synchronous throw into a rejection.
  new Promise<Value>((resolve) => resolve(work(controller.signal))).then(
    (value) => end({ type: 'answered', value }),
    (error: unknown) => end({ type: 'threw', error }),
  );
  return {
    result,
    shortenTimeout: (shorterMs) => {
      // Measured by the clock: the timer does not advance while the computer sleeps.
      const left = shorterMs - Math.max(0, time.now() - startedAt);
      cancelTimer();
      if (left > 0) startTimer(left);
      else abandon({ type: 'timedOut' });
    },
    cancel: () => abandon({ type: 'cancelled' }),
  };
}

/** Runs a guarded call that needs neither `shortenTimeout` nor `cancel`. */
export function callPort<Value>(
  time: Clock,
  limitMs: number,
  work: (signal: AbortSignal) => Value | PromiseLike<Value>,
): Promise<PortResult<Value>> {
  return startCall(time, limitMs, work).result;
}

/** Runs a synchronous call. Returns `fallback` and calls `onError` when it throws. */
export function callPortSync<Value>(
  operation: () => Value,
  fallback: Value,
  onError: (error: unknown) => void,
): Value {
  try {
    return operation();
  } catch (error) {
    onError(error);
    return fallback;
  }
}

/**
 * Wraps a clock so that it cannot throw. A method that throws is replaced by the one of `fallback`.
 * @param fallback the clock of the platform by default
 */
export function guardClock(
  time: Clock,
  onError: (error: unknown) => void,
  fallback: Clock = systemClock,
): Clock {
  return {
    now: () => callPortSync(time.now, null, onError) ?? fallback.now(),
    setTimer: (milliseconds, callback) => {
      const cancel = callPortSync(() => time.setTimer(milliseconds, callback), null, onError);
      return cancel
        ? () => callPortSync(cancel, undefined, onError)
        : fallback.setTimer(milliseconds, callback);
    },
    random: () => callPortSync(time.random, null, onError) ?? fallback.random(),
  };
}
