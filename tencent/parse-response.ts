/** Parses an HTTP response, and classifies one that is not from the service. */
import * as z from 'zod/mini';
import { parseJson, type JsonLimits, type JsonResult } from '../shared/parse-json.ts';
import { classifyErrorCode } from './error-catalog.ts';
import type { FailureKind } from './failure.ts';

/** An HTTP response before it is known to come from the service. */
export type RawResponse = {
  httpStatus: number;
  contentType: string;
  /** Truncated if it is longer than a valid response can be. */
  body: Uint8Array;
  isComplete: boolean;
};

/** Default of the longest response, in bytes. The response for ten agents is a few kB. */
export const MAX_RESPONSE_BYTES = 65_536;

/** An entry of a response takes 13 bytes or more. */
function toJsonLimits(maxBytes: number): JsonLimits {
  return { maxLength: maxBytes, maxDepth: 32, maxEntries: Math.ceil(maxBytes / 13) };
}
export const RESPONSE_LIMITS: JsonLimits = toJsonLimits(MAX_RESPONSE_BYTES);

/** A response in the service's format. Its Date header can be trusted. */
type ServiceResponse =
  | { ok: true; fromService: true; response: Record<string, unknown>; requestId: string | null }
  | ({ ok: false; fromService: true; requestId: string | null } & FailureInfo);

/**
 * No response of the service: none came, or a proxy or a broken connection produced it. `requestId`: only of another service,
 * which issues the credentials.
 */
export type TransportFailure = { ok: false; fromService: false; requestId: string | null } & FailureInfo;

export type ParsedResponse = ServiceResponse | TransportFailure;

type FailureInfo = { kind: FailureKind; code: string; message: string };

export function transportFailure(
  kind: FailureKind,
  code: string,
  message = '',
  requestId: string | null = null,
): TransportFailure {
  return { ok: false, fromService: false, requestId, kind, code, message };
}

const lenientText = z.catch(z.nullish(z.string()), null);

const envelopeSchema = z.object({
  Response: z.looseObject({
    Error: z.nullish(z.object({ Code: lenientText, Message: lenientText })),
    RequestId: lenientText,
  }),
});

/**
 * Parses a response. Only HTTP 200 with the service's envelope and no `Error` in it is a success.
 * @param maxBytes the limit that the body was read with; the number of entries is limited in proportion
 */
export function parseResponse(raw: RawResponse, maxBytes: number = MAX_RESPONSE_BYTES): ParsedResponse {
  const text = new TextDecoder().decode(raw.body);
  if (!raw.isComplete) return classifyNonApiResponse(raw, text, null);
  const json = parseJson(text, toJsonLimits(maxBytes));
  const envelope = envelopeSchema.safeParse(json.ok ? json.value : undefined);
  if (envelope.success) {
    const { Error: error, RequestId, ...rest } = envelope.data.Response;
    const requestId = RequestId ?? null;
    if (error != null) {
      const code = error.Code ?? 'Answer.ErrorWithoutCode';
      const message = error.Message ?? '';
      return { ok: false, fromService: true, requestId, kind: classifyErrorCode(code), code, message };
    }
    if (raw.httpStatus === 200) return { ok: true, fromService: true, response: rest, requestId };
  }
  return classifyNonApiResponse(raw, text, json);
}

/** How much of a page is searched for its title, in UTF-16 code units. */
const TITLE_SEARCH_LENGTH = 4096;

/** The pattern cannot run past the next tag, so each character is visited once. */
const TITLE = /<title[^<>]*>([^<]*)/i;

/**
 * Classifies a response that is none of the service: of a proxy, a guest network, a broken server.
 * @param text of the body
 * @param json null if the response is too long to be parsed
 */
export function classifyNonApiResponse(
  { httpStatus, contentType }: RawResponse,
  text: string,
  json: JsonResult | null,
): TransportFailure {
  if (httpStatus !== 200) return transportFailure(classifyHttpStatus(httpStatus), `Http.${httpStatus}`);
  if (/\bhtml\b/i.test(contentType) || /^\s*</.test(text)) {
    return transportFailure(
      'captivePortal',
      'Answer.Html',
      TITLE.exec(text.slice(0, TITLE_SEARCH_LENGTH))?.[1],
    );
  }
  if (json === null) return transportFailure('responseTooLarge', 'Answer.TooLarge');
  if (json.ok) return transportFailure('malformedResponse', 'Answer.WrongShape');
  return json.error === 'notJson'
    ? transportFailure('malformedResponse', 'Answer.NotJson')
    : transportFailure('malformedResponse', 'Answer.BeyondLimits', json.message);
}

function classifyHttpStatus(status: number): FailureKind {
  if (status === 407) return 'proxyRefused';
  if (status === 429) return 'rateLimited';
  if (status >= 500) return 'httpServerError';
  if (status >= 400) return 'httpRefused';
  if (status >= 300) return 'redirected';
  return 'malformedResponse';
}
