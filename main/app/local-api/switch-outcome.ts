/** Waits for the result of a requested status, which appears in the agent's state. */
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { sameChoice } from '../../../shared/domain.ts';
import { localError, type Outcome } from '../../../shared/local-api/protocol.ts';
import { toIsoTime, type SwitchResult } from '../../../shared/local-api/results.ts';
import type { AgentState, StatusIntent } from '../../../shared/state.ts';
import { toApiError } from './api-error.ts';

export type SwitchWaitDeps = {
  time: Pick<Clock, 'setTimer'>;
  agent: () => AgentState;
  /** Registers a listener for changes of the state. Returns the function that removes it. */
  subscribe: (listener: () => void) => () => void;
};

/**
 * Waits until an intent is settled.
 * @param intent the newest intent of the state
 * @param timeoutMs after that time the result is `stillWaiting`; the intent goes on
 * @param signal ends the waiting; nobody uses the result then
 */
export function waitForOutcome(
  { time, agent, subscribe }: SwitchWaitDeps,
  intent: StatusIntent,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Outcome<SwitchResult>> {
  return new Promise((resolve) => {
    let isDone = false;
    const cleanups: CancelTimer[] = [];
    function finish(outcome: Outcome<SwitchResult>): void {
      isDone = true;
      for (const cleanup of cleanups) cleanup();
      resolve(outcome);
    }
    const onAbort = () => finish(localError('unknown', 'cancelled', 'the client has cancelled the request'));
    const check = () => {
      const outcome = isDone ? null : toOutcome(agent(), intent);
      if (outcome) finish(outcome);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);
    cleanups.push(() => signal.removeEventListener('abort', onAbort));
    cleanups.push(subscribe(check));
    cleanups.push(
      time.setTimer(timeoutMs, () =>
        finish(localError('unknown', 'stillWaiting', 'not settled yet; Standby goes on')),
      ),
    );
    check();
  });
}

/** @returns the result of an intent, or null while it is not settled */
function toOutcome(agent: AgentState, sent: StatusIntent): Outcome<SwitchResult> | null {
  const { intent, receipt, reservation, failure } = agent;
  if (intent?.id === sent.id) return null;
  if (intent) return localError('unknown', 'superseded', 'a newer request has replaced this one');
  if (receipt?.requestedAt === sent.requestedAt && receipt.to.status === sent.choice.status) {
    const { from, to, confirmedAt, attempts, requestId } = receipt;
    const confirmed = { ...to, from, confirmedAt: toIsoTime(confirmedAt), attempts, requestId };
    return { ok: true, result: { outcome: 'confirmed', ...confirmed } };
  }
  if (reservation && sameChoice(reservation.choice, sent.choice))
    return { ok: true, result: { outcome: 'reserved', ...sent.choice } };
  // Free is not reserved: it is what follows a call.
  if (agent.confirmed?.isValid && agent.confirmed.afterCall === sent.choice.status)
    return { ok: true, result: { outcome: 'reserved', ...sent.choice } };
  if (failure?.choice && sameChoice(failure.choice, sent.choice))
    return { ok: false, error: toApiError(failure) };
  return localError(
    'unknown',
    'cancelled',
    'the request was cancelled in Standby, or the account was changed',
  );
}
