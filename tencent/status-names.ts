/**
 * The service's status names, and how they are parsed.
 *
 * "Busy" (示忙) in the UI is `notReady` in the API. `busy` (忙碌) in the API means in a call, and cannot be set.
 */
import { agentStatus, settableStatus, type AgentStatus, type SettableStatus } from '../shared/domain.ts';

export type { AgentStatus, SettableStatus } from '../shared/domain.ts';

/** The statuses an agent can request. */
const SETTABLE_STATUSES = settableStatus.options;

/** Every status the service reports. */
export const AGENT_STATUSES = agentStatus.options;

const CANONICAL = new Map<string, AgentStatus>(agentStatus.options.map((name) => [name.toLowerCase(), name]));

/**
 * Returns the canonical name of a status in a response; null if it is missing or unknown. Letter case is ignored,
 * because parts of the documentation write `notready`.
 */
export function parseAgentStatus(wireName: string | null | undefined): AgentStatus | null {
  return CANONICAL.get(wireName?.trim().toLowerCase() ?? '') ?? null;
}

/** Whether a status can be requested by the agent, and so also restored by an undo. */
export function isSettable(status: AgentStatus): status is SettableStatus {
  return SETTABLE_STATUSES.some((settable) => settable === status);
}
