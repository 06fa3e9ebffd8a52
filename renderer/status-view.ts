/** Derives the shown status from the agent's state. Pure. */
import type { AgentState, ConfirmedStatus } from '../shared/state.ts';
import type { AgentStatus, StatusChoice, SettableStatus } from '../shared/domain.ts';

/** The statuses that an agent can set, in the order of the tiles. Importing the schema would bundle zod. */
export const settableStatuses = ['free', 'rest', 'notReady'] as const satisfies readonly SettableStatus[];

export type StatusView =
  | { type: 'switching'; to: StatusChoice; from: ConfirmedStatus | null }
  | { type: 'known'; confirmed: ConfirmedStatus }
  /** `lastConfirmed` was confirmed and is no longer valid. */
  | { type: 'unknown'; lastConfirmed: ConfirmedStatus | null };

/** An intent shows immediately as `switching`; a confirmed status shows as `known` only while it is valid. */
export function getStatusView({ intent, confirmed }: Pick<AgentState, 'confirmed' | 'intent'>): StatusView {
  if (intent !== null) return { type: 'switching', to: intent.choice, from: confirmed };
  return confirmed?.isValid === true
    ? { type: 'known', confirmed }
    : { type: 'unknown', lastConfirmed: confirmed };
}

/** The confirmed status while it is valid; the only one that a button shows as pressed. */
export function confirmedStatus({ confirmed }: AgentState): ConfirmedStatus | null {
  return confirmed?.isValid === true ? confirmed : null;
}

/** The color family of a status. */
export function statusTone(status: AgentStatus | 'unknown'): 'free' | 'rest' | 'busy' | 'call' | 'off' {
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
