/** Reads an answer of the gateway: the value, a problem document, or a page of somebody in between. */
import type * as z from 'zod/mini';
import { problem, PROBLEM_TYPE } from '../../shared/gateway-api/problem.ts';
import { parseJson } from '../../shared/parse-json.ts';
import {
  classifyNonApiResponse,
  RESPONSE_LIMITS,
  type RawResponse,
  type TransportFailure,
} from '../../tencent/parse-response.ts';
import { toTransportFailure } from './problem-failure.ts';

export type Answer<Value> = { ok: true; value: Value } | AnswerFailure;

/** `isProblem`: whether the gateway itself has answered. */
type AnswerFailure = { ok: false; failure: TransportFailure; isProblem: boolean };

/** Only HTTP 200 with the expected value is a success. */
export function readAnswer<Schema extends z.ZodMiniType>(
  raw: RawResponse,
  schema: Schema,
): Answer<z.infer<Schema>> {
  const text = new TextDecoder().decode(raw.body);
  const json = raw.isComplete ? parseJson(text, RESPONSE_LIMITS) : null;
  if (json?.ok === true) {
    if (raw.httpStatus === 200) {
      const parsed = schema.safeParse(json.value);
      if (parsed.success) return { ok: true, value: parsed.data };
    } else if (isProblemType(raw.contentType)) {
      const parsed = problem.safeParse(json.value);
      // A cache or a proxy may repeat an old document with another status.
      if (parsed.success && parsed.data.status === raw.httpStatus)
        return { ok: false, failure: toTransportFailure(parsed.data), isProblem: true };
    }
  }
  return { ok: false, failure: classifyNonApiResponse(raw, text, json), isProblem: false };
}

function isProblemType(contentType: string): boolean {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() === PROBLEM_TYPE;
}
