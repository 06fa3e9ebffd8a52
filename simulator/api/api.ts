/** Handles the simulator's API requests: authentication, rate limit, injected faults, action, log entry. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { listOf, isSameAccount, text } from '../../tencent/response-schema.ts';
import {
  describeStaffStatusMetrics,
  setStaffStatus,
  type ActionResult,
  type RequestedAgent,
  type ContactCenter,
} from './actions.ts';
import type { SimulatedAgentStore } from '../agent-store.ts';
import { refuse, type ApiError, type ApiResult } from './api-error.ts';
import { authenticate, namedAction, type ApiCall } from '../signature/authenticate.ts';
import type { Fault, Faults } from '../faults.ts';
import type { SimulatorKey } from '../signature/keys.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { IncomingRequest } from '../incoming-request.ts';

/** One line of the simulator's log. It contains no secret. */
export type RequestLogEntry = {
  /** ISO 8601. */
  time: string;
  action: string;
  agents: RequestedAgent[];
  /** `ok`, the error code of the call or of its first refused agent, or `Fault.<kind>` for an injected fault. */
  verdict: string;
  RequestId: string;
};

export type HandledRequest = { body: object; fault: Fault | null; entry: RequestLogEntry };

const ACTIONS: ReadonlyMap<
  string,
  (parameters: unknown, contactCenter: ContactCenter) => ApiResult<ActionResult>
> = new Map([
  ['SetStaffStatus', setStaffStatus],
  ['DescribeStaffStatusMetrics', describeStaffStatusMetrics],
]);

const NO_EFFECT: ActionResult = { response: {}, agentError: null };

/** Creates the API: a function from a received request to a response and a log entry. */
export function createApi(deps: {
  keys: readonly SimulatorKey[];
  clock: { now(): number };
  ratePerSecond: number;
  agentStore: SimulatedAgentStore;
  faults: Faults;
  sdkAppId: number | null;
  unknownRefusesCall: boolean;
}): (request: IncomingRequest) => HandledRequest {
  const { keys, clock, agentStore, faults, sdkAppId, unknownRefusesCall } = deps;
  const rateLimit = createRateLimit(deps.ratePerSecond, clock);

  function runAction(call: ApiCall, fault: Fault | null): ApiResult<ActionResult> {
    const action = ACTIONS.get(call.action);
    if (!action) return refuse('InvalidAction', `The action \`${call.action}\` is not supported.`);
    if (!rateLimit.admit(call.action)) return refuse('RequestLimitExceeded', 'Too many requests per second.');
    if (fault?.kind === 'error') return refuse(fault.code, fault.message);
    if (fault && 'applied' in fault && !fault.applied) return { ok: true, value: NO_EFFECT };
    const result = action(call.parameters, {
      agentStore,
      sdkAppId,
      unknownRefusesCall,
      forcedErrorFor: (account) => toForcedError(fault, account),
    });
    return result.ok && fault?.kind === 'agentMissing'
      ? { ok: true, value: withoutAgents(result.value) }
      : result;
  }

  return (request) => {
    const requestId = randomUUID();
    const named = namedAction(request);
    const fault = faults.takeNext(named);
    const call = authenticate(request, keys, clock.now());
    const result = call.ok ? runAction(call.value, fault) : call;
    const entry: RequestLogEntry = {
      time: new Date(clock.now()).toISOString(),
      action: named,
      agents: call.ok ? toRequestedAgents(call.value.parameters) : [],
      verdict: toVerdict(result, fault),
      RequestId: requestId,
    };
    const content = result.ok
      ? result.value.response
      : { Error: { Code: result.error.code, Message: result.error.message } };
    return { body: { Response: { ...content, RequestId: requestId } }, fault, entry };
  };
}

function withoutAgents({ response, agentError }: ActionResult): ActionResult {
  return { response: Object.fromEntries(Object.keys(response).map((name) => [name, []])), agentError };
}

function toForcedError(fault: Fault | null, account: string): ApiError | null {
  if (fault?.kind !== 'agentError' || !isSameAccount(fault.agent ?? account, account)) return null;
  return { code: fault.code, message: fault.message };
}

function toVerdict(result: ApiResult<ActionResult>, fault: Fault | null): string {
  if (!result.ok) return result.error.code;
  if (result.value.agentError) return result.value.agentError.code;
  return fault === null || fault.kind === 'delay' ? 'ok' : `Fault.${fault.kind}`;
}

/** A request may name ten agents; one more is read. */
const MAX_NAMED = 11;

const namedAgents = z.object({
  StaffStatusList: listOf(z.object({ StaffUserId: text, Status: text, Reason: text }), MAX_NAMED),
  StaffList: listOf(z.string(), MAX_NAMED),
});

function toRequestedAgents(parameters: unknown): RequestedAgent[] {
  const read = namedAgents.safeParse(parameters);
  if (!read.success) return [];
  const { StaffStatusList, StaffList } = read.data;
  return [
    ...StaffStatusList.map((item) => ({ agent: item.StaffUserId, status: item.Status, reason: item.Reason })),
    ...StaffList.map((agent) => ({ agent })),
  ];
}
