import * as z from 'zod/mini';
import { readJson, type JsonLimits, type ReadJson } from '../json.ts';
import { kindOfCode } from './error-catalog.ts';
import type { FailureKind } from './failure.ts';

/** What came back, before it is known to be an answer of the service. */
export type RawAnswer = {
  httpStatus: number;
  contentType: string;
  /** Its beginning only, at most, where it is longer than an answer can be. */
  body: Uint8Array;
  isWhole: boolean;
};

/** The answers for ten agents are a few kB. */
export const LONGEST_ANSWER_BYTES = 65_536;

const ANSWER_LIMITS: JsonLimits = { longest: LONGEST_ANSWER_BYTES, deepest: 32, most: 5_000 };

/** The service's own words: an answer in its format, whose Date header can be believed. */
type ServiceAnswer =
  | { ok: true; fromService: true; response: Record<string, unknown>; requestId: string | null }
  | ({ ok: false; fromService: true; requestId: string | null } & Problem);

/** No answer of the service: nothing came, or something that a proxy or a broken connection made. */
export type NoAnswer = { ok: false; fromService: false; requestId: null } & Problem;

export type Answer = ServiceAnswer | NoAnswer;

type Problem = { kind: FailureKind; code: string; message: string };

export function noAnswer(kind: FailureKind, code: string, message = ''): NoAnswer {
  return { ok: false, fromService: false, requestId: null, kind, code, message };
}

const lenientText = z.catch(z.nullish(z.string()), null);

const envelopeSchema = z.object({
  Response: z.looseObject({
    Error: z.nullish(z.object({ Code: lenientText, Message: lenientText })),
    RequestId: lenientText,
  }),
});

/** Reads an answer. Only HTTP 200 with the service's envelope and no `Error` in it is a success. */
export function interpretAnswer(raw: RawAnswer): Answer {
  const text = new TextDecoder().decode(raw.body);
  if (!raw.isWhole) return describeForeignAnswer(raw, text, null);
  const json = readJson(text, ANSWER_LIMITS);
  const envelope = envelopeSchema.safeParse(json.ok ? json.value : undefined);
  if (envelope.success) {
    const { Error: error, RequestId, ...rest } = envelope.data.Response;
    const requestId = RequestId ?? null;
    if (error != null) {
      const code = error.Code ?? 'Answer.ErrorWithoutCode';
      const message = error.Message ?? '';
      return { ok: false, fromService: true, requestId, kind: kindOfCode(code), code, message };
    }
    if (raw.httpStatus === 200) return { ok: true, fromService: true, response: rest, requestId };
  }
  return describeForeignAnswer(raw, text, json);
}

/** @param json null when the answer is too long to be one */
function describeForeignAnswer(
  { httpStatus, contentType }: RawAnswer,
  text: string,
  json: ReadJson | null,
): NoAnswer {
  if (httpStatus !== 200) return noAnswer(kindOfHttpStatus(httpStatus), `Http.${httpStatus}`);
  if (/\bhtml\b/i.test(contentType) || /^\s*</.test(text)) {
    return noAnswer('portalPage', 'Answer.Html', /<title[^>]*>([^<]*)/i.exec(text)?.[1]);
  }
  if (json === null) return noAnswer('answerTooLarge', 'Answer.TooLarge');
  if (json.ok) return noAnswer('answerDamaged', 'Answer.WrongShape');
  return json.problem === 'notJson'
    ? noAnswer('answerDamaged', 'Answer.NotJson')
    : noAnswer('answerDamaged', 'Answer.BeyondLimits', json.message);
}

function kindOfHttpStatus(status: number): FailureKind {
  if (status === 407) return 'proxyRefused';
  if (status === 429) return 'rateLimited';
  if (status >= 500) return 'httpTrouble';
  if (status >= 400) return 'httpRefused';
  if (status >= 300) return 'redirected';
  return 'answerDamaged';
}
