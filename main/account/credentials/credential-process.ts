/**
 * Provides temporary credentials that a program of the company prints. They are kept in memory only and renewed before
 * they expire, while requests continue with the current ones.
 */
import type { AccountState } from '../../../shared/state.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import type { Credentials, CredentialsFailure } from '../../../tencent/client.ts';
import { callPortSync, callPort } from '../../../shared/port-guard.ts';
import { redactStderr } from '../../../tencent/redact/redact.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { ProcessSpec, ProcessResult, RunProcess } from '../../process/run-process.ts';
import { toKeyInfo } from '../credential-store.ts';
import { KEY_FIELDS, parseKeyOutput } from '../../../tencent/credentials/parse-key-output.ts';
import {
  createTemporaryKeys,
  type IssueResult,
  type TemporaryKeys,
} from '../../../tencent/credentials/temporary-keys.ts';
import { errorMessage } from '../../../shared/errors.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';

type KeyInfo = AccountState['keys'];

export type CredentialProcessDeps = {
  spec: ProcessSpec;
  run: RunProcess;
  time: Clock;
  /** Called whenever the public key information changes; never contains a secret. */
  onChange: (keys: KeyInfo) => void;
  /**
   * Logs what a failed program wrote to stderr, redacted. It is not sent to the window, because it may contain secrets
   * of the company that Standby cannot recognize.
   */
  log: (message: string) => void;
};

/** The public key information before the first run. */
const INITIAL_KEY_INFO: KeyInfo = { storage: 'process', secretIdSuffix: '', hasToken: false };

/**
 * Credentials are renewed this long before they expire, in milliseconds, or when a fifth of their lifetime is left,
 * whichever is later.
 */
const RENEW_AHEAD_MS = 5 * MINUTE_MS;
const RENEW_AHEAD_SHARE = 0.2;

/** Delay after a failed renewal while the old credentials are still valid, in milliseconds. */
const RENEWAL_RETRY_MS = 30_000;

/** How long after its time limit a killed program is still waited for, in milliseconds. */
const PROCESS_GRACE_MS = 5_000;

const REJECTED: CredentialsFailure = { kind: 'keyProgramFailed', code: 'KeyProgram.Fault', message: '' };

/** Creates the provider. A request takes no longer than the program's time limit plus the grace period. */
export function createCredentialProcess(deps: CredentialProcessDeps): TemporaryKeys {
  const { spec, run, time } = deps;
  const keys = createTemporaryKeys({
    time,
    issue: runProgram,
    renewAt: ({ expiresAt }, now) =>
      expiresAt - Math.min(RENEW_AHEAD_MS, (expiresAt - now) * RENEW_AHEAD_SHARE),
    retryDelayMs: () => RENEWAL_RETRY_MS,
    mayRenew: () => true,
    onChange: (credentials) =>
      deps.onChange(credentials ? toKeyInfo(credentials, 'process') : INITIAL_KEY_INFO),
    refusedKind: 'keyProgramInvalid',
    failures: { forgotten: REJECTED, rejected: REJECTED },
  });

  async function runProgram(): Promise<IssueResult> {
    const result = await callPort(time, spec.timeoutSeconds * 1000 + PROCESS_GRACE_MS, () => run(spec));
    if (result.type === 'answered') return onExit(result.value);
    if (result.type !== 'threw') return onExit({ exit: { reason: 'timedOut' }, stdout: '', stderr: '' });
    const message = redactStderr(errorMessage(result.error), secretsOf(keys.current()));
    return onExit({ exit: { reason: 'notStarted', code: 'Fault', message }, stdout: '', stderr: '' });
  }

  function onExit(processResult: ProcessResult): IssueResult {
    const result = parseOutput(processResult, time.now());
    if (result.ok) return result;
    const message = redactedStderr(processResult, keys.current());
    const { code } = result.failure;
    // The failure is returned whether or not it can be logged.
    if (message !== '')
      callPortSync(
        () => deps.log(`${code}: ${message}`),
        undefined,
        () => {},
      );
    return result;
  }

  return keys;
}

function parseOutput({ exit, stdout }: ProcessResult, now: number): IssueResult {
  const fail = (kind: CredentialsFailure['kind'], code: string, message = ''): IssueResult => ({
    ok: false,
    failure: { kind, code: `KeyProgram.${code}`, message },
  });
  switch (exit.reason) {
    case 'notStarted':
      return fail('keyProgramFailed', exit.code, exit.message);
    case 'unsafe':
      return fail('keyProgramUnsafe', 'Unsafe', exit.message);
    case 'killed':
      return fail('keyProgramFailed', exit.signal);
    case 'timedOut':
      return fail('keyProgramTimedOut', 'TimedOut');
    case 'tooMuchOutput':
      return fail('keyProgramInvalid', 'TooMuchOutput');
    case 'exited':
      if (exit.code !== 0) return fail('keyProgramFailed', `Exit${toExitCodeText(exit.code)}`);
  }
  return parseKeyOutput(stdout, now);
}

/** Windows reports a crash by a status code, which its documentation lists in hexadecimal digits: 0xC0000005. */
function toExitCodeText(code: number): string {
  return code >= 0x8000_0000 ? `0x${code.toString(16).toUpperCase()}` : String(code);
}

/** The program's stderr without the strings of its stdout and without the current credentials. */
function redactedStderr({ stdout, stderr }: ProcessResult, credentials: Credentials | null): string {
  const json = parseJson(stdout);
  const output = json.ok ? collectStrings(json.value) : [];
  return redactStderr(stderr, [...secretsOf(credentials), ...output, ...splitWords(stdout)]);
}

function secretsOf(credentials: Credentials | null): string[] {
  return credentials ? Object.values(credentials) : [];
}

/** Collects every string in a JSON value: each may be a secret. Iterative, because the program may print any depth. */
function collectStrings(json: unknown): string[] {
  const texts: string[] = [];
  const queue = [json];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) queue.push(part);
  }
  return texts;
}

/** Splits truncated output into words. Each may be a secret, except the field names. */
function splitWords(output: string): string[] {
  return output.split(/[\s"',:{}[\]]+/).filter((word) => !KEY_FIELDS.has(word));
}
