/**
 * The operating system's keychain, through keytar. It can be locked, refuse, be absent or wait for somebody to answer a
 * prompt; each is a state with a next step, never a crash.
 */
import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import type { KeychainState } from '../../preload/contract/state.ts';
import type { Credentials } from '../tencent/client.ts';
import type { Time } from '../time.ts';

/** What Standby needs of keytar. */
export type KeytarPort = {
  getPassword: (service: string, account: string) => Promise<string | null>;
  setPassword: (service: string, account: string, password: string) => Promise<void>;
  deletePassword: (service: string, account: string) => Promise<boolean>;
};

const loadPackage = createRequire(import.meta.url);

/** keytar itself; a native module, loaded when the first keys are needed. Throws where libsecret is missing. */
export function loadKeytar(): KeytarPort {
  // Sound: it is what the package's own types say. By `import()`, Node would look for its exports with a WebAssembly
  // program, and keep that: 4 MB.
  return loadPackage('keytar') as KeytarPort;
}

export type KeychainTrouble = Exclude<KeychainState, 'unasked' | 'ready'>;
export type KeychainResult<Value> = { ok: true; value: Value } | { ok: false; trouble: KeychainTrouble };

export type Keychain = {
  read: () => Promise<KeychainResult<Credentials | null>>;
  write: (credentials: Credentials) => Promise<KeychainResult<void>>;
  remove: () => Promise<KeychainResult<void>>;
};

const SERVICE = 'Standby';
const ACCOUNT = 'Tencent Cloud API key';

/** Long enough to type a password into the system's prompt. */
const TIME_LIMIT_MS = 20_000;

// All three parts are one item: an id can never meet the key of another.
const item = z.object({
  secretId: z.string(),
  secretKey: z.string(),
  token: z.optional(z.string()),
});

/**
 * @param load fetches keytar on first use; throws where the keychain's own libraries are missing.
 */
export function createKeychain(load: () => KeytarPort, time: Time): Keychain {
  async function ask<Value>(
    question: (keytar: KeytarPort) => Promise<Value>,
  ): Promise<KeychainResult<Value>> {
    let stop = () => {};
    const tooLate = new Promise<KeychainResult<Value>>((resolve) => {
      stop = time.after(TIME_LIMIT_MS, () => resolve({ ok: false, trouble: 'timedOut' }));
    });
    const answer = Promise.resolve()
      .then(load)
      .then(question)
      .then(
        (value): KeychainResult<Value> => ({ ok: true, value }),
        (error: unknown): KeychainResult<Value> => ({ ok: false, trouble: classifyKeychainError(error) }),
      );
    try {
      return await Promise.race([answer, tooLate]);
    } finally {
      stop();
    }
  }

  return {
    read: async () => {
      const found = await ask((keytar) => keytar.getPassword(SERVICE, ACCOUNT));
      return found.ok ? { ok: true, value: parseItem(found.value) } : found;
    },
    write: (credentials) =>
      ask((keytar) => keytar.setPassword(SERVICE, ACCOUNT, JSON.stringify(credentials))),
    remove: async () => {
      const removed = await ask((keytar) => keytar.deletePassword(SERVICE, ACCOUNT));
      return removed.ok ? { ok: true, value: undefined } : removed;
    },
  };
}

/** An item that another program damaged counts as none: the agent enters the keys again. */
function parseItem(text: string | null): Credentials | null {
  if (text === null) return null;
  try {
    const parsed = item.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * keytar passes the system's words on as they are. These are the ones that libsecret, macOS and Windows use; whatever is
 * unknown means that no working keychain answered.
 */
export function classifyKeychainError(error: unknown): KeychainTrouble {
  const words = error instanceof Error ? error.message : String(error);
  if (/locked|interaction is not allowed/i.test(words)) return 'locked';
  if (/dismissed|cancel|denied|not authorized|not permitted|permission/i.test(words)) return 'denied';
  if (/timeout|timed out|no reply/i.test(words)) return 'timedOut';
  return 'missing';
}
