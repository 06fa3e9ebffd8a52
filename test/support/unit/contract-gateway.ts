/** A server that speaks the gateway's API for one agent, and translates it to a simulator. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { PROBLEM_TYPE, type Problem } from '../../../shared/gateway-api/problem.ts';
import {
  switchRequest,
  type AgentStatusView,
  type SwitchResult,
} from '../../../shared/gateway-api/status.ts';
import type { TencentClient } from '../../../tencent/client.ts';
import { failureTraits, type Failure } from '../../../tencent/failure.ts';
import { describeOwnStatus, setStaffStatus } from '../../../tencent/staff-status.ts';
import { serve } from '../hostile-server.ts';

/** What happens to the next request: the connection ends before or after it takes effect, or the token is refused. */
type NextFault = 'drop' | 'dropApplied' | 'refuseToken' | null;

type Answer = { status: number; body: SwitchResult | AgentStatusView | Problem };

export async function startContractGateway(deps: {
  client: TencentClient;
  sdkAppId: number;
  agent: string;
  now: () => number;
}) {
  const { client, sdkAppId, agent } = deps;
  const answers = new Map<string, Answer>();
  const seen = { keys: [] as string[], tokens: [] as string[] };
  const streams = new Set<ServerResponse>();
  let fault: NextFault = null;
  let lastAsOf = 0;
  const nextAsOf = () => (lastAsOf = Math.max(lastAsOf + 1, deps.now()));

  async function switchAgent(body: unknown): Promise<Answer> {
    const parsed = switchRequest.safeParse(body);
    if (!parsed.success) return problem(400, 'invalidRequest', 'Gateway.InvalidRequest', null, 'notApplied');
    const { status, reason } = parsed.data;
    const result = await setStaffStatus(client, {
      sdkAppId,
      agents: [{ staffUserId: agent, status, reason }],
    });
    if (!result.ok) return fromFailure(result.failure);
    const [outcome] = result.agents;
    if (outcome.kind === 'failed') return fromFailure(outcome.failure);
    const known = {
      agent,
      reason: outcome.reason,
      previous: outcome.previousStatus && {
        status: outcome.previousStatus,
        reason: outcome.previousReason ?? '',
      },
      requestId: result.exchange.requestId,
      asOf: nextAsOf(),
    };
    const answered: SwitchResult =
      outcome.kind === 'switched'
        ? { outcome: 'switched', ...known, status: outcome.status, confirmedBy: 'response' }
        : { outcome: 'otherStatus', ...known, requested: outcome.requested, status: outcome.status };
    return { status: 200, body: answered };
  }

  async function readAgent(): Promise<Answer> {
    const asOf = nextAsOf();
    const result = await describeOwnStatus(client, { sdkAppId, agent });
    if (!result.ok) return fromFailure(result.failure);
    return { status: 200, body: { agent, ...result.current, requestId: result.exchange.requestId, asOf } };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    if (request.method === 'GET') return readAgent();
    const key = String(request.headers['idempotency-key']);
    seen.keys.push(key);
    const stored = answers.get(key);
    if (stored) return stored;
    const fresh = await switchAgent(await json(request));
    answers.set(key, fresh);
    return fresh;
  }

  const url = await serve((request, response) => {
    void handle(request, response);
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    seen.tokens.push(request.headers.authorization ?? '');
    const own = fault;
    fault = null;
    if (own === 'refuseToken') {
      send(response, problem(401, 'unauthenticated', 'Gateway.Unauthenticated', null, 'notApplied'));
      return;
    }
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      streams.add(response);
      await push();
      return;
    }
    if (own === 'drop') {
      request.socket.destroy();
      return;
    }
    const answered = await answer(request);
    if (own === 'dropApplied') request.socket.destroy();
    else send(response, answered);
  }

  /** Reads the agent, and sends the status to every stream. */
  async function push(): Promise<void> {
    const { status, body } = await readAgent();
    const name = status === 200 ? 'status' : 'unreadable';
    for (const stream of streams) stream.write(`event: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
  }

  return {
    url,
    seen,
    failNext: (next: NextFault) => {
      fault = next;
    },
    push,
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const contentType = status === 200 ? 'application/json' : PROBLEM_TYPE;
  response.writeHead(status, { 'Content-Type': contentType });
  response.end(JSON.stringify(body));
}

function fromFailure({ kind, code, requestId }: Failure): Answer {
  const { outcome } = failureTraits(kind);
  return problem(outcome === 'unknown' ? 502 : 409, kind, code, requestId, outcome);
}

function problem(
  status: number,
  kind: string,
  code: string,
  requestId: string | null,
  outcome: Problem['outcome'],
): Answer {
  return {
    status,
    body: { type: 'about:blank', title: 'Refused', status, detail: '', kind, code, requestId, outcome },
  };
}
