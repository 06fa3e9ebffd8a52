/** The simulator's API actions: SetStaffStatus and DescribeStaffStatusMetrics. */
import { parseAgentStatus, isSettable, type SettableStatus } from '../../tencent/status-names.ts';
import { ONLINE_STATUSES, type SimulatedAgentStore, type SimulatedAgent } from '../agent-store.ts';
import { accept, refuse, type ApiError, type ApiResult } from './api-error.ts';
import {
  checkSdkAppId,
  requireObject,
  optionalText,
  requiredList,
  requiredText,
  type Fields,
} from './parameters.ts';

/** An agent named in a request, and the requested status, if any. */
export type RequestedAgent = { agent: string; status?: string; reason?: string };

/** The response of a successful action, and for the log the first error of an agent in it. */
export type ActionResult = { response: Record<string, unknown>; agentError: ApiError | null };

export type ContactCenter = {
  agentStore: SimulatedAgentStore;
  /** Null: any SdkAppId is accepted. */
  sdkAppId: number | null;
  /**
   * Whether one unknown account refuses the whole call. The documentation does not say what the service does. Otherwise
   * the unknown account alone fails.
   */
  unknownRefusesCall: boolean;
  /** The injected error of an agent, if any. */
  forcedErrorFor: (account: string) => ApiError | null;
};

const MAX_AGENTS = 10;

const UNKNOWN_ACCOUNT: ApiError = {
  code: 'InvalidParameterValue.AccountNotExist',
  message: 'There is no such agent.',
};

/** SetStaffStatus: validates the whole request before it changes an agent. */
export function setStaffStatus(parameters: unknown, contactCenter: ContactCenter): ApiResult<ActionResult> {
  const fields = requireObject(parameters, 'the request', ['SdkAppId', 'StaffStatusList']);
  if (!fields.ok) return fields;
  const application = checkSdkAppId(fields.value, contactCenter.sdkAppId);
  if (!application.ok) return application;
  const list = requiredList(fields.value, 'StaffStatusList', MAX_AGENTS);
  if (!list.ok) return list;
  const requestedStatuses: RequestedStatus[] = [];
  for (const item of list.value) {
    const requested = parseRequestedStatus(item);
    if (!requested.ok) return requested;
    requestedStatuses.push(requested.value);
  }

  const callError = findCallError(requestedStatuses, contactCenter);
  if (callError) return { ok: false, error: callError };

  const outcomes = requestedStatuses.map((requested) => applyRequestedStatus(requested, contactCenter));
  const agentError = outcomes.find(({ error }) => error)?.error ?? null;
  return accept({ response: { StaffStatusList: outcomes.map(({ line }) => line) }, agentError });
}

/** The error of an agent that refuses the whole call; null if there is none. */
function findCallError(
  requestedStatuses: readonly RequestedStatus[],
  { agentStore, unknownRefusesCall }: ContactCenter,
): ApiError | null {
  for (const { account } of requestedStatuses) {
    const agent = agentStore.find(account);
    if (!agent && unknownRefusesCall) return UNKNOWN_ACCOUNT;
    if (agent?.forcedCallError) return agent.forcedCallError;
  }
  return null;
}

type RequestedStatus = { account: string; status: SettableStatus; reason: string };

function parseRequestedStatus(item: unknown): ApiResult<RequestedStatus> {
  const fields = requireObject(item, 'StaffStatusList', ['StaffUserId', 'Status', 'Reason']);
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

function applyRequestedStatus(
  requested: RequestedStatus,
  { agentStore, forcedErrorFor }: ContactCenter,
): { line: Fields; error: ApiError | null } {
  const agent = agentStore.find(requested.account);
  const before = { PreviousStatus: agent?.status ?? '', PreviousReason: agent?.reason ?? '' };
  const error = tryChange(requested, agent, agentStore, forcedErrorFor(requested.account));
  const line = {
    StaffUserId: requested.account,
    Status: agent?.status ?? '',
    Reason: agent?.reason ?? '',
    ...before,
    ErrorCode: error?.code ?? '',
    ErrorMessage: error?.message ?? '',
  };
  return { line, error };
}

function tryChange(
  { status, reason }: RequestedStatus,
  agent: SimulatedAgent | null,
  agentStore: SimulatedAgentStore,
  forcedError: ApiError | null,
): ApiError | null {
  if (forcedError) return forcedError;
  if (!agent) return UNKNOWN_ACCOUNT;
  const result = agentStore.requestStatus(agent, status, reason);
  return result.ok ? null : result.error;
}

/** DescribeStaffStatusMetrics: all agents without a StaffList; unknown agents are omitted. */
export function describeStaffStatusMetrics(
  parameters: unknown,
  contactCenter: ContactCenter,
): ApiResult<ActionResult> {
  const fields = requireObject(parameters, 'the request', ['SdkAppId', 'StaffList']);
  if (!fields.ok) return fields;
  const application = checkSdkAppId(fields.value, contactCenter.sdkAppId);
  if (!application.ok) return application;
  const agents = findListedAgents(fields.value, contactCenter.agentStore);
  if (!agents.ok) return agents;
  const metrics = agents.value.map((agent) => toMetrics(agent, contactCenter.agentStore));
  return accept({ response: { Metrics: metrics }, agentError: null });
}

function findListedAgents(
  fields: Fields,
  agentStore: SimulatedAgentStore,
): ApiResult<readonly SimulatedAgent[]> {
  if (fields.StaffList === undefined || fields.StaffList === null) return accept(agentStore.all());
  const list = requiredList(fields, 'StaffList', null);
  if (!list.ok) return list;
  const accounts = list.value.filter((account) => typeof account === 'string');
  if (accounts.length < list.value.length) {
    return refuse('InvalidParameter', 'The value type of parameter `StaffList` is not valid.');
  }
  return accept(accounts.flatMap((account) => agentStore.find(account) ?? []));
}

/** Converts an agent to metrics. Durations are totals in seconds, points in time epoch seconds. */
function toMetrics(agent: SimulatedAgent, agentStore: SimulatedAgentStore): Fields {
  const durations = agentStore.durations(agent);
  const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
  const isOnline = agent.status !== 'offline';
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
    ClientInfo: [{ ClientType: 'Web', IsConnected: isOnline }],
  };
}
