/** Reads the JSON body of a request by a schema. */
import type * as z from 'zod/mini';
import type { FastifyRequest } from 'fastify';
import { parseJson } from '../../shared/parse-json.ts';
import type { EngineProblem } from '../engine/engine.ts';
import { gatewayProblem } from '../engine/problem-document.ts';

/** In bytes: of a switch, and of a list of agents. */
export const BODY_LIMITS = { switch: 16_384, agents: 1_048_576 } as const;

/** Nesting and entries of the largest body, a list of agents. */
const MAX_DEPTH = 4;
const MAX_ENTRIES = 6_000;

export type BodyResult<Body> = { ok: true; body: Body } | { ok: false; problem: EngineProblem };

export function readBody<Schema extends z.ZodMiniType>(
  request: FastifyRequest,
  schema: Schema,
): BodyResult<z.output<Schema>> {
  const refuse = (code: string, detail: string) =>
    ({ ok: false, problem: gatewayProblem('invalidRequest', code, detail) }) as const;
  const { body } = request;
  if (typeof body !== 'string')
    return refuse('Gateway.BodyMissing', 'A body with the content type application/json is needed.');
  const json = parseJson(body, {
    maxLength: BODY_LIMITS.agents,
    maxDepth: MAX_DEPTH,
    maxEntries: MAX_ENTRIES,
  });
  if (!json.ok) return refuse('Gateway.BodyNotJson', `The body cannot be read: ${json.message}`);
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, body: parsed.data };
  const fields = parsed.error.issues.map(
    ({ path, code }) => `${path.map(String).join('.') || 'body'} (${code})`,
  );
  return refuse('Gateway.BodyInvalid', `Not valid: ${fields.slice(0, 10).join(', ')}.`);
}
