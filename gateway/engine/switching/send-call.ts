/** Sends one call for up to ten agents, and decides about each of them. */
import type { SwitchResult } from '../../../shared/gateway-api/status.ts';
import { failureTraits, type Failure } from '../../../tencent/failure.ts';
import { halvesOf, isNonEmpty } from '../../../tencent/lists.ts';
import { reactTo } from '../../../tencent/reaction.ts';
import { MAX_QUEUE_MS, type EngineProblem, type EngineResult } from '../engine.ts';
import { toReadResult, toSwitchResult } from './outcomes.ts';
import { queueTimeout, sharedStateUnavailable, toProblem } from '../problems.ts';
import type { CallDeps } from '../call-deps.ts';
import type { ReadBack } from './read-back.ts';
import { delay } from '../shared-calls.ts';
import { staleness, type QueueItem } from './switch-queue.ts';

/**
 * `settled`: the answer. `again`: back into the queue, in a group; `problem` is the answer if it cannot be sent again.
 */
export type Verdict =
  | { type: 'settled'; result: EngineResult<SwitchResult> }
  | { type: 'again'; group: object | null; problem: EngineProblem };

/** The verdict of each item of a call. */
export type Verdicts = Map<QueueItem, Verdict>;

/** The claim of an agent expires later than this, in milliseconds. A request that would leave after it is not sent. */
const MAX_SEND_DELAY_MS = 30_000;

type SendDeps = CallDeps & { readBack: ReadBack };

type Failed = { item: QueueItem; failure: Failure };

const settled = (result: EngineResult<SwitchResult>): Verdict => ({ type: 'settled', result });
const failed = (problem: EngineProblem): Verdict => settled({ ok: false, problem });

/**
 * Sends a call whose slot is due. Never rejects, and has a verdict for each item.
 * @param hasNewer whether a newer intent of an agent waits. A lost answer to the older one is then not read back
 */
export async function sendCall(
  deps: SendDeps,
  items: readonly QueueItem[],
  hasNewer: (item: QueueItem) => boolean,
): Promise<Verdicts> {
  const verdicts: Verdicts = new Map();
  const first = items.filter(({ readFirst }) => readFirst);
  if (first.length > 0) {
    await settleInEffect(deps, first, verdicts, () => null);
    const slot = await deps.shared.attempt(() => deps.coordination.reserveSlot('switching'));
    if (!slot.ok) for (const item of items) addVerdict(verdicts, item, failed(sharedStateUnavailable));
    // The first slot has passed meanwhile.
    else if (verdicts.size < items.length) await delay(deps.clock, slot.value);
  }
  const toSend = items.filter((item) => !verdicts.has(item));
  if (toSend.length > 0) await sendItems(deps, toSend, hasNewer, verdicts);
  return verdicts;
}

async function sendItems(
  deps: SendDeps,
  items: readonly QueueItem[],
  hasNewer: (item: QueueItem) => boolean,
  verdicts: Verdicts,
): Promise<void> {
  const { clock, coordination, observer, service } = deps;
  const startedAt = clock.now();
  /** Checked by the client just before the request leaves: it may have waited for its keys. */
  const canSend = () => {
    const now = clock.now();
    return now - startedAt <= MAX_SEND_DELAY_MS && items.every((item) => staleness(item, now) === null);
  };
  const requests = items.map(({ intent: { agent, choice } }) => ({ staffUserId: agent, ...choice }));
  if (!isNonEmpty(requests)) return;
  const result = await service.setStatuses(requests, { canSend });
  const asOf = coordination.now();
  const durationMs = clock.now() - startedAt;
  const kind = result.ok ? 'ok' : result.failure.kind;
  observer.onCall({ action: 'SetStaffStatus', agents: items.length, durationMs, kind });

  const failures: Failed[] = [];
  for (const [index, item] of items.entries()) {
    const outcome = result.ok ? result.agents[index] : undefined;
    if (!result.ok) failures.push({ item, failure: result.failure });
    else if (outcome?.kind === 'failed') failures.push({ item, failure: outcome.failure });
    else if (outcome) {
      const value = toSwitchResult(item.intent, outcome, { asOf, requestId: result.exchange.requestId });
      addVerdict(verdicts, item, settled({ ok: true, value }));
    }
  }
  const isRefused = failures.some(({ failure }) => failure.kind === 'rateLimited');
  if (isRefused || result.ok) {
    deps.shared.insist(() => coordination.reportCall('switching', isRefused ? 'refused' : 'accepted'));
  }
  if (kind === 'freeConfirmationRequired') {
    for (const item of items) addVerdict(verdicts, item, failed(queueTimeout));
    return;
  }
  await judgeFailures(deps, failures, !result.ok, hasNewer, verdicts);
}

async function judgeFailures(
  deps: SendDeps,
  failures: readonly Failed[],
  isWholeCall: boolean,
  hasNewer: (item: QueueItem) => boolean,
  verdicts: Verdicts,
): Promise<void> {
  const isAmbiguous = ({ failure }: Failed) => failureTraits(failure.kind).outcome === 'unknown';
  const lost = failures.filter(isAmbiguous);
  for (const { item } of lost) item.mayBeApplied = true;
  const byItem = new Map(failures.map(({ item, failure }) => [item, failure]));
  await settleInEffect(
    deps,
    lost.filter(({ item }) => !hasNewer(item)).map(({ item }) => item),
    verdicts,
    (item) => byItem.get(item) ?? null,
  );
  const open = failures.filter(({ item }) => !verdicts.has(item));
  const canSplit = isWholeCall && failures.length > 1;
  const toSplit = open.filter(({ failure }) => canSplit && isRefusedAsAWhole(failure));
  for (const half of halvesOf(toSplit)) {
    const group = {};
    for (const { item, failure } of half)
      addVerdict(verdicts, item, { type: 'again', group, problem: toProblem(failure) });
  }
  const now = deps.clock.now();
  for (const { item, failure } of open) {
    const isAgain = failure.kind === 'rateLimited' && now - item.acceptedAt < MAX_QUEUE_MS;
    const problem = toProblem(failure);
    addVerdict(verdicts, item, isAgain ? { type: 'again', group: null, problem } : failed(problem));
  }
}

/** One agent may be at fault. A code that is not listed is a refusal, too; a response that cannot be read is none. */
function isRefusedAsAWhole({ kind }: Failure): boolean {
  const isAnswered = failureTraits(kind).outcome === 'notApplied' || kind === 'unknownService';
  return reactTo(kind) === 'split' && isAnswered;
}

/**
 * Reads agents, and settles those whose request is in effect or reserved. Those that cannot be read are settled as well, with
 * the failure of their call if there was one: their outcome stays unknown. The others have no verdict afterwards.
 */
async function settleInEffect(
  deps: SendDeps,
  items: readonly QueueItem[],
  verdicts: Verdicts,
  failureOf: (item: QueueItem) => Failure | null,
): Promise<void> {
  if (items.length === 0) return;
  const reading = await deps.readBack(items.map(({ intent }) => intent.agent));
  for (const [index, item] of items.entries()) {
    const current = reading.ok ? (reading.statuses[index] ?? null) : null;
    const value = reading.ok && current ? toReadResult(item.intent, current, reading) : null;
    if (value) addVerdict(verdicts, item, settled({ ok: true, value }));
    else if (!current) {
      const failure = failureOf(item);
      const readProblem = reading.ok ? agentMissing(reading.requestId) : reading.problem;
      addVerdict(verdicts, item, failed(failure ? toProblem(failure) : readProblem));
    }
  }
}

/** A reading that does not mention the agent. */
function agentMissing(requestId: string | null): EngineProblem {
  const text = { code: 'Answer.AgentMissing', message: '' };
  return { kind: 'agentMissing', ...text, requestId, outcome: 'unknown', retryAfterMs: null };
}

/** The first verdict counts. */
function addVerdict(verdicts: Verdicts, item: QueueItem, verdict: Verdict): void {
  if (!verdicts.has(item)) verdicts.set(item, verdict);
}
