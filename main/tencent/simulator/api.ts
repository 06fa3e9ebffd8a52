import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { listOf, sameAccount, text } from '../wire-schema.ts';
import {
  describeStaffStatusMetrics,
  setStaffStatus,
  type ActionResult,
  type AskedAgent,
  type Centre,
} from './actions.ts';
import type { AgentBook } from './agent-book.ts';
import { refuse, type ApiError, type Checked } from './api-error.ts';
import { authenticate, namedAction, type ApiCall } from './authenticate.ts';
import type { Fault, Faults } from './faults.ts';
import type { SimulatorKey } from './keys.ts';
import { createRateLimit } from './rate-limit.ts';
import type { ReceivedRequest } from './received-request.ts';

/** One line of the simulator's log. It holds no secret. */
export type RequestLogEntry = {
  /** ISO 8601. */
  time: string;
  action: string;
  agents: AskedAgent[];
  /** `ok`, the error code of the call or of its first refused agent, or `Fault.<kind>` for an ordered fault. */
  verdict: string;
  RequestId: string;
};

export type Answered = { body: object; fault: Fault | null; entry: RequestLogEntry };

const ACTIONS: ReadonlyMap<string, (parameters: unknown, centre: Centre) => Checked<ActionResult>> = new Map([
  ['SetStaffStatus', setStaffStatus],
  ['DescribeStaffStatusMetrics', describeStaffStatusMetrics],
]);

/** The API itself: a received request in, an answer and a line for the log out. */
export function createApi(ports: {
  keys: readonly SimulatorKey[];
  clock: { now(): number };
  ratePerSecond: number;
  book: AgentBook;
  faults: Faults;
  sdkAppId: number | null;
}): (request: ReceivedRequest) => Answered {
  const { keys, clock, book, faults, sdkAppId } = ports;
  const rateLimit = createRateLimit(ports.ratePerSecond, clock);

  function perform(call: ApiCall, fault: Fault | null): Checked<ActionResult> {
    const action = ACTIONS.get(call.action);
    if (!action) return refuse('InvalidAction', `The action \`${call.action}\` is not supported.`);
    if (!rateLimit.admit(call.action)) return refuse('RequestLimitExceeded', 'Too many requests per second.');
    if (fault?.kind === 'error') return refuse(fault.code, fault.message);
    if (fault && 'applied' in fault && !fault.applied) return { ok: true, value: nothingDone };
    const result = action(call.parameters, {
      book,
      sdkAppId,
      refusalFor: (account) => ordered(fault, account),
    });
    return result.ok && fault?.kind === 'agentMissing'
      ? { ok: true, value: withoutAgents(result.value) }
      : result;
  }

  return (request) => {
    const requestId = randomUUID();
    const named = namedAction(request);
    const fault = faults.take(named);
    const call = authenticate(request, keys, clock.now());
    const result = call.ok ? perform(call.value, fault) : call;
    const entry: RequestLogEntry = {
      time: new Date(clock.now()).toISOString(),
      action: named,
      agents: call.ok ? askedAgents(call.value.parameters) : [],
      verdict: verdictOf(result, fault),
      RequestId: requestId,
    };
    const said = result.ok
      ? result.value.response
      : { Error: { Code: result.error.code, Message: result.error.message } };
    return { body: { Response: { ...said, RequestId: requestId } }, fault, entry };
  };
}

const nothingDone: ActionResult = { response: {}, agentError: null };

function withoutAgents({ response, agentError }: ActionResult): ActionResult {
  return { response: Object.fromEntries(Object.keys(response).map((name) => [name, []])), agentError };
}

function ordered(fault: Fault | null, account: string): ApiError | null {
  if (fault?.kind !== 'agentError' || !sameAccount(fault.agent ?? account, account)) return null;
  return { code: fault.code, message: fault.message };
}

function verdictOf(result: Checked<ActionResult>, fault: Fault | null): string {
  if (!result.ok) return result.error.code;
  if (result.value.agentError) return result.value.agentError.code;
  return fault === null || fault.kind === 'delay' ? 'ok' : `Fault.${fault.kind}`;
}

const namedAgents = z.object({
  StaffStatusList: listOf(z.object({ StaffUserId: text, Status: text, Reason: text })),
  StaffList: listOf(z.string()),
});

function askedAgents(parameters: unknown): AskedAgent[] {
  const read = namedAgents.safeParse(parameters);
  if (!read.success) return [];
  const { StaffStatusList, StaffList } = read.data;
  return [
    ...StaffStatusList.map((item) => ({ agent: item.StaffUserId, status: item.Status, reason: item.Reason })),
    ...StaffList.map((agent) => ({ agent })),
  ];
}
