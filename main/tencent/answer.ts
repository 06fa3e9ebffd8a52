import * as z from 'zod/mini';
import { kindOfCode } from './error-catalog.ts';
import type { FailureKind } from './failure.ts';

/** What came back, before it is known to be an answer of the service. */
export type RawAnswer = { httpStatus: number; contentType: string; body: Uint8Array };

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
  const envelope = envelopeSchema.safeParse(parseJson(text));
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
  return describeForeignAnswer(raw, text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeForeignAnswer({ httpStatus, contentType }: RawAnswer, text: string): NoAnswer {
  if (httpStatus !== 200) return noAnswer(kindOfHttpStatus(httpStatus), `Http.${httpStatus}`);
  if (/\bhtml\b/i.test(contentType) || /^\s*</.test(text)) {
    return noAnswer('portalPage', 'Answer.Html', /<title[^>]*>([^<]*)/i.exec(text)?.[1]);
  }
  const isJson = parseJson(text) !== undefined;
  return noAnswer('answerDamaged', isJson ? 'Answer.WrongShape' : 'Answer.NotJson');
}

function kindOfHttpStatus(status: number): FailureKind {
  if (status === 407) return 'proxyRefused';
  if (status === 429) return 'rateLimited';
  if (status >= 500) return 'httpTrouble';
  if (status >= 400) return 'httpRefused';
  if (status >= 300) return 'redirected';
  return 'answerDamaged';
}
