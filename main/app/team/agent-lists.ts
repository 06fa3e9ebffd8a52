/** Lists of agents that a client sends in several requests, because a line has a limit. */
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { TEAM_MAX } from '../../../shared/local-api/team-results.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';

/** Of all clients together. */
const MAX_LISTS = 8;

type AgentList = { agents: string[]; cancelTimer: CancelTimer };

/** @param createId returns an identifier that cannot be guessed */
export function createAgentLists(clock: Pick<Clock, 'setTimer'>, createId: () => string) {
  const lists = new Map<string, AgentList>();

  function discard(id: string): void {
    lists.get(id)?.cancelTimer();
    lists.delete(id);
  }

  function keep(id: string, agents: string[]): void {
    discard(id);
    lists.set(id, { agents, cancelTimer: clock.setTimer(MINUTE_MS, () => lists.delete(id)) });
  }

  return {
    /** Adds to a list, or begins one. The list is discarded after a minute without an addition. */
    add: (
      id: string | undefined,
      added: readonly string[],
    ):
      | { ok: true; id: string; count: number }
      | { ok: false; error: 'unknown' | 'tooManyLists' | 'tooManyAgents' } => {
      const before = id === undefined ? [] : lists.get(id)?.agents;
      if (!before) return { ok: false, error: 'unknown' };
      if (id === undefined && lists.size >= MAX_LISTS) return { ok: false, error: 'tooManyLists' };
      if (before.length + added.length > TEAM_MAX) return { ok: false, error: 'tooManyAgents' };
      const listId = id ?? createId();
      keep(listId, [...before, ...added]);
      return { ok: true, id: listId, count: before.length + added.length };
    },
    /** Returns a list and discards it; null if there is none. */
    take: (id: string): readonly string[] | null => {
      const agents = lists.get(id)?.agents ?? null;
      discard(id);
      return agents;
    },
  };
}
