/**
 * The simulator's remote control, for programs that run it stand-alone. Web pages must not reach it: it wants a header
 * that a page cannot send without asking, answers no such questions, and listens to loopback names only, so that a
 * foreign name that resolves to this computer does not help either.
 */
import * as z from 'zod/mini';
import { isLoopback } from '../endpoint.ts';
import { agentStatus } from '../../../preload/contract/vocabulary.ts';
import type { RemoteControl } from './server.ts';
import type { AgentBook, SimulatedAgent } from './agent-book.ts';
import { faultSchema, type Faults } from './faults.ts';
import { parseBody, type ReceivedRequest } from './received-request.ts';

const CONTROL_PATH = '/_simulator/';
const CONTROL_HEADER = 'x-standby-simulator';

export const CONTROL_HELP = `Remote control, on the same port, with the header "X-Standby-Simulator: 1":
  GET    /_simulator/agents                 every agent
  POST   /_simulator/agents/EMAIL           {"status":"busy","reason":""}   change one behind the app's back
                                            {"refusal":{"code":"FailedOperation","message":"…"}}  or null
  POST   /_simulator/agents/EMAIL/end-call  end the call; what was reserved comes into force
  POST   /_simulator/faults                 {"requests":3,"fault":{"kind":"error","code":"InternalError"}}
                                            without "requests": every request, until cleared
         kinds: error agentError delay drop stall truncate garbage html http agentMissing
  DELETE /_simulator/faults                 no more faults`;

const orderSchema = z.object({
  requests: z.optional(z.number().check(z.int(), z.gte(1))),
  fault: faultSchema,
});

const changeSchema = z.object({
  status: z.optional(agentStatus),
  reason: z.optional(z.string()),
  refusal: z.optional(z.nullable(z.object({ code: z.string(), message: z.string() }))),
});

type ControlAnswer = { status: number; body: unknown };

/** For `startSimulator`. */
export const remoteControl: RemoteControl = { path: CONTROL_PATH, answer: control };

/** Carries out a request whose path begins with `CONTROL_PATH`. */
export function control(request: ReceivedRequest, book: AgentBook, faults: Faults): ControlAnswer {
  const { headers, method } = request;
  const fromPage = headers.has('origin') || headers.get(CONTROL_HEADER) !== '1';
  if (fromPage || !hasLoopbackHost(headers.get('host') ?? '')) return { status: 403, body: null };

  const [room = '', account = '', verb = ''] = request.path
    .slice(CONTROL_PATH.length)
    .split('/')
    .map(decodeSegment);
  switch (`${method} ${room}`) {
    case 'GET agents':
      return { status: 200, body: book.all() };
    case 'POST agents': {
      if (verb === 'end-call') return found(book.endCall(account));
      const change = changeSchema.safeParse(parseBody(request.body));
      if (!change.success) return { status: 400, body: z.prettifyError(change.error) };
      return found(book.change(account, change.data));
    }
    case 'POST faults': {
      const order = orderSchema.safeParse(parseBody(request.body));
      if (!order.success) return { status: 400, body: z.prettifyError(order.error) };
      const { requests, fault } = order.data;
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

function found(agent: SimulatedAgent | null): ControlAnswer {
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
