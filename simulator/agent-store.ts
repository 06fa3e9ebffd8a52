/** The simulated agents: their statuses, reservations during a call, and times. */
import { AGENT_STATUSES, type AgentStatus, type SettableStatus } from '../tencent/status-names.ts';
import { accountKey } from '../tencent/response-schema.ts';
import { accept, refuse, type ApiError, type ApiResult } from './api/api-error.ts';

/** An agent of the simulated contact center. */
export type SimulatedAgent = {
  account: string;
  status: AgentStatus;
  reason: string;
  /** Requested during a call; it takes effect when the call ends. */
  reserved: { status: SettableStatus; reason: string } | null;
  /** Epoch milliseconds. */
  since: number;
  signedInAt: number;
  /** Milliseconds spent in each status before the current one began. */
  timeInStatus: Record<AgentStatus, number>;
  /** While set, every change of this agent is refused with this error. */
  forcedError: ApiError | null;
  /** While set, every call of SetStaffStatus that names this agent is refused as a whole with this error. */
  forcedCallError: ApiError | null;
};

/** A change made elsewhere: by a supervisor, the workstation or a call. */
export type AgentChange = {
  status?: AgentStatus | undefined;
  reason?: string | undefined;
  forcedError?: ApiError | null | undefined;
  forcedCallError?: ApiError | null | undefined;
};

/** The most agents that are created because a request has named them. */
const MAX_CREATED = 5_000;

export type SimulatedAgentStore = ReturnType<typeof createAgentStore>;

/**
 * Creates the agents of a contact center.
 *
 * @param accounts null: every account exists once it is named, up to 5,000, and starts as free
 */
export function createAgentStore(accounts: readonly string[] | null, clock: { now(): number }) {
  /** By the form of the account that is compared, in the order of creation. */
  const agents = new Map<string, SimulatedAgent>();
  for (const account of accounts ?? []) if (!find(account)) add(account);

  function add(account: string): SimulatedAgent {
    const now = clock.now();
    const timeInStatus = { free: 0, rest: 0, notReady: 0, busy: 0, afterCallWork: 0, offline: 0 };
    const agent: SimulatedAgent = {
      account: account.trim(),
      status: 'free',
      reason: '',
      reserved: null,
      since: now,
      signedInAt: now,
      timeInStatus,
      forcedError: null,
      forcedCallError: null,
    };
    agents.set(accountKey(account), agent);
    return agent;
  }

  function find(account: string): SimulatedAgent | null {
    const key = accountKey(account);
    const canAdd = accounts === null && key !== '' && agents.size < MAX_CREATED;
    return agents.get(key) ?? (canAdd ? add(account) : null);
  }

  function setStatus(agent: SimulatedAgent, status: AgentStatus, reason: string): void {
    const now = clock.now();
    if (agent.status === 'offline' && status !== 'offline') agent.signedInAt = now;
    // A new reason for the same status does not restart its time.
    if (agent.status !== status) {
      agent.timeInStatus[agent.status] += now - agent.since;
      agent.since = now;
    }
    agent.status = status;
    agent.reason = reason;
  }

  /**
   * Handles a status request of the API. The documentation does not define what happens during a call: here Rest or
   * Busy is reserved for after the call, and Free cancels a reservation. Signed-out agents are refused.
   */
  function requestStatus(agent: SimulatedAgent, status: SettableStatus, reason: string): ApiResult<true> {
    if (agent.forcedError) return { ok: false, error: agent.forcedError };
    switch (agent.status) {
      case 'offline':
        return refuse('FailedOperation', 'The agent is not signed in to the workstation.');
      case 'busy':
      case 'afterCallWork':
        agent.reserved = status === 'free' ? null : { status, reason };
        return accept(true);
      case 'free':
      case 'rest':
      case 'notReady':
        setStatus(agent, status, reason);
        return accept(true);
    }
  }

  /** Changes an agent without the app; null if there is no such agent. */
  function changeAgent(account: string, change: AgentChange): SimulatedAgent | null {
    const agent = find(account);
    if (!agent) return null;
    const { status, reason, forcedError, forcedCallError } = change;
    setStatus(agent, status ?? agent.status, reason ?? (status === undefined ? agent.reason : ''));
    if (agent.status !== 'busy' && agent.status !== 'afterCallWork') agent.reserved = null;
    if (forcedError !== undefined) agent.forcedError = forcedError;
    if (forcedCallError !== undefined) agent.forcedCallError = forcedCallError;
    return agent;
  }

  /** Ends a call and its after-call work: a reserved status takes effect, otherwise the agent is free. */
  function endCall(account: string): SimulatedAgent | null {
    const agent = find(account);
    if (!agent) return null;
    const next = agent.reserved ?? { status: 'free' as const, reason: '' };
    agent.reserved = null;
    setStatus(agent, next.status, next.reason);
    return agent;
  }

  /** Milliseconds the agent has spent in each status until now. */
  function durations(agent: SimulatedAgent): Record<AgentStatus, number> {
    const total = { ...agent.timeInStatus };
    total[agent.status] += clock.now() - agent.since;
    return total;
  }

  return {
    all: (): readonly SimulatedAgent[] => [...agents.values()],
    find,
    requestStatus,
    change: changeAgent,
    endCall,
    durations,
  };
}

/** Every status except signed out. */
export const ONLINE_STATUSES = AGENT_STATUSES.filter((status) => status !== 'offline');
