/** Reads a few agents at once, for an answer that was lost. */
import { isNonEmpty } from '../../../tencent/lists.ts';
import type { OwnStatus } from '../../../tencent/staff-status.ts';
import type { CallDeps } from '../call-deps.ts';
import type { EngineProblem } from '../engine.ts';
import { sharedStateUnavailable, toProblem } from '../problems.ts';
import { delay } from '../shared-calls.ts';

export type ReadNow =
  | {
      ok: true;
      /** Of each agent, in the order of the list; null if the response does not state it. */
      statuses: readonly (OwnStatus | null)[];
      requestId: string | null;
      /** When the reading began, in the shared clock. */
      asOf: number;
      durationMs: number;
    }
  | { ok: false; problem: EngineProblem; asOf: number };

/** Makes one reading as soon as the rate limit has a slot. Never rejects. */
export async function readNow(deps: CallDeps, agents: readonly string[]): Promise<ReadNow> {
  const { coordination, shared, service, clock, observer } = deps;
  const slot = await shared.attempt(() => coordination.reserveSlot('reading'));
  const unavailable = { ok: false, problem: sharedStateUnavailable, asOf: coordination.now() } as const;
  if (!slot.ok || !isNonEmpty(agents)) return unavailable;
  await delay(clock, slot.value);
  const startedAt = clock.now();
  const asOf = coordination.now();
  const result = await service.readStatuses(agents);
  const kind = result.ok ? 'ok' : result.failure.kind;
  const durationMs = clock.now() - startedAt;
  observer.onCall({ action: 'DescribeStaffStatusMetrics', agents: agents.length, durationMs, kind });
  if (result.ok || kind === 'rateLimited') {
    shared.insist(() => coordination.reportCall('reading', result.ok ? 'accepted' : 'refused'));
  }
  if (!result.ok) return { ok: false, problem: toProblem(result.failure), asOf };
  return { ok: true, statuses: result.statuses, requestId: result.exchange.requestId, asOf, durationMs };
}
