/** What the window may claim about the agent, and nothing more. */
import type { AgentState, Proved } from '../preload/contract/state.ts';
import type { AgentStatus, Choice, SettableStatus } from '../preload/contract/vocabulary.ts';

/** What an agent can choose, in the order of the tiles. Not taken from the contract's schema, which would bring zod along. */
export const settableStatuses = ['free', 'rest', 'notReady'] as const satisfies readonly SettableStatus[];

export type Standing =
  | { name: 'switching'; to: Choice; from: Proved | null }
  | { name: 'known'; proved: Proved }
  /** `last` is what was proved before it became doubtful. */
  | { name: 'unknown'; last: Proved | null };

/** A wish shows at once as a wish; what was proved counts only as long as it holds. */
export function standingOf({ wish, proved }: AgentState): Standing {
  if (wish !== null) return { name: 'switching', to: wish.choice, from: proved };
  return proved?.holds === true ? { name: 'known', proved } : { name: 'unknown', last: proved };
}

/** The status that is proved to hold now, if any: the only one a button may show as pressed. */
export function provedNow({ proved }: AgentState): Proved | null {
  return proved?.holds === true ? proved : null;
}

/** The family of colours a status is drawn in. */
export function toneOf(status: AgentStatus | 'unknown'): 'free' | 'rest' | 'busy' | 'call' | 'off' {
  switch (status) {
    case 'free':
    case 'rest':
      return status;
    case 'notReady':
      return 'busy';
    case 'busy':
    case 'afterCallWork':
      return 'call';
    case 'offline':
    case 'unknown':
      return 'off';
  }
}
