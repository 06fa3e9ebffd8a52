/** The order of each agent's intents, and who may be sent, in memory. */
import type { Claim } from './coordination.ts';

/** A claim that was not released is free again after this time, in milliseconds: longer than the limits of a call. */
export const CLAIM_MS = 60_000;

/** A number is forgotten after this time, in milliseconds: nothing waits that long. */
const NUMBER_MS = 600_000;

/** Numbers of agents are pruned when there are this many. */
const PRUNE_AT = 20_000;

export function createMemoryIntents(now: () => number) {
  const newest = new Map<string, { number: number; at: number }>();
  const claimed = new Map<string, number>();
  let last = 0;

  /** The newest agent is the last one of the map, so the first one that is fresh ends the search. */
  function prune(): void {
    for (const [agent, { at }] of newest) {
      if (Math.abs(now() - at) <= NUMBER_MS) return;
      newest.delete(agent);
    }
  }

  function claimOne({ agent, number }: { agent: string; number: number }): Claim {
    if ((newest.get(agent)?.number ?? number) > number) return 'superseded';
    const since = claimed.get(agent);
    if (since !== undefined && Math.abs(now() - since) < CLAIM_MS) return 'busy';
    claimed.set(agent, now());
    return 'go';
  }

  return {
    number(agent: string): number {
      last += 1;
      // The newest agent is the last one of the map, so that pruning meets the oldest first.
      newest.delete(agent);
      newest.set(agent, { number: last, at: now() });
      if (newest.size > PRUNE_AT) prune();
      return last;
    },
    claim: (intents: readonly { agent: string; number: number }[]): Claim[] => intents.map(claimOne),
    release(agents: readonly string[]): void {
      for (const agent of agents) claimed.delete(agent);
    },
  };
}
