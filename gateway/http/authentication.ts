/** Finds out who makes a request, and whether the agent in its address is theirs. */
import type { FastifyRequest } from 'fastify';
import { AGENT_MAX } from '../../shared/ipc/forms.ts';
import { isSameAccount } from '../../tencent/response-schema.ts';
import type { Identity, VerifyToken } from '../auth/identity.ts';
import type { EngineProblem } from '../engine/engine.ts';
import { gatewayProblem } from '../engine/problem-document.ts';

export type Authenticated = { ok: true; identity: Identity } | { ok: false; problem: EngineProblem };

const BEARER = /^Bearer ([\w~+/.=-]+)$/i;

/** Never rejects, as long as `verify` does not. */
export async function authenticate(request: FastifyRequest, verify: VerifyToken): Promise<Authenticated> {
  const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined)
    return { ok: false, problem: gatewayProblem('unauthenticated', 'Gateway.TokenMissing') };
  const verified = await verify(token);
  if (verified.ok) return verified;
  const { code, detail } = verified;
  // The token may be right: the request can be made again.
  const isUnknown = code === 'Gateway.IssuerUnreachable';
  const problem = gatewayProblem(isUnknown ? 'overloaded' : 'unauthenticated', code, detail);
  return { ok: false, problem: isUnknown ? { ...problem, retryAfterMs: 5_000 } : problem };
}

export type AgentAccess = { ok: true; agent: string } | { ok: false; problem: EngineProblem };

/**
 * The agent that a request is about.
 * @param named `me`, or an account; another one than the own is for supervisors only
 */
export function agentOf(identity: Identity, named: string): AgentAccess {
  if (named === 'me' || isSameAccount(named, identity.account)) return { ok: true, agent: identity.account };
  if (!identity.isSupervisor)
    return {
      ok: false,
      problem: gatewayProblem('forbidden', 'Gateway.OtherAgent', 'This token allows its own agent only.'),
    };
  const account = named.trim();
  if (account === '' || account.length > AGENT_MAX)
    return { ok: false, problem: gatewayProblem('invalidRequest', 'Gateway.AccountInvalid') };
  return { ok: true, agent: account };
}

export function requireSupervisor(identity: Identity): EngineProblem | null {
  return identity.isSupervisor
    ? null
    : gatewayProblem('forbidden', 'Gateway.SupervisorsOnly', 'Only supervisors may do that.');
}
