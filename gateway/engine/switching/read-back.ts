/** Reads agents at once whose answer was lost. Those of several calls share a reading. */
import type { OwnStatus } from '../../../tencent/staff-status.ts';
import { isNonEmpty } from '../../../tencent/lists.ts';
import { MAX_AGENTS_PER_READING } from '../../../tencent/team-statuses.ts';
import type { CallDeps } from '../call-deps.ts';
import type { EngineProblem } from '../engine.ts';
import { sharedStateUnavailable, toProblem } from '../problems.ts';
import { delay } from '../shared-calls.ts';

type ReadBackResult =
  | {
      ok: true;
      /** Of each agent, in the order of the list; null if the response does not state it. */
      statuses: readonly (OwnStatus | null)[];
      requestId: string | null;
      /** When the reading began, in the shared clock. */
      asOf: number;
    }
  | { ok: false; problem: EngineProblem };

/** Reads up to ten agents as soon as the rate limit has a slot. Never rejects. */
export type ReadBack = (agents: readonly string[]) => Promise<ReadBackResult>;

type Waiting = { agents: readonly string[]; resolve: (result: ReadBackResult) => void };

export function createReadBack(deps: CallDeps): ReadBack {
  const { coordination, shared, clock } = deps;
  const waiting: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const slot = await shared.attempt(() => coordination.reserveSlot('reading'));
      if (slot.ok) await delay(clock, slot.value);
      const group = takeGroup();
      if (slot.ok) void readGroup(group);
      else for (const { resolve } of group) resolve({ ok: false, problem: sharedStateUnavailable });
    }
    // At once: whoever waits from now on starts the next run.
    isRunning = false;
  }

  /** Those that wait, as many as one reading takes. */
  function takeGroup(): Waiting[] {
    let count = 0;
    const fitting = waiting.findIndex(({ agents }) => (count += agents.length) > MAX_AGENTS_PER_READING);
    return waiting.splice(0, fitting === -1 ? waiting.length : Math.max(1, fitting));
  }

  async function readGroup(group: readonly Waiting[]): Promise<void> {
    const result = await read(group.flatMap(({ agents }) => agents));
    let from = 0;
    for (const { agents, resolve } of group) {
      const to = from + agents.length;
      resolve(result.ok ? { ...result, statuses: result.statuses.slice(from, to) } : result);
      from = to;
    }
  }

  async function read(agents: readonly string[]): Promise<ReadBackResult> {
    if (!isNonEmpty(agents)) return { ok: true, statuses: [], requestId: null, asOf: coordination.now() };
    const startedAt = clock.now();
    const asOf = coordination.now();
    const result = await deps.service.readStatuses(agents);
    const kind = result.ok ? 'ok' : result.failure.kind;
    const durationMs = clock.now() - startedAt;
    deps.observer.onCall({ action: 'DescribeStaffStatusMetrics', agents: agents.length, durationMs, kind });
    if (result.ok || kind === 'rateLimited') {
      shared.insist(() => coordination.reportCall('reading', result.ok ? 'accepted' : 'refused'));
    }
    if (!result.ok) return { ok: false, problem: toProblem(result.failure) };
    return { ok: true, statuses: result.statuses, requestId: result.exchange.requestId, asOf };
  }

  return (agents) =>
    new Promise((resolve) => {
      waiting.push({ agents, resolve });
      if (isRunning) return;
      isRunning = true;
      void run();
    });
}
