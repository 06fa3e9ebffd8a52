/** The public keys of the issuer: found by its discovery document, kept in memory, and read anew. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import { errorMessage } from '../../shared/errors.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { fetchDocument } from './limited-fetch.ts';

/** Keys are read at most this often because of tokens with an unknown key, in milliseconds. */
export const COOLDOWN_MS = 30_000;

/** Keys are read anew after this time, in milliseconds, so that a key that was withdrawn is not accepted for long. */
export const CACHE_MS = 600_000;

/** Keys that cannot be read anew are used until this time after they were read, in milliseconds. An ID token ends about as soon. */
export const MAX_AGE_MS = 3_600_000;

/** After a failure nothing is read for this time, in milliseconds, whatever tokens ask for. */
const RETRY_MS = 1_000;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string() })).check(z.maxLength(200)),
});

type Keys = { find: JWTVerifyGetKey; readAt: number };

/** Whether a token is right is not known. The message says why, for IT. */
export class IssuerUnreachable extends Error {
  override name = 'IssuerUnreachable';
}

/**
 * Creates the function by which jose finds the key of a token. Nothing is fetched before the first token. The function rejects
 * with `IssuerUnreachable` if the keys cannot be read, and with `JWKSNoMatchingKey` if they do not contain the key.
 * @param issuer as in its discovery document, character by character
 * @param now milliseconds since 1970. The clock may be set back or forth: the keys are read again then
 * @param onFailure called with the cause each time that the keys cannot be read
 */
export function createIssuerKeys(
  issuer: string,
  now: () => number,
  onFailure: (cause: string) => void,
): JWTVerifyGetKey {
  let keys: Keys | null = null;
  let failure: { error: IssuerUnreachable; at: number } | null = null;
  let pending: Promise<Keys> | null = null;

  const isWithin = (time: number, duration: number) => Math.abs(now() - time) < duration;

  /** Reads the keys, or joins the reading in progress. */
  function read(): Promise<Keys> {
    if (failure !== null && isWithin(failure.at, RETRY_MS)) return Promise.reject(failure.error);
    pending ??= readOnce().finally(() => {
      pending = null;
    });
    return pending;
  }

  async function readOnce(): Promise<Keys> {
    try {
      const find = createLocalJWKSet(await fetchKeys(issuer));
      keys = { find, readAt: now() };
      failure = null;
      return keys;
    } catch (error) {
      failure = { error: new IssuerUnreachable(toCause(error)), at: now() };
      onFailure(failure.error.message);
      throw failure.error;
    }
  }

  /** The keys that may be used. They are not older than `CACHE_MS` if the issuer answers. */
  async function current(): Promise<JWTVerifyGetKey> {
    if (keys !== null && isWithin(keys.readAt, CACHE_MS)) return keys.find;
    try {
      return (await read()).find;
    } catch (error) {
      if (keys !== null && isWithin(keys.readAt, MAX_AGE_MS)) return keys.find;
      throw error;
    }
  }

  return async (header, token) => {
    const find = await current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (failure === null && keys !== null && isWithin(keys.readAt, COOLDOWN_MS)) throw error;
      // The issuer may have a new key.
      return (await read()).find(header, token);
    }
  };
}

/** @throws (rejects with) an Error whose message says what is wrong with the issuer */
async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = discovery.safeParse(document);
  if (!found.success) throw new Error('its discovery document has no issuer or no jwks_uri');
  if (found.data.issuer !== issuer) throw new Error('its discovery document names another issuer');
  if (!URL.canParse(found.data.jwks_uri) || !isProtected(new URL(found.data.jwks_uri)))
    throw new Error('its keys have no https address');
  const parsed = keySet.safeParse(await fetchJson(found.data.jwks_uri));
  if (!parsed.success) throw new Error('its keys are not a JSON Web Key Set');
  return parsed.data;
}

async function fetchJson(address: string): Promise<unknown> {
  const response = await fetchDocument(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const json = parseJson(await response.text());
  if (!json.ok) throw new Error(`${address} is not JSON`);
  return json.value;
}

/** `fetch` says only "fetch failed"; its cause says more. */
function toCause(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return errorMessage(cause);
}

/** https, or http on this computer. */
function isProtected({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
  );
}
