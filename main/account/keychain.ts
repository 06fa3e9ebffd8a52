/**
 * The operating system's keychain, through keytar. It can be locked, refuse, be absent or wait for somebody to answer a
 * prompt; each is a state with a next step, never a crash. One call is made at a time: each holds one of the four threads
 * that Node also reads files with, and a later write must never be overtaken by an earlier one.
 */
import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import type { Credentials } from '../tencent/client.ts';
import type { Time } from '../time.ts';
import {
  explainKeychainError,
  tooLong,
  type KeychainSystem,
  type KeychainTrouble,
} from './keychain-trouble.ts';
import { requireOwnNativeModule } from './native-module.ts';

/** What Standby needs of keytar. */
export type KeytarPort = {
  getPassword: (service: string, account: string) => Promise<string | null>;
  setPassword: (service: string, account: string, password: string) => Promise<void>;
  deletePassword: (service: string, account: string) => Promise<boolean>;
};

const loadPackage = createRequire(import.meta.url);

/**
 * keytar itself; a native module, loaded when the first keys are needed. Throws where libsecret is missing, and where the
 * module is not the one of the build.
 */
export function loadKeytar(): KeytarPort {
  requireOwnNativeModule(loadPackage.resolve('keytar'));
  // Sound: it is what the package's own types say. By `import()`, Node would look for its exports with a WebAssembly
  // program, and keep that: 4 MB.
  return loadPackage('keytar') as KeytarPort;
}

export type KeychainFailure<Value> = {
  ok: false;
  trouble: KeychainTrouble;
  /** What the system says itself; `''` where it says nothing that can be read. */
  words: string;
  /** Of a call that goes on past its time limit: what comes of it in the end. It may never come, and never rejects. */
  late?: Promise<KeychainResult<Value>>;
};
export type KeychainResult<Value> = { ok: true; value: Value } | KeychainFailure<Value>;

export type Keychain = {
  read: () => Promise<KeychainResult<Credentials | null>>;
  write: (credentials: Credentials) => Promise<KeychainResult<void>>;
  remove: () => Promise<KeychainResult<void>>;
  /** Whether the system has not answered a call yet, for however long. */
  isBusy: () => boolean;
  /** From now on no call begins. Resolves when the one that has begun is answered, which may be never. */
  close: () => Promise<void>;
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
export function createKeychain(load: () => KeytarPort, time: Time, system: KeychainSystem): Keychain {
  /** The last call that was asked for; it never rejects. */
  let last: Promise<unknown> = Promise.resolve();
  let busy = false;
  let closed = false;

  async function call<Value>(
    question: (keytar: KeytarPort) => Promise<Value>,
  ): Promise<KeychainResult<Value>> {
    busy = true;
    try {
      return { ok: true, value: await question(load()) };
    } catch (error) {
      return { ok: false, ...explainKeychainError(error, system) };
    } finally {
      busy = false;
    }
  }

  /** Answers within the time limit. What has not begun by then never begins. */
  function ask<Value>(question: (keytar: KeytarPort) => Promise<Value>): Promise<KeychainResult<Value>> {
    const timedOut = { ok: false, trouble: 'timedOut', words: '' } as const;
    let stage: 'queued' | 'begun' | 'dropped' = 'queued';
    const answer = last.then(() => {
      if (closed || stage === 'dropped') return timedOut;
      stage = 'begun';
      return call(question);
    });
    // Without its value: that can be the key.
    last = answer.then(() => undefined);
    return new Promise((resolve) => {
      const stop = time.after(TIME_LIMIT_MS, () => {
        const hasBegun = stage === 'begun';
        if (!hasBegun) stage = 'dropped';
        resolve(hasBegun ? { ...timedOut, late: answer } : timedOut);
      });
      void answer.then((result) => {
        stop();
        resolve(result);
      });
    });
  }

  return {
    read: async () => {
      const found = await ask((keytar) => keytar.getPassword(SERVICE, ACCOUNT));
      return found.ok ? { ok: true, value: parseItem(found.value) } : withoutLate(found);
    },
    write: (credentials) => {
      const text = JSON.stringify(credentials);
      if (tooLong(text, system)) return Promise.resolve({ ok: false, trouble: 'tooLong', words: '' });
      return ask((keytar) => keytar.setPassword(SERVICE, ACCOUNT, text));
    },
    remove: async () => {
      const removed = await ask((keytar) => keytar.deletePassword(SERVICE, ACCOUNT));
      return removed.ok ? { ok: true, value: undefined } : withoutLate(removed);
    },
    isBusy: () => busy,
    close: async () => {
      closed = true;
      await last;
    },
  };
}

/** A reading that comes late tells nobody anything; the next one is asked for anew. */
function withoutLate({ trouble, words }: KeychainFailure<unknown>) {
  return { ok: false as const, trouble, words };
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
