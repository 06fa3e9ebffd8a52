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
  // Some editors of Windows begin a file with this mark.
  const content = text.replace(/^\ufeff/, '');
  const json = parseJson(content);
  if (!json.ok) return { ok: false, errors: [`The file is not JSON${toPlace(content, json.message)}.`] };
  // The value of a setting is looked at, and never repeated: somebody may have written a key into the file.
  const parsed = gatewayConfig.safeParse(json.value, { reportInput: true });
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.flatMap(toSentences) };
  const unprotected = findUnprotected(parsed.data);
  return unprotected === null ? { ok: true, config: parsed.data } : { ok: false, errors: [unprotected] };
}

/** Where the error is. Of the parser's message only the position is used: the rest is a part of the file. */
function toPlace(content: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const lines = content.slice(0, Number(position)).split('\n');
  return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
}

/** Tokens must not cross the network in the clear. */
function findUnprotected({ listen, trustedProxies }: GatewayConfig): string | null {
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(listen.host);
  if (listen.tls || isLoopback || trustedProxies.length > 0) return null;
  return 'listen: without "tls" it must be on 127.0.0.1, or "trustedProxies" must name the proxies that end TLS.';
}

/** The names of types in a sentence. */
const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

type Limit = number | bigint;

/** What is counted of values that have a length. */
const LENGTHS: Readonly<Record<string, (limit: Limit, bound: 'least' | 'most') => string>> = {
  string: (limit, bound) => `have at ${bound} ${limit} ${Number(limit) === 1 ? 'character' : 'characters'}`,
  array: (limit, bound) => `have at ${bound} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`,
};

function toSentences(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String).join('.') || 'the file';
  switch (issue.code) {
    case 'invalid_type':
      return [
        `${path}: ${issue.input === undefined ? 'is missing' : `must be ${EXPECTED[issue.expected] ?? issue.expected}`}.`,
      ];
    case 'invalid_value':
      return [`${path}: must be one of ${issue.values.map(String).join(', ')}.`];
    case 'unrecognized_keys':
      return issue.keys.map(
        (key) => `${path === 'the file' ? '' : `${path}.`}${key}: there is no such setting.`,
      );
    case 'too_small':
      return [
        `${path}: must ${LENGTHS[issue.origin]?.(issue.minimum, 'least') ?? `be at least ${issue.minimum}`}.`,
      ];
    case 'too_big':
      return [
        `${path}: must ${LENGTHS[issue.origin]?.(issue.maximum, 'most') ?? `be at most ${issue.maximum}`}.`,
      ];
    case 'invalid_union':
      return [`${path}: must be {file} or {program, arguments, timeoutSeconds}.`];
    default:
      return [`${path}: ${issue.message}.`];
  }
}
