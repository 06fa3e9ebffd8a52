/** Sets the statuses of many agents: reads, decides, sends in batches, and reports each agent exactly once. */
import { sameChoice } from '../../shared/domain.ts';
import { chunksOf } from '../../tencent/lists.ts';
import type { NotSentCause, Outcome, WaveEnd } from '../../shared/local-api/team-results.ts';
import { MAX_AGENTS_PER_SWITCH } from '../../tencent/staff-status.ts';
import { MAX_AGENTS_PER_READING } from '../../tencent/team-statuses.ts';
import { readTeam, type TeamReading } from './read-team.ts';
import { sendBatch } from './send-batch.ts';
import { createWaveRun, type WaveDeps, type WaveItem, type WaveRun, type WaveTarget } from './wave-run.ts';

/** Calls at the same time. With an answer after 300 ms, 20 calls a second need six. */
const MAX_IN_FLIGHT = 16;

/**
 * Readings that are made before they are needed. With one, a service that takes 300 ms would delay the switches; with many, a
 * reading would be old when it is used.
 */
const READ_AHEAD = 2;

export type WaveOptions = {
  /** Reads, and sends nothing. */
  dryRun: boolean;
  /** Somebody has confirmed that agents become free. Without it nobody is set to Free. */
  confirmedFree: boolean;
  /** Cancels the wave: calls in flight are waited for, and nothing more is sent. */
  signal: AbortSignal | null;
};

/**
 * Runs a wave. Each target is reported once, whatever happens. Never rejects, as long as its ports do not.
 * @param targets each agent at most once
 */
export async function runWave(
  targets: readonly WaveTarget[],
  deps: WaveDeps,
  options: WaveOptions,
): Promise<WaveEnd> {
  const run = createWaveRun(deps, options.signal);
  const items = targets.map(toItem);
  const isAllowed = ({ choice }: WaveItem) =>
    options.confirmedFree || options.dryRun || choice.status !== 'free';
  const allowed = items.filter(isAllowed);
  const notAllowed = items.filter((item) => !isAllowed(item));
  await run.settleNotSent(notAllowed, 'freeNotConfirmed');

  const chunks = chunksOf(allowed, MAX_AGENTS_PER_READING);
  const read = (chunk: readonly WaveItem[] | undefined): Promise<TeamReading[]> =>
    readTeam(run, chunk?.map(({ agent }) => agent) ?? [], run.signal);
  const batches = createBatches(run);
  const readings = chunks.slice(0, READ_AHEAD).map(read);
  for (const [index, chunk] of chunks.entries()) {
    const reading = (await readings[index]) ?? [];
    if (index + READ_AHEAD < chunks.length) readings.push(read(chunks[index + READ_AHEAD]));
    await batches.add(await settleByPlan(run, chunk, reading, options.dryRun));
  }
  await batches.end();
  return run.end();
}

function toItem(target: WaveTarget, index: number): WaveItem {
  return { ...target, index, previous: null, isIntended: false, isSentAgain: false, result: null };
}

/** Settles the agents to whom nothing is to be sent, and returns the others. */
async function settleByPlan(
  run: WaveRun,
  items: readonly WaveItem[],
  readings: readonly TeamReading[],
  dryRun: boolean,
): Promise<WaveItem[]> {
  const settled: [WaveItem, Outcome][] = [];
  const toSend: WaveItem[] = [];
  const notSent = (cause: NotSentCause): Outcome => ({ outcome: 'notSent', cause });
  for (const [index, item] of items.entries()) {
    const reading = readings[index] ?? { type: 'unreadable' };
    const current = reading.type === 'read' ? reading.current : null;
    if (current) item.previous = { status: current.status, reason: current.reason };
    if (item.onlyIf && !current) {
      // A wave that stops or is cancelled reads no more.
      if (run.signal.aborted) toSend.push(item);
      else settled.push([item, notSent('notReadable')]);
    } else if (item.onlyIf && current && !sameChoice(item.onlyIf, current)) {
      settled.push([item, notSent('changedSince')]);
    } else if (current && sameChoice(item.choice, current)) settled.push([item, { outcome: 'unchanged' }]);
    else if (dryRun && !run.signal.aborted)
      settled.push([item, { outcome: 'planned', previous: item.previous }]);
    else toSend.push(item);
  }
  await run.settle(settled);
  return toSend;
}

/** Collects agents until a call is full, and limits the calls at the same time. */
function createBatches(run: WaveRun) {
  let collected: WaveItem[] = [];
  const inFlight = new Set<Promise<void>>();

  async function send(items: readonly WaveItem[]): Promise<void> {
    while (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
    const sent = sendBatch(run, items).finally(() => inFlight.delete(sent));
    inFlight.add(sent);
  }

  return {
    add: async (items: readonly WaveItem[]): Promise<void> => {
      const batches = chunksOf([...collected, ...items], MAX_AGENTS_PER_SWITCH);
      const last = batches.at(-1) ?? [];
      collected = last.length < MAX_AGENTS_PER_SWITCH ? last : [];
      for (const batch of batches) if (batch.length === MAX_AGENTS_PER_SWITCH) await send(batch);
    },
    end: async (): Promise<void> => {
      if (collected.length > 0) await send(collected);
      await Promise.all(inFlight);
    },
  };
}
