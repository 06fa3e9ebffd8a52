/**
 * Sends one call for up to ten agents, and sees to it that each of them gets a result: a refused call is divided, a lost
 * answer is read back, and what passes is tried again.
 */
import { halvesOf, isNonEmpty } from '../../tencent/lists.ts';
import type { KnownStatus, Outcome } from '../../shared/local-api/team-results.ts';
import type { AgentOutcome } from '../../tencent/evaluate-switch.ts';
import { failureTraits, type Failure } from '../../tencent/failure.ts';
import type { OwnStatus } from '../../tencent/staff-status.ts';
import { reactTo } from '../../tencent/reaction.ts';
import { isInEffect, isReservedFor } from '../../tencent/request-in-effect.ts';
import { retryDelayMs, toTeamFailure } from './failure-reaction.ts';
import { readTeam } from './read-team.ts';
import type { WaveItem, WaveRun } from './wave-run.ts';

/** When this many single agents were refused for the same cause and none was accepted, the cause is not the agents. */
const MAX_EQUAL_REFUSALS = 20;

/** An agent whose call failed, and how. */
type Failed = { item: WaveItem; failure: Failure };

/** What is known about earlier attempts for the same agents. */
type Attempt = {
  /** From 1. */
  number: number;
  /** How many calls of the wave the service had accepted before the first attempt. */
  acceptedBefore: number;
};

export async function sendBatch(
  run: WaveRun,
  items: readonly WaveItem[],
  attempt: Attempt = { number: 1, acceptedBefore: run.acceptedCalls },
): Promise<void> {
  if (!isNonEmpty(items)) return;
  if (!(await run.pacers.switching.acquire(run.signal))) return run.settleNotSent(items);
  const fresh = items.filter(({ isIntended }) => !isIntended);
  for (const item of fresh) item.isIntended = true;
  if (fresh.length > 0 && !(await run.recorder.intend(fresh))) run.stop('recordFailed', null);
  if (run.signal.aborted) return run.settleNotSent(items);

  const [first, ...others] = items;
  const result = await run.port.setStatuses([toRequest(first), ...others.map(toRequest)]);
  if (result.ok) {
    run.acceptedCalls += 1;
    await handleOutcomes(run, items, result.agents, attempt);
    return;
  }
  const { failure } = result;
  if (reactTo(failure.kind) === 'slowDown') run.pacers.switching.onRefused();
  const failed = await settleByReading(
    run,
    items.map((item) => ({ item, failure })),
  );
  await handleRefusedCall(run, failed, attempt);
}

function toRequest({ agent, choice }: WaveItem) {
  return { staffUserId: agent, status: choice.status, reason: choice.reason };
}

/** Handles a response that has an outcome for each agent. */
async function handleOutcomes(
  run: WaveRun,
  items: readonly WaveItem[],
  outcomes: readonly AgentOutcome[],
  attempt: Attempt,
): Promise<void> {
  const settled: [WaveItem, Outcome][] = [];
  const failed: Failed[] = [];
  const otherStatus: [WaveItem, Outcome][] = [];
  for (const [index, item] of items.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'switched') {
      const previous = item.isSentAgain ? item.previous : (toKnown(outcome) ?? item.previous);
      settled.push([
        item,
        { outcome: 'switched', previous, reason: outcome.reason, confirmedBy: 'response' },
      ]);
    } else if (outcome?.kind === 'otherStatus') {
      otherStatus.push([item, { outcome: 'otherStatus', status: outcome.status, reason: outcome.reason }]);
    } else if (outcome) failed.push({ item, failure: outcome.failure });
  }
  if (failed.some(({ failure }) => failure.kind === 'rateLimited')) run.pacers.switching.onRefused();
  else run.pacers.switching.onAccepted();
  await run.settle(settled);
  await settleOtherStatus(run, otherStatus);
  const notApplied = await settleByReading(run, failed);
  const again = notApplied.filter(({ failure }) => isRetried(failure, attempt));
  await run.settle(notApplied.filter((each) => !again.includes(each)).map(toFailedResult));
  await sendAgain(run, again, attempt);
}

function toKnown(outcome: Extract<AgentOutcome, { kind: 'switched' }>): KnownStatus | null {
  const { previousStatus, previousReason } = outcome;
  return previousStatus && { status: previousStatus, reason: previousReason ?? '' };
}

/** A response with another status confirms nothing. During a call the change may be reserved for afterwards. */
async function settleOtherStatus(
  run: WaveRun,
  others: readonly (readonly [WaveItem, Outcome])[],
): Promise<void> {
  if (others.length === 0) return;
  const readings = await readTeam(
    run,
    others.map(([{ agent }]) => agent),
    null,
  );
  await run.settle(
    others.map(([item, other], index) => {
      const reading = readings[index];
      return [
        item,
        (reading?.type === 'read' ? toAppliedResult(item, reading.current) : null) ?? other,
      ] as const;
    }),
  );
}

/**
 * Settles the agents for whom the answer was lost, as far as a reading shows the requested status or cannot be made.
 * Returns the agents whose request is not in effect.
 */
async function settleByReading(run: WaveRun, failed: readonly Failed[]): Promise<Failed[]> {
  const isAmbiguous = ({ failure }: Failed) => failureTraits(failure.kind).outcome === 'unknown';
  const ambiguous = failed.filter(isAmbiguous);
  const notApplied = failed.filter((each) => !isAmbiguous(each));
  if (ambiguous.length === 0) return notApplied;
  const readings = await readTeam(
    run,
    ambiguous.map(({ item }) => item.agent),
    null,
  );
  const settled: [WaveItem, Outcome][] = [];
  for (const [index, each] of ambiguous.entries()) {
    const { item, failure } = each;
    item.isSentAgain = true;
    const reading = readings[index];
    const applied = reading?.type === 'read' ? toAppliedResult(item, reading.current) : null;
    if (applied) settled.push([item, applied]);
    else if (reading?.type === 'read') notApplied.push(each);
    else settled.push([item, { outcome: 'unknown', failure: toTeamFailure(failure) }]);
  }
  await run.settle(settled);
  return notApplied;
}

/** The result of an agent whose present status is the requested one, or will be after a call; otherwise null. */
function toAppliedResult({ choice, previous }: WaveItem, current: OwnStatus): Outcome | null {
  if (isInEffect(choice, current)) {
    return { outcome: 'switched', previous, reason: current.reason, confirmedBy: 'reading' };
  }
  return isReservedFor(choice, current) ? { outcome: 'reserved', previous } : null;
}

/** Handles agents whose call was refused as a whole, or did not arrive. All of them have the same failure. */
async function handleRefusedCall(run: WaveRun, failed: readonly Failed[], attempt: Attempt): Promise<void> {
  const failure = failed[0]?.failure;
  if (!failure) return;
  const items = failed.map(({ item }) => item);
  switch (reactTo(failure.kind)) {
    case 'slowDown':
    case 'retry':
      if (isRetried(failure, attempt)) return sendAgain(run, failed, attempt);
      // Other calls succeed meanwhile: the failure is not the same for all.
      if (run.acceptedCalls === attempt.acceptedBefore) run.stop('stopped', failure);
      break;
    case 'split':
      if (items.length > 1) {
        await Promise.all(halvesOf(items).map((half) => sendBatch(run, half, attempt)));
        return;
      }
      countRefusedSingle(run, failure);
      break;
    case 'stop':
      run.stop('stopped', failure);
      break;
  }
  await run.settle(failed.map(toFailedResult));
}

/** A reason that the contact center does not accept, for example, is refused for every agent. */
function countRefusedSingle(run: WaveRun, failure: Failure): void {
  const count = (run.refusedSingles.get(failure.code) ?? 0) + 1;
  run.refusedSingles.set(failure.code, count);
  if (count >= MAX_EQUAL_REFUSALS && run.acceptedCalls === 0) run.stop('stopped', failure);
}

function isRetried({ kind }: Failure, attempt: Attempt): boolean {
  return retryDelayMs(kind, attempt.number, 0) !== null;
}

/** Sends a call again for agents whose request is not in effect. The longest of their delays applies. */
async function sendAgain(run: WaveRun, failed: readonly Failed[], attempt: Attempt): Promise<void> {
  if (failed.length === 0) return;
  const random = run.clock.random();
  await run.delay(
    Math.max(...failed.map(({ failure }) => retryDelayMs(failure.kind, attempt.number, random) ?? 0)),
  );
  await sendBatch(
    run,
    failed.map(({ item }) => item),
    { ...attempt, number: attempt.number + 1 },
  );
}

function toFailedResult({ item, failure }: Failed): [WaveItem, Outcome] {
  return [item, { outcome: 'failed', failure: toTeamFailure(failure) }];
}
