/** Sends a request with an `Idempotency-Key` once, whatever becomes of its answer. */
import * as z from 'zod/mini';
import { problem as problemSchema } from '../../../shared/gateway-api/problem.ts';
import { switchResult, type SwitchResult } from '../../../shared/gateway-api/status.ts';
import type { Clock } from '../../../shared/clock.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import { accountKey } from '../../../tencent/response-schema.ts';
import type { Coordination } from '../../coordination/coordination.ts';
import type { EngineResult, SwitchIntent } from '../engine.ts';
import { keyReused, sharedStateUnavailable, superseded, waitTimedOut } from '../problems.ts';
import type { SharedCalls } from '../shared-calls.ts';

/**
 * What is kept of a request. `unknown`: it may have been applied, so the next attempt reads first. `superseded`: another attempt
 * would replace the newer request.
 */
const keptAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), result: switchResult }),
  z.object({ type: z.literal('unknown') }),
  z.object({ type: z.literal('superseded'), outcome: problemSchema.shape.outcome }),
]);
type KeptAnswer = z.infer<typeof keptAnswer>;

/** Longer than a request takes that is in flight elsewhere, in milliseconds. */
const WAIT_MS = 100_000;

/** A request that waits for another one begins again when that one has sent nothing. */
const MAX_ATTEMPTS = 5;

type Send = (readFirst: boolean) => Promise<EngineResult<SwitchResult>>;

/** @param send sends the request; `readFirst`: unless a reading shows it in effect */
export async function sendOnce(
  deps: { coordination: Coordination; shared: SharedCalls; clock: Clock },
  intent: SwitchIntent & { idempotencyKey: string },
  send: Send,
): Promise<EngineResult<SwitchResult>> {
  const { coordination, shared, clock } = deps;
  const { agent, choice, requestedBy, idempotencyKey } = intent;
  const key = JSON.stringify([accountKey(requestedBy), accountKey(agent), idempotencyKey]);
  const fingerprint = JSON.stringify([choice.status, choice.reason]);

  async function sendAndKeep(readFirst: boolean): Promise<EngineResult<SwitchResult>> {
    const result = await send(readFirst);
    const answer = toKept(result);
    shared.insist(() => coordination.endIdempotent(key, answer && JSON.stringify(answer)));
    return result;
  }

  function follow(answer: string): Promise<EngineResult<SwitchResult>> {
    const kept = parseKept(answer);
    if (kept?.type === 'result') return Promise.resolve({ ok: true, value: kept.result });
    if (kept?.type === 'superseded') {
      return Promise.resolve({ ok: false, problem: { ...superseded, outcome: kept.outcome } });
    }
    return sendAndKeep(true);
  }

  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const begun = await shared.attempt(() => coordination.beginIdempotent(key, fingerprint));
    if (!begun.ok) return { ok: false, problem: sharedStateUnavailable };
    switch (begun.value.type) {
      case 'new':
        return sendAndKeep(false);
      case 'takenOver':
        return sendAndKeep(true);
      case 'mismatch':
        return { ok: false, problem: keyReused };
      case 'answered':
        return follow(begun.value.answer);
      case 'pending': {
        const answer = await waitForAnswer(coordination, clock, key);
        if (answer.type === 'answered') return follow(answer.value);
        if (answer.type === 'timedOut') return { ok: false, problem: waitTimedOut };
        if (answer.type === 'failed')
          return { ok: false, problem: { ...sharedStateUnavailable, outcome: 'unknown' } };
      }
    }
  }
  return { ok: false, problem: waitTimedOut };
}

type Waited = { type: 'answered'; value: string } | { type: 'forgotten' | 'timedOut' | 'failed' };

async function waitForAnswer(coordination: Coordination, clock: Clock, key: string): Promise<Waited> {
  const controller = new AbortController();
  const cancelTimer = clock.setTimer(WAIT_MS, () => controller.abort());
  try {
    const answer = await coordination.idempotentAnswer(key, controller.signal);
    if (answer !== null) return { type: 'answered', value: answer };
    return { type: controller.signal.aborted ? 'timedOut' : 'forgotten' };
  } catch {
    return { type: 'failed' };
  } finally {
    cancelTimer();
  }
}

/** Null: nothing was applied, and another attempt may be made. */
function toKept(result: EngineResult<SwitchResult>): KeptAnswer | null {
  if (result.ok) return { type: 'result', result: result.value };
  const { kind, outcome } = result.problem;
  if (kind === 'superseded') return { type: 'superseded', outcome };
  return outcome === 'unknown' ? { type: 'unknown' } : null;
}

function parseKept(answer: string): KeptAnswer | null {
  const json = parseJson(answer);
  const parsed = keptAnswer.safeParse(json.ok ? json.value : undefined);
  return parsed.success ? parsed.data : null;
}
