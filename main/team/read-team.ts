/** Reads the present statuses of agents, in as few calls as possible and with retries. */
import type { OwnStatus } from '../../tencent/staff-status.ts';
import type { DescribeStatusesResult } from '../../tencent/team-statuses.ts';
import { MAX_AGENTS_PER_READING } from '../../tencent/team-statuses.ts';
import { chunksOf, halvesOf, isNonEmpty } from '../../tencent/lists.ts';
import { reactTo } from '../../tencent/reaction.ts';
import { retryDelayMs } from './failure-reaction.ts';
import type { WaveRun } from './wave-run.ts';

/** An agent's present status. `missing`: the service does not report the agent. `unreadable`: it could not be asked. */
export type TeamReading = { type: 'read'; current: OwnStatus } | { type: 'missing' } | { type: 'unreadable' };

/** A reading is not worth more attempts: without it the response to the switch states the previous status. */
const MAX_ATTEMPTS = 4;

/** The parts of a wave that a reading needs. */
export type ReadingRun = Pick<
  WaveRun,
  'port' | 'pacers' | 'clock' | 'canRead' | 'forbidReading' | 'stop' | 'delay'
>;

/**
 * Reads the statuses of any number of agents, in the order of the list.
 * @param signal ends the reading early; null: it is needed even for a wave that stops
 */
export async function readTeam(
  run: ReadingRun,
  agents: readonly string[],
  signal: AbortSignal | null,
): Promise<TeamReading[]> {
  const readings: TeamReading[] = [];
  for (const part of chunksOf(agents, MAX_AGENTS_PER_READING))
    readings.push(...(await readPart(run, part, signal, 1)));
  return readings;
}

async function readPart(
  run: ReadingRun,
  agents: readonly string[],
  signal: AbortSignal | null,
  attempt: number,
): Promise<TeamReading[]> {
  const unreadable = agents.map((): TeamReading => ({ type: 'unreadable' }));
  if (!isNonEmpty(agents) || !run.canRead()) return unreadable;
  if (!(await run.pacers.reading.acquire(signal))) return unreadable;
  const result = await run.port.readStatuses(agents);
  if (result.ok) {
    run.pacers.reading.onAccepted();
    return agents.map((_, index) => toReading(result, index));
  }
  const { kind } = result.failure;
  if (kind === 'notPermitted') {
    run.forbidReading();
    return unreadable;
  }
  switch (reactTo(kind)) {
    case 'slowDown':
    case 'retry': {
      const delayMs = retryDelayMs(kind, attempt, run.clock.random());
      const isLast = kind !== 'rateLimited' && attempt >= MAX_ATTEMPTS;
      if (delayMs === null || isLast) return unreadable;
      if (kind === 'rateLimited') run.pacers.reading.onRefused();
      else await run.delay(delayMs);
      return readPart(run, agents, signal, attempt + 1);
    }
    case 'split': {
      if (agents.length === 1) return kind === 'agentUnknown' ? [{ type: 'missing' }] : unreadable;
      const [first, second] = halvesOf(agents);
      return [...(await readPart(run, first, signal, 1)), ...(await readPart(run, second, signal, 1))];
    }
    case 'stop':
      run.stop('stopped', result.failure);
      return unreadable;
  }
}

function toReading(result: Extract<DescribeStatusesResult, { ok: true }>, index: number): TeamReading {
  const current = result.statuses[index] ?? null;
  return current === null ? { type: 'missing' } : { type: 'read', current };
}
