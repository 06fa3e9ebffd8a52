/** The key of the contact center: from the environment, a file, or a program. It is never in the configuration. */
import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { errorMessage } from '../../shared/errors.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';
import type { CredentialResult, CredentialsFailure } from '../../tencent/client.ts';
import { parseKeyOutput } from '../../tencent/credentials/parse-key-output.ts';
import { createTemporaryKeys, type IssueResult } from '../../tencent/credentials/temporary-keys.ts';
import type { GatewayConfig } from './config-schema.ts';

export type ServiceKeys = {
  credentials: () => Promise<CredentialResult>;
  /** The service has refused the key. */
  invalidate: () => void;
};

export type ServiceKeysResult = { ok: true; keys: ServiceKeys } | { ok: false; error: string };

export type ServiceKeysDeps = {
  key: GatewayConfig['key'];
  environment: Readonly<Record<string, string | undefined>>;
  clock: Clock;
};

const MAX_OUTPUT = 65_536;
const RENEW_AHEAD_MS = 5 * MINUTE_MS;
const RETRY_MS = 30_000;
const FORBIDDEN_MODE = 0o077;

/** The names of the variables. */
export const KEY_VARIABLES = {
  secretId: 'STANDBY_GATEWAY_SECRET_ID',
  secretKey: 'STANDBY_GATEWAY_SECRET_KEY',
  token: 'STANDBY_GATEWAY_TOKEN',
} as const;

/** Finds the source of the key, and reads it once where it does not change. The error contains no secret. */
export async function openServiceKeys({
  key,
  environment,
  clock,
}: ServiceKeysDeps): Promise<ServiceKeysResult> {
  const { secretId, secretKey, token } = readVariables(environment);
  const hasVariables = secretId !== '' || secretKey !== '';
  if (key && hasVariables)
    return {
      ok: false,
      error: `The key comes from "key" and from ${KEY_VARIABLES.secretId}: use one of them.`,
    };
  if (hasVariables) {
    if (secretId === '' || secretKey === '')
      return {
        ok: false,
        error: `${KEY_VARIABLES.secretId} and ${KEY_VARIABLES.secretKey} belong together.`,
      };
    return { ok: true, keys: fixed({ secretId, secretKey, ...(token && { token }) }) };
  }
  if (!key) return { ok: false, error: `There is no key: set "key", or ${KEY_VARIABLES.secretId}.` };
  if ('file' in key) return readKeyFile(key.file, clock.now());
  if (!isAbsolute(key.program)) return { ok: false, error: 'key.program: must be an absolute path.' };
  return { ok: true, keys: fromProgram(key, clock) };
}

function readVariables(environment: ServiceKeysDeps['environment']) {
  const read = (name: string) => environment[name]?.trim() ?? '';
  return {
    secretId: read(KEY_VARIABLES.secretId),
    secretKey: read(KEY_VARIABLES.secretKey),
    token: read(KEY_VARIABLES.token),
  };
}

function fixed(credentials: { secretId: string; secretKey: string; token?: string }): ServiceKeys {
  return { credentials: () => Promise.resolve(credentials), invalidate: () => {} };
}

/** The file has the format of the program's output, and only its owner may read it. */
async function readKeyFile(path: string, now: number): Promise<ServiceKeysResult> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode, uid, size } = await file.stat();
      const isOwn = process.getuid === undefined || uid === process.getuid() || uid === 0;
      if (process.platform !== 'win32' && (!isOwn || (mode & FORBIDDEN_MODE) !== 0))
        return { ok: false, error: 'key.file: must belong to the gateway’s user and have the mode 0600.' };
      if (size > MAX_OUTPUT) return { ok: false, error: 'key.file: is too large.' };
      const parsed = parseKeyOutput(await file.readFile('utf8'), now);
      return parsed.ok
        ? { ok: true, keys: fixed(parsed.key.credentials) }
        : { ok: false, error: `key.file: ${parsed.failure.code} ${parsed.failure.message}`.trim() };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, error: `key.file: ${errorMessage(error)}` };
  }
}

type ProgramKey = Extract<NonNullable<GatewayConfig['key']>, { program: string }>;

function fromProgram(spec: ProgramKey, clock: Clock): ServiceKeys {
  const failure = (code: string): CredentialsFailure => ({ kind: 'keyProgramFailed', code, message: '' });
  const keys = createTemporaryKeys({
    time: clock,
    issue: () => runProgram(spec, clock),
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

/** Runs the program without a shell and with its time limit. What it writes to stderr may be secret and is dropped. */
function runProgram(spec: ProgramKey, clock: Clock): Promise<IssueResult> {
  return new Promise((resolve) => {
    const options = {
      timeout: spec.timeoutSeconds * 1_000,
      maxBuffer: MAX_OUTPUT,
      killSignal: 'SIGKILL',
      windowsHide: true,
    } as const;
    const child = execFile(spec.program, spec.arguments, options, (error, stdout) => {
      if (error === null) resolve(parseKeyOutput(stdout, clock.now()));
      else resolve({ ok: false, failure: toFailure(error) });
    });
    child.stdin?.end();
  });
}

function toFailure(error: { killed?: boolean | null; code?: unknown }): CredentialsFailure {
  const timedOut = error.killed === true;
  const code = timedOut ? 'TimedOut' : typeof error.code === 'number' ? `Exit${error.code}` : 'NotStarted';
  return {
    kind: timedOut ? 'keyProgramTimedOut' : 'keyProgramFailed',
    code: `KeyProgram.${code}`,
    message: '',
  };
}
