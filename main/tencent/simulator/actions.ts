import { parseAgentStatus, isSettable, type SettableStatus } from '../status-names.ts';
import { ONLINE_STATUSES, type AgentBook, type SimulatedAgent } from './agent-book.ts';
import { accept, refuse, type ApiError, type Checked } from './api-error.ts';
import {
  checkSdkAppId,
  objectWith,
  optionalText,
  requiredList,
  requiredText,
  type Fields,
} from './parameters.ts';

/** One agent that a request names, and the status asked for, if any. */
export type AskedAgent = { agent: string; status?: string; reason?: string };

/** What an action says in a success, and for the log whether an agent was refused inside it. */
export type ActionResult = { response: Record<string, unknown>; agentError: ApiError | null };

export type Centre = {
  book: AgentBook;
  /** Null: every SdkAppId will do. */
  sdkAppId: number | null;
  /** Refuses an agent by order of whoever tests. */
  refusalFor: (account: string) => ApiError | null;
};

const MOST_AGENTS = 10;

/** SetStaffStatus: checks the whole request before it changes anybody. */
export function setStaffStatus(parameters: unknown, centre: Centre): Checked<ActionResult> {
  const fields = objectWith(parameters, 'the request', ['SdkAppId', 'StaffStatusList']);
  if (!fields.ok) return fields;
  const application = checkSdkAppId(fields.value, centre.sdkAppId);
  if (!application.ok) return application;
  const list = requiredList(fields.value, 'StaffStatusList', MOST_AGENTS);
  if (!list.ok) return list;
  const wishes: Wish[] = [];
  for (const item of list.value) {
    const wish = readWish(item);
    if (!wish.ok) return wish;
    wishes.push(wish.value);
  }

  const outcomes = wishes.map((wish) => applyWish(wish, centre));
  const agentError = outcomes.find(({ error }) => error)?.error ?? null;
  return accept({ response: { StaffStatusList: outcomes.map(({ line }) => line) }, agentError });
}

type Wish = { account: string; status: SettableStatus; reason: string };

function readWish(item: unknown): Checked<Wish> {
  const fields = objectWith(item, 'StaffStatusList', ['StaffUserId', 'Status', 'Reason']);
  if (!fields.ok) return fields;
  const account = requiredText(fields.value, 'StaffUserId');
  if (!account.ok) return account;
  const wireStatus = requiredText(fields.value, 'Status');
  if (!wireStatus.ok) return wireStatus;
  const reason = optionalText(fields.value, 'Reason');
  if (!reason.ok) return reason;
  const status = parseAgentStatus(wireStatus.value);
  if (status === null || !isSettable(status)) {
    return refuse('InvalidParameterValue', `The status \`${wireStatus.value}\` cannot be set.`);
  }
  return accept({ account: account.value, status, reason: reason.value });
}

/** An account that does not exist fails alone: the others of the same request are changed. */
function applyWish(wish: Wish, { book, refusalFor }: Centre): { line: Fields; error: ApiError | null } {
  const agent = book.find(wish.account);
  const before = { PreviousStatus: agent?.status ?? '', PreviousReason: agent?.reason ?? '' };
  const error = attempt(wish, agent, book, refusalFor(wish.account));
  const line = {
    StaffUserId: wish.account,
    Status: agent?.status ?? '',
    Reason: agent?.reason ?? '',
    ...before,
    ErrorCode: error?.code ?? '',
    ErrorMessage: error?.message ?? '',
  };
  return { line, error };
}

function attempt(
  { status, reason }: Wish,
  agent: SimulatedAgent | null,
  book: AgentBook,
  ordered: ApiError | null,
): ApiError | null {
  if (ordered) return ordered;
  if (!agent) {
    return { code: 'InvalidParameterValue.AccountNotExist', message: 'There is no such agent.' };
  }
  const asked = book.ask(agent, status, reason);
  return asked.ok ? null : asked.error;
}

/** DescribeStaffStatusMetrics: without a StaffList everybody; agents that do not exist are left out. */
export function describeStaffStatusMetrics(parameters: unknown, centre: Centre): Checked<ActionResult> {
  const fields = objectWith(parameters, 'the request', ['SdkAppId', 'StaffList']);
  if (!fields.ok) return fields;
  const application = checkSdkAppId(fields.value, centre.sdkAppId);
  if (!application.ok) return application;
  const agents = listedAgents(fields.value, centre.book);
  if (!agents.ok) return agents;
  const metrics = agents.value.map((agent) => metricsOf(agent, centre.book));
  return accept({ response: { Metrics: metrics }, agentError: null });
}

function listedAgents(fields: Fields, book: AgentBook): Checked<readonly SimulatedAgent[]> {
  if (fields.StaffList === undefined || fields.StaffList === null) return accept(book.all());
  const list = requiredList(fields, 'StaffList', null);
  if (!list.ok) return list;
  const accounts = list.value.filter((account) => typeof account === 'string');
  if (accounts.length < list.value.length) {
    return refuse('InvalidParameter', 'The value type of parameter `StaffList` is not valid.');
  }
  return accept(accounts.flatMap((account) => book.find(account) ?? []));
}

/** Durations are totals in seconds, points in time epoch seconds. */
function metricsOf(agent: SimulatedAgent, book: AgentBook): Fields {
  const durations = book.durations(agent);
  const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
  const online = agent.status !== 'offline';
  return {
    Email: agent.account,
    Status: agent.status,
    Reason: agent.reason,
    ReserveRest: agent.reserved?.status === 'rest',
    ReserveNotReady: agent.reserved?.status === 'notReady',
    OnlineDuration: seconds(ONLINE_STATUSES.reduce((sum, status) => sum + durations[status], 0)),
    FreeDuration: seconds(durations.free),
    BusyDuration: seconds(durations.busy),
    NotReadyDuration: seconds(durations.notReady),
    RestDuration: seconds(durations.rest),
    AfterCallWorkDuration: seconds(durations.afterCallWork),
    LastOnlineTimestamp: seconds(agent.signedInAt),
    LastStatusTimestamp: seconds(agent.since),
    ClientInfo: [{ ClientType: 'Web', IsConnected: online }],
  };
}
