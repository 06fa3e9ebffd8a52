/** The public keys of the issuer, found by its discovery document and kept until an unknown key is asked for. */
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import { parseJson } from '../../shared/parse-json.ts';
import { fetchDocument, ISSUER_TIMEOUT_MS } from './limited-fetch.ts';

/** The issuer's documents are read at most this often, whatever tokens ask for. In milliseconds. */
export const COOLDOWN_MS = 30_000;

/** Keys are read anew after this time, in milliseconds, so that a key that was withdrawn is not accepted for long. */
const CACHE_MS = 600_000;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });

export class IssuerUnreachable extends Error {
  override name = 'IssuerUnreachable';
}

/**
 * Creates the function by which jose finds the key of a token. Nothing is fetched before the first token.
 * @param issuer as in its discovery document, character by character
 */
export function createIssuerKeys(issuer: string, now: () => number): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | null = null;
  let pending: Promise<JWTVerifyGetKey> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function discover(): Promise<JWTVerifyGetKey> {
    try {
      const response = await fetchDocument(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
      const json = parseJson(await response.text());
      const found = discovery.safeParse(json.ok ? json.value : null);
      if (!response.ok || !found.success) throw new Error('it has no discovery document');
      if (found.data.issuer !== issuer) throw new Error('its discovery document names another issuer');
      const address = new URL(found.data.jwks_uri);
      if (!isProtected(address)) throw new Error('its keys have no https address');
      return createRemoteJWKSet(address, {
        [customFetch]: (url: string) => fetchDocument(url),
        timeoutDuration: ISSUER_TIMEOUT_MS,
        cooldownDuration: COOLDOWN_MS,
        cacheMaxAge: CACHE_MS,
      });
    } catch (error) {
      failedAt = now();
      throw new IssuerUnreachable(error instanceof Error ? error.message : '');
    } finally {
      pending = null;
    }
  }

  return async (header, token) => {
    if (keys === null) {
      if (pending === null && Math.abs(now() - failedAt) < 1_000)
        throw new IssuerUnreachable('it could not be reached a moment ago');
      pending ??= discover();
      keys = await pending;
    }
    return keys(header, token);
  };
}

/** https, or http on this computer. */
function isProtected({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
  );
}
