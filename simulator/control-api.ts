/**
 * HTTP control API of the simulator, for programs that run it stand-alone. It requires a token that only the process
 * that started the simulator knows. Web pages cannot use it: the token is in a header that a page may only send after a
 * CORS preflight, which is never answered, and only loopback host names are accepted, so a foreign name that resolves
 * to this computer fails too.
 */
import * as z from 'zod/mini';
import { isLoopback } from '../tencent/transport/endpoint.ts';
import { agentStatus } from '../shared/domain.ts';
import type { RemoteControl } from './server.ts';
import type { SimulatedAgentStore, SimulatedAgent } from './agent-store.ts';
import { faultSchema, type Faults } from './faults.ts';
import { isSameSecret } from './signature/keys.ts';
import { parseBody, type IncomingRequest } from './incoming-request.ts';

const CONTROL_PATH = '/_simulator/';
const CONTROL_HEADER = 'x-standby-simulator';

export const CONTROL_HELP = `Control API, on the same port, with the header "X-Standby-Simulator: TOKEN", where TOKEN is the
value of "control" in the first line:
  GET    /_simulator/agents                 every agent
  POST   /_simulator/agents/EMAIL           {"status":"busy","reason":""}   change one without the app
                                            {"forcedError":{"code":"FailedOperation","message":"…"}}  or null
                                            "forcedCallError" refuses every call that names the agent
  POST   /_simulator/agents/EMAIL/end-call  end the call; a reserved status takes effect
  POST   /_simulator/faults                 {"requests":3,"fault":{"kind":"error","code":"InternalError"}}
                                            without "requests": every request, until DELETE
         kinds: error agentError delay drop stall truncate garbage html http agentMissing
  DELETE /_simulator/faults                 no more faults`;

const faultRequestSchema = z.object({
  requests: z.optional(z.number().check(z.int(), z.gte(1))),
  fault: faultSchema,
});

const apiError = z.object({ code: z.string(), message: z.string() });

const changeSchema = z.object({
  status: z.optional(agentStatus),
  reason: z.optional(z.string()),
  forcedError: z.optional(z.nullable(apiError)),
  forcedCallError: z.optional(z.nullable(apiError)),
});

type ControlResponse = { status: number; body: unknown };

/**
 * Creates the control API for `startSimulator`.
 * @param token the token that requests must carry; use a random one
 */
export function createRemoteControl(token: string): RemoteControl {
  return {
    path: CONTROL_PATH,
    answer: (request, agentStore, faults) => handleControlRequest(token, request, agentStore, faults),
  };
}

/** Handles a request whose path begins with `CONTROL_PATH`. */
export function handleControlRequest(
  token: string,
  request: IncomingRequest,
  agentStore: SimulatedAgentStore,
  faults: Faults,
): ControlResponse {
  const { headers, method } = request;
  const isAuthorized = !headers.has('origin') && isSameSecret(headers.get(CONTROL_HEADER) ?? '', token);
  if (!isAuthorized || !hasLoopbackHost(headers.get('host') ?? '')) return { status: 403, body: null };

  const [resource = '', account = '', operation = ''] = request.path
    .slice(CONTROL_PATH.length)
    .split('/')
    .map(decodeSegment);
  switch (`${method} ${resource}`) {
    case 'GET agents':
      return { status: 200, body: agentStore.all() };
    case 'POST agents': {
      if (operation === 'end-call') return agentResponse(agentStore.endCall(account));
      const change = changeSchema.safeParse(parseBody(request.body));
      if (!change.success) return { status: 400, body: z.prettifyError(change.error) };
      return agentResponse(agentStore.change(account, change.data));
    }
    case 'POST faults': {
      const parsed = faultRequestSchema.safeParse(parseBody(request.body));
      if (!parsed.success) return { status: 400, body: z.prettifyError(parsed.error) };
      const { requests, fault } = parsed.data;
      if (requests === undefined) faults.always(fault);
      else faults.nextRequests(requests, fault);
      return { status: 200, body: fault };
    }
    case 'DELETE faults':
      faults.clear();
      return { status: 200, body: null };
    default:
      return { status: 404, body: null };
  }
}

function agentResponse(agent: SimulatedAgent | null): ControlResponse {
  return { status: agent ? 200 : 404, body: agent };
}

function hasLoopbackHost(host: string): boolean {
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
