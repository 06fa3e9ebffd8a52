/** Calls of the service through a port that may reject or never answer. */
import type { Clock } from '../shared/clock.ts';
import { callPort } from '../shared/port-guard.ts';
import type { CallFailure } from './client.ts';
import type { Failure } from './failure.ts';

/**
 * Makes a call. Never rejects, and always ends: as a failure whose outcome is unknown if the port rejects or takes too long.
 * @param call gets a signal that is aborted at the time limit
 */
export async function guardedCall<Result>(
  clock: Clock,
  timeoutMs: number,
  action: string,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | CallFailure> {
  const result = await callPort(clock, timeoutMs, call);
  if (result.type === 'answered') return result.value;
  const isTimeout = result.type === 'timedOut';
  const failure: Failure = {
    kind: isTimeout ? 'timedOut' : 'appError',
    code: isTimeout ? 'App.TimedOut' : 'App.Error',
    message: '',
    endpoint: '',
    action,
    at: clock.now(),
    requestId: null,
    httpStatus: null,
  };
  return { ok: false, failure, durationMs: 0, attempts: 0 };
}
