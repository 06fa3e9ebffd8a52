/**
 * The service's words for what an agent is doing, read from the wire.
 *
 * What people call "Busy" (示忙) is `notReady` there. `busy` (忙碌) is something else: in a call, and nobody can set it.
 */
import {
  agentStatus,
  settableStatus,
  type AgentStatus,
  type SettableStatus,
} from '../../preload/contract/vocabulary.ts';

export type { AgentStatus, SettableStatus } from '../../preload/contract/vocabulary.ts';

/** The statuses an agent can ask for. */
const SETTABLE_STATUSES = settableStatus.options;

/** Every status the service reports. */
export const AGENT_STATUSES = agentStatus.options;

const CANONICAL = new Map<string, AgentStatus>(agentStatus.options.map((name) => [name.toLowerCase(), name]));

/**
 * The canonical name of a status read from the wire; null when it is missing or a word we do not know.
 * Letter case is ignored, because parts of the documentation write `notready`.
 */
export function parseAgentStatus(wireName: string | null | undefined): AgentStatus | null {
  return CANONICAL.get(wireName?.trim().toLowerCase() ?? '') ?? null;
}

/** Whether a status is one that the agent can ask for (and so can be returned to by an undo). */
export function isSettable(status: AgentStatus): status is SettableStatus {
  return SETTABLE_STATUSES.some((settable) => settable === status);
}
