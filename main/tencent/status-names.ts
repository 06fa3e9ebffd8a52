/**
 * The service's own names for what an agent is doing.
 *
 * What people call "Busy" (示忙) is `notReady` on the wire. `busy` (忙碌) is something else: in a call, and nobody
 * can set it.
 */

/** The statuses an agent can ask for. */
export const SETTABLE_STATUSES = ['free', 'rest', 'notReady'] as const;
export type SettableStatus = (typeof SETTABLE_STATUSES)[number];

/** Every status the service reports. */
export const AGENT_STATUSES = [...SETTABLE_STATUSES, 'busy', 'afterCallWork', 'offline'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

const CANONICAL = new Map<string, AgentStatus>(AGENT_STATUSES.map((name) => [name.toLowerCase(), name]));

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
