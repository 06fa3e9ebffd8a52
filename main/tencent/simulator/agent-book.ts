import { AGENT_STATUSES, type AgentStatus, type SettableStatus } from '../status-names.ts';
import { sameAccount } from '../wire-schema.ts';
import { accept, refuse, type ApiError, type Checked } from './api-error.ts';

/** An agent as the contact centre knows one. */
export type SimulatedAgent = {
  account: string;
  status: AgentStatus;
  reason: string;
  /** What was asked for during a call; it comes into force when the call ends. */
  reserved: { status: SettableStatus; reason: string } | null;
  /** Epoch milliseconds. */
  since: number;
  signedInAt: number;
  /** Milliseconds spent in each status before the present one began. */
  spent: Record<AgentStatus, number>;
  /** Refuses every change of this agent while set. */
  refusal: ApiError | null;
};

/** What can be changed behind the app's back: by a supervisor, the workstation or a call. */
export type AgentChange = {
  status?: AgentStatus | undefined;
  reason?: string | undefined;
  refusal?: ApiError | null | undefined;
};

export type AgentBook = ReturnType<typeof createAgentBook>;

/**
 * The agents of a centre.
 *
 * @param accounts null: whoever is asked for exists, and is free to begin with.
 */
export function createAgentBook(accounts: readonly string[] | null, clock: { now(): number }) {
  const agents: SimulatedAgent[] = [];
  accounts?.forEach(add);

  function add(account: string): SimulatedAgent {
    const now = clock.now();
    const spent = { free: 0, rest: 0, notReady: 0, busy: 0, afterCallWork: 0, offline: 0 };
    const agent: SimulatedAgent = {
      account: account.trim(),
      status: 'free',
      reason: '',
      reserved: null,
      since: now,
      signedInAt: now,
      spent,
      refusal: null,
    };
    agents.push(agent);
    return agent;
  }

  function find(account: string): SimulatedAgent | null {
    const known = agents.find((agent) => sameAccount(agent.account, account));
    return known ?? (accounts === null && account.trim() !== '' ? add(account) : null);
  }

  function enter(agent: SimulatedAgent, status: AgentStatus, reason: string): void {
    const now = clock.now();
    if (agent.status === 'offline' && status !== 'offline') agent.signedInAt = now;
    // A new reason for the same status does not start its time anew.
    if (agent.status !== status) {
      agent.spent[agent.status] += now - agent.since;
      agent.since = now;
    }
    agent.status = status;
    agent.reason = reason;
  }

  /**
   * What the API does. The documentation leaves open what happens during a call: here the wish to be away is reserved for
   * afterwards, and a wish to be free takes a reservation back. Signed-out agents are refused.
   */
  function ask(agent: SimulatedAgent, status: SettableStatus, reason: string): Checked<true> {
    if (agent.refusal) return { ok: false, error: agent.refusal };
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
        enter(agent, status, reason);
        return accept(true);
    }
  }

  /** Changes an agent behind the app's back; null when there is no such agent. */
  function change(account: string, { status, reason, refusal }: AgentChange): SimulatedAgent | null {
    const agent = find(account);
    if (!agent) return null;
    enter(agent, status ?? agent.status, reason ?? (status === undefined ? agent.reason : ''));
    if (agent.status !== 'busy' && agent.status !== 'afterCallWork') agent.reserved = null;
    if (refusal !== undefined) agent.refusal = refusal;
    return agent;
  }

  /** Ends a call and its after-call work: what was reserved comes into force, otherwise the agent is free. */
  function endCall(account: string): SimulatedAgent | null {
    const agent = find(account);
    if (!agent) return null;
    const next = agent.reserved ?? { status: 'free' as const, reason: '' };
    agent.reserved = null;
    enter(agent, next.status, next.reason);
    return agent;
  }

  /** Milliseconds the agent has spent in each status up to now. */
  function durations(agent: SimulatedAgent): Record<AgentStatus, number> {
    const total = { ...agent.spent };
    total[agent.status] += clock.now() - agent.since;
    return total;
  }

  return { all: (): readonly SimulatedAgent[] => agents, find, ask, change, endCall, durations };
}

/** Everything but signed out. */
export const ONLINE_STATUSES = AGENT_STATUSES.filter((status) => status !== 'offline');
