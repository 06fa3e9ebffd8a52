/**
 * Temporary keys from the company's own sign-in: a program prints them, and they are kept in memory only. They are renewed
 * before they expire, while requests go on with the ones at hand.
 */
import * as z from 'zod/mini';
import type { AccountState } from '../../preload/contract/state.ts';
import { readJson } from '../json.ts';
import type { Credentials, CredentialsFailure } from '../tencent/client.ts';
import { callPort, errorMessage } from '../port-guard.ts';
import { cleanLastWords } from '../tencent/redact.ts';
import type { Time } from '../time.ts';
import type { ProgramCall, ProgramEnd, RunProgram } from './run-program.ts';
import { shownKeys } from './vault.ts';

type KeysState = AccountState['keys'];

export type CredentialSource = {
  /** The keys to sign with, or why there are none. */
  credentials: () => Promise<Credentials | CredentialsFailure>;
  /** The service refused them: the program is asked again. */
  refused: () => void;
};

export type CredentialProcessPorts = {
  call: ProgramCall;
  run: RunProgram;
  time: Time;
  /** Told what may be shown of the keys whenever that changes; never a secret. */
  onChange: (keys: KeysState) => void;
  /**
   * Takes what a program wrote to its error output before it failed, masked, for the log. The window does not get it: nobody
   * knows which secrets of the company's are in it.
   */
  log: (words: string) => void;
};

/** What may be shown before the program was asked. */
export const NO_KEYS_YET: KeysState = { home: 'process', secretIdEnd: '', hasToken: false };

/** Keys are renewed that long before they expire, or when a fifth of their life is left, whichever is later. */
const RENEW_AHEAD_MS = 5 * 60_000;
const RENEW_AHEAD_SHARE = 0.2;

/** After a renewal that failed, while the old keys still hold. */
const NEXT_RENEWAL_MS = 30_000;

/** How long after its time limit a program that was ended is still waited for. */
const PROGRAM_GRACE_MS = 5_000;

type Keys = { credentials: Credentials; expiresAt: number; renewAt: number };
type Answer = { ok: true; keys: Keys } | { ok: false; failure: CredentialsFailure };

export function createCredentialProcess(ports: CredentialProcessPorts): CredentialSource {
  const { call, run, time } = ports;
  let keys: Keys | null = null;
  let asking: Promise<Answer> | null = null;

  /** Asks the program, unless it is being asked already. */
  function ask(): Promise<Answer> {
    asking ??= askOnce().finally(() => {
      asking = null;
    });
    return asking;
  }

  /** Never rejects, and takes no longer than the program may, whatever becomes of it. */
  async function askOnce(): Promise<Answer> {
    const result = await callPort(time, call.timeoutSeconds * 1000 + PROGRAM_GRACE_MS, () => run(call));
    if (result.type === 'answered') return take(result.value);
    if (result.type !== 'threw') return take({ how: { name: 'timedOut' }, stdout: '', stderr: '' });
    const message = cleanLastWords(errorMessage(result.error), secretsInUse(keys));
    return take({ how: { name: 'notStarted', code: 'Fault', message }, stdout: '', stderr: '' });
  }

  function take(end: ProgramEnd): Answer {
    const answer = read(end, time.now());
    if (answer.ok) {
      keys = answer.keys;
      ports.onChange(shownKeys(keys.credentials, 'process'));
      return answer;
    }
    const words = lastWords(end, keys);
    if (words !== '') ports.log(`${answer.failure.code}: ${words}`);
    if (keys) keys = { ...keys, renewAt: time.now() + NEXT_RENEWAL_MS };
    return answer;
  }

  return {
    credentials: async () => {
      const now = time.now();
      if (keys && now < keys.expiresAt) {
        // Nobody waits for a renewal while there are keys that hold, nor is told of one that will be tried again.
        if (now >= keys.renewAt) void ask();
        return keys.credentials;
      }
      const answer = await ask();
      return answer.ok ? answer.keys.credentials : answer.failure;
    },
    refused: () => {
      keys = null;
      ports.onChange(NO_KEYS_YET);
    },
  };
}

/** Only visible ASCII can stand in a header; Tencent issues no others. */
const printedKeys = z.object({
  SecretId: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
  SecretKey: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
  Token: z.nullish(z.string().check(z.regex(/^[\x21-\x7e]*$/))),
  /** ISO 8601 with a time zone, or seconds since 1970. Without one, keys are used until the service refuses them. */
  Expiration: z.nullish(z.union([z.iso.datetime({ offset: true }), z.number().check(z.gte(0))])),
});

function read({ how, stdout }: ProgramEnd, now: number): Answer {
  const fail = (kind: CredentialsFailure['kind'], code: string, message = ''): Answer => ({
    ok: false,
    failure: { kind, code: `KeyProgram.${code}`, message },
  });
  const json = readJson(stdout);
  const printed = json.ok ? json.value : undefined;

  switch (how.name) {
    case 'notStarted':
      return fail('keyProgramFailed', how.code, how.message);
    case 'unsafe':
      return fail('keyProgramUnsafe', 'Unsafe', how.message);
    case 'killed':
      return fail('keyProgramFailed', how.signal);
    case 'timedOut':
      return fail('keyProgramTimedOut', 'TimedOut');
    case 'tooMuchOutput':
      return fail('keyProgramInvalid', 'TooMuchOutput');
    case 'exited':
      if (how.code !== 0) return fail('keyProgramFailed', `Exit${how.code}`);
  }
  if (!json.ok) return fail('keyProgramInvalid', json.problem === 'notJson' ? 'NotJson' : 'BeyondLimits');
  const parsed = printedKeys.safeParse(printed);
  if (!parsed.success) {
    // The names of the fields only: what is in them is nobody's business.
    const fields = new Set(parsed.error.issues.map(({ path }) => path.map(String).join('.') || '{}'));
    return fail('keyProgramInvalid', 'WrongShape', [...fields].join(', '));
  }
  const { SecretId: secretId, SecretKey: secretKey, Token: token, Expiration: expiration } = parsed.data;
  const expiresAt = expirationTime(expiration);
  if (expiresAt <= now) return fail('keyProgramInvalid', 'Expired', new Date(expiresAt).toISOString());
  const ahead = Math.min(RENEW_AHEAD_MS, (expiresAt - now) * RENEW_AHEAD_SHARE);
  const credentials = { secretId, secretKey, ...(token && { token }) };
  return { ok: true, keys: { credentials, expiresAt, renewAt: expiresAt - ahead } };
}

function expirationTime(expiration: string | number | null | undefined): number {
  if (expiration === null || expiration === undefined) return Infinity;
  return typeof expiration === 'number' ? expiration * 1000 : Date.parse(expiration);
}

/** What the program wrote to its error output, without what it printed as keys and without the keys that are in use. */
function lastWords({ stdout, stderr }: ProgramEnd, keys: Keys | null): string {
  const json = readJson(stdout);
  const printed = json.ok ? textsIn(json.value) : [];
  return cleanLastWords(stderr, [...secretsInUse(keys), ...printed, ...wordsIn(stdout)]);
}

function secretsInUse(keys: Keys | null): string[] {
  return keys ? Object.values(keys.credentials) : [];
}

/** Every text in some JSON: each of them may be a secret. Without recursion, because a program may print any depth. */
function textsIn(json: unknown): string[] {
  const texts: string[] = [];
  const left = [json];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) left.push(part);
  }
  return texts;
}

/** Whatever stands in output that breaks off may be a secret, but for the names of the fields. */
function wordsIn(output: string): string[] {
  return output.split(/[\s"',:{}[\]]+/).filter((word) => !(word in printedKeys.shape));
}
