/** Reads the configuration file, and says what is wrong with it. */
import { readFile } from 'node:fs/promises';
import type * as z from 'zod/mini';
import { errorMessage } from '../../shared/errors.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { gatewayConfig, type GatewayConfig } from './config-schema.ts';

/** In bytes. */
const MAX_BYTES = 1_000_000;

export type ConfigResult =
  | { ok: true; config: GatewayConfig }
  /** One sentence for each error, each with the name of its setting. */
  | { ok: false; errors: readonly string[] };

/** Never rejects. */
export async function readConfig(path: string): Promise<ConfigResult> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_BYTES) return { ok: false, errors: ['The file is too large.'] };
    return parseConfig(bytes.toString('utf8'));
  } catch (error) {
    return { ok: false, errors: [`The file cannot be read: ${errorMessage(error)}`] };
  }
}

export function parseConfig(text: string): ConfigResult {
  const json = parseJson(text);
  if (!json.ok) return { ok: false, errors: [`The file is not JSON: ${json.message}`] };
  const parsed = gatewayConfig.safeParse(json.value);
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.flatMap(toSentences) };
  const unprotected = findUnprotected(parsed.data);
  return unprotected === null ? { ok: true, config: parsed.data } : { ok: false, errors: [unprotected] };
}

/** Tokens must not cross the network in the clear. */
function findUnprotected({ listen, trustedProxies }: GatewayConfig): string | null {
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(listen.host);
  if (listen.tls || isLoopback || trustedProxies.length > 0) return null;
  return 'listen: without "tls" it must be on 127.0.0.1, or "trustedProxies" must name the proxies that end TLS.';
}

function toSentences(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String).join('.') || 'the file';
  switch (issue.code) {
    case 'invalid_type':
      return [`${path}: must be ${issue.expected}.`];
    case 'invalid_value':
      return [`${path}: must be one of ${issue.values.map(String).join(', ')}.`];
    case 'unrecognized_keys':
      return issue.keys.map(
        (key) => `${path === 'the file' ? '' : `${path}.`}${key}: there is no such setting.`,
      );
    case 'too_small':
      return [`${path}: must be at least ${issue.minimum}.`];
    case 'too_big':
      return [`${path}: must be at most ${issue.maximum}.`];
    case 'invalid_union':
      return [`${path}: has neither of its forms.`];
    default:
      return [`${path}: ${issue.message}.`];
  }
}
