/** The key of the contact center: from the environment, a file, or a program. It is never in the configuration. */
import { isAbsolute } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';
import type { CredentialResult, Credentials, CredentialsFailure } from '../../tencent/client.ts';
import { createTemporaryKeys, type IssueResult } from '../../tencent/credentials/temporary-keys.ts';
import type { GatewayConfig } from './config-schema.ts';
import { readKeyFile } from './key-file.ts';
import { runKeyProgram, type Environment } from './key-program.ts';

export type ServiceKeys = {
  credentials: () => Promise<CredentialResult>;
  /** The service has refused the key: a file is read again, a program runs again. */
  invalidate: () => void;
};

export type ServiceKeysResult = { ok: true; keys: ServiceKeys } | { ok: false; error: string };

export type ServiceKeysDeps = {
  key: GatewayConfig['key'];
  environment: Environment;
  clock: Clock;
};

const RENEW_AHEAD_MS = 5 * MINUTE_MS;
const RETRY_MS = 30_000;

/** A key is issued at most this often, in milliseconds, even if the service refuses each one. */
const MIN_INTERVAL_MS = 1_000;

/** The names of the variables. */
const KEY_VARIABLES = {
  secretId: 'STANDBY_GATEWAY_SECRET_ID',
  secretKey: 'STANDBY_GATEWAY_SECRET_KEY',
  token: 'STANDBY_GATEWAY_TOKEN',
} as const;

/** Finds the source of the key. A file is read once, so that a wrong one is found at the start. The error contains no secret. */
export async function openServiceKeys(deps: ServiceKeysDeps): Promise<ServiceKeysResult> {
  const { key, environment, clock } = deps;
  const isSet = Object.values(KEY_VARIABLES).some((name) => readVariable(environment, name) !== '');
  if (key && isSet)
    return refuse(`The key comes from "key" and from ${KEY_VARIABLES.secretId}: use one of them.`);
  if (isSet) return readVariables(environment);
  if (!key) return refuse(`There is no key: set "key", or ${KEY_VARIABLES.secretId}.`);
  if ('program' in key) {
    if (!isAbsolute(key.program)) return refuse('key.program: must be an absolute path.');
    return { ok: true, keys: renewed(() => runKeyProgram(key, environment, clock), clock) };
  }
  const issue = () => readKeyFile(key.file, clock.now());
  const first = await issue();
  if (first.ok) return { ok: true, keys: renewed(issue, clock) };
  const { code, message } = first.failure;
  return refuse(`key.file: ${code === 'KeyFile.NotRead' ? message : `${code} ${message}`.trim()}.`);
}

function readVariables(environment: Environment): ServiceKeysResult {
  const secretId = readVariable(environment, KEY_VARIABLES.secretId);
  const secretKey = readVariable(environment, KEY_VARIABLES.secretKey);
  const token = readVariable(environment, KEY_VARIABLES.token);
  if (secretId === '' || secretKey === '')
    return refuse(`${KEY_VARIABLES.secretId} and ${KEY_VARIABLES.secretKey} belong together.`);
  for (const name of Object.values(KEY_VARIABLES))
    if (!/^[\x21-\x7e]*$/.test(readVariable(environment, name)))
      return refuse(`${name}: has characters that no key has.`);
  const credentials: Credentials = { secretId, secretKey, ...(token && { token }) };
  return { ok: true, keys: { credentials: () => Promise.resolve(credentials), invalidate: () => {} } };
}

function readVariable(environment: Environment, name: string): string {
  return environment[name]?.trim() ?? '';
}

/** Keys that are issued again before they end, and when the service has refused one. */
function renewed(issue: () => Promise<IssueResult>, clock: Clock): ServiceKeys {
  const failure = (code: string): CredentialsFailure => ({ kind: 'keyProgramFailed', code, message: '' });
  const keys = createTemporaryKeys({
    time: clock,
    issue: limited(issue, clock),
    renewAt: ({ expiresAt }, now) =>
      Math.max(now, expiresAt - Math.min(RENEW_AHEAD_MS, (expiresAt - now) / 5)),
    retryDelayMs: () => RETRY_MS,
    mayRenew: () => true,
    onChange: () => {},
    refusedKind: 'keyProgramInvalid',
    failures: { forgotten: failure('KeyProgram.Forgotten'), rejected: failure('KeyProgram.Fault') },
  });
  return { credentials: keys.credentials, invalidate: () => void keys.invalidate() };
}

/** Waits for the rest of the interval since the call before. Calls do not overlap. */
function limited(issue: () => Promise<IssueResult>, clock: Clock): () => Promise<IssueResult> {
  let startedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const wait = MIN_INTERVAL_MS - Math.abs(clock.now() - startedAt);
    if (wait > 0) await new Promise<void>((resolve) => void clock.setTimer(wait, resolve));
    startedAt = clock.now();
    return issue();
  };
}

function refuse(error: string): ServiceKeysResult {
  return { ok: false, error };
}
