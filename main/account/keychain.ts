/**
 * Reads, writes and deletes the key in the operating system's keychain, through keytar. The keychain can be locked,
 * refuse, be missing or wait for a prompt; each is a result with a next step, never a crash. Calls run one at a time:
 * each blocks one of the four libuv threads that also read files, and a later write must not be overtaken by an earlier
 * one.
 */
import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import { parseJson } from '../../shared/parse-json.ts';
import type { Clock } from '../../shared/clock.ts';
import type { BoundKey } from './binding.ts';
import { toKeychainError, type KeychainSystem, type KeychainError } from './keychain-error.ts';
import { keychainItems, type KeytarPort } from './keychain-items.ts';
import { assertOriginalNativeModule } from './native-module.ts';

const loadPackage = createRequire(import.meta.url);

/**
 * Loads keytar, a native module, when credentials are first needed. Throws if libsecret is missing, or if the module
 * differs from the one of the build.
 */
export function loadKeytar(): KeytarPort {
  assertOriginalNativeModule(loadPackage.resolve('keytar'));
  // The cast is sound: it is the type that the package declares. `import()` would find its exports with a WebAssembly
  // parser that keeps 4 MB of memory.
  return loadPackage('keytar') as KeytarPort;
}

export type KeychainFailure<Value> = {
  ok: false;
  error: KeychainError;
  /** The system's own message; `''` if it has none that is readable. */
  message: string;
  /** The result of a call that continues after its time limit. It may never settle, and never rejects. */
  late?: Promise<KeychainResult<Value>>;
};
export type KeychainResult<Value> = { ok: true; value: Value } | KeychainFailure<Value>;

export type Keychain = {
  read: () => Promise<KeychainResult<BoundKey | null>>;
  write: (key: BoundKey) => Promise<KeychainResult<void>>;
  remove: () => Promise<KeychainResult<void>>;
  /** Whether the system has not answered a call yet, for however long. */
  isBusy: () => boolean;
  /** No call begins after this one. Resolves when the call in progress is answered, which may be never. */
  close: () => Promise<void>;
};

/** Operations on the stored key as a whole, whatever it contains. */
export type KeychainItem = {
  /** Resolves to whether an item existed. */
  deleteItem: () => Promise<KeychainResult<boolean>>;
};

/** A secret text beside the key, in an item of its own. */
export type KeychainText = {
  /** Null if there is none. */
  read: () => Promise<KeychainResult<string | null>>;
  /** `tooLong`: more than {@link MAX_TEXT_BYTES}; the item is unchanged then. */
  write: (text: string) => Promise<KeychainResult<void>>;
  remove: () => Promise<KeychainResult<void>>;
};

/** The longest text beside the key, in bytes, on every system. */
const MAX_TEXT_BYTES = 20_000;

/** Long enough to type a password into the system's prompt, in milliseconds. */
const TIMEOUT_MS = 20_000;

const text = z.string().check(z.maxLength(20_000));

// One item contains all fields, so that an id never gets the key of another, nor a key the account of another. A key without an
// account signs for none: the page or an edited file could name any.
const item = z.object({
  /** Missing in items of earlier versions, which have no account either. */
  version: z.optional(z.literal(2)),
  secretId: text,
  secretKey: text,
  token: z.exactOptional(text),
  account: z.optional(z.object({ origin: text, sdkAppId: z.number(), agent: text })),
});

/** @param load loads keytar on first use; throws if the keychain's own libraries are missing */
export function createKeychain(
  load: () => KeytarPort,
  time: Clock,
  system: KeychainSystem,
): Keychain & KeychainItem & { signIn: KeychainText } {
  /** The last call in the queue; it never rejects. */
  let lastCall: Promise<unknown> = Promise.resolve();
  let isCallPending = false;
  let isClosed = false;
  const items = keychainItems(system.platform, 'Tencent Cloud API key');
  const signInItems = keychainItems(system.platform, 'Company sign-in');

  async function call<Value>(
    operation: (keytar: KeytarPort) => Promise<Value>,
  ): Promise<KeychainResult<Value>> {
    isCallPending = true;
    try {
      return { ok: true, value: await operation(load()) };
    } catch (error) {
      return { ok: false, ...toKeychainError(error, system) };
    } finally {
      isCallPending = false;
    }
  }

  /** Resolves within the time limit. A call that has not begun by then is dropped. */
  function enqueue<Value>(operation: (keytar: KeytarPort) => Promise<Value>): Promise<KeychainResult<Value>> {
    const timedOut = { ok: false, error: 'timedOut', message: '' } as const;
    let stage: 'queued' | 'begun' | 'dropped' = 'queued';
    const answer = lastCall.then(() => {
      if (isClosed || stage === 'dropped') return timedOut;
      stage = 'begun';
      return call(operation);
    });
    // Drops the value, which can be the key.
    lastCall = answer.then(() => undefined);
    return new Promise((resolve) => {
      const cancelTimer = time.setTimer(TIMEOUT_MS, () => {
        const hasBegun = stage === 'begun';
        if (!hasBegun) stage = 'dropped';
        resolve(hasBegun ? { ...timedOut, late: answer } : timedOut);
      });
      void answer.then((result) => {
        cancelTimer();
        resolve(result);
      });
    });
  }

  return {
    read: async () => {
      const found = await enqueue(items.read);
      return found.ok ? { ok: true, value: parseItem(found.value) } : dropLateResult(found);
    },
    write: async ({ credentials, binding }) => {
      const text = JSON.stringify({ version: 2, ...credentials, account: binding });
      const written = await enqueue((keytar) => items.write(keytar, text));
      if (written.ok) return toWriteResult(written.value);
      const { late, ...failure } = written;
      return late
        ? {
            ...failure,
            late: late.then((result) => (result.ok ? toWriteResult(result.value) : dropLateResult(result))),
          }
        : failure;
    },
    remove: async () => {
      const removed = await enqueue(items.delete);
      return removed.ok ? { ok: true, value: undefined } : dropLateResult(removed);
    },
    deleteItem: () => enqueue(items.delete),
    signIn: {
      read: async () => {
        const found = await enqueue(signInItems.read);
        return found.ok ? found : dropLateResult(found);
      },
      write: async (text) => {
        if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return toWriteResult('tooLong');
        const written = await enqueue((keytar) => signInItems.write(keytar, text));
        return written.ok ? toWriteResult(written.value) : dropLateResult(written);
      },
      remove: async () => {
        const removed = await enqueue(signInItems.delete);
        return removed.ok ? { ok: true, value: undefined } : dropLateResult(removed);
      },
    },
    isBusy: () => isCallPending,
    close: async () => {
      isClosed = true;
      await lastCall;
    },
  };
}

function toWriteResult(outcome: 'written' | 'tooLong'): KeychainResult<void> {
  return outcome === 'written'
    ? { ok: true, value: undefined }
    : { ok: false, error: 'tooLong', message: '' };
}

/** The failure without its late result, which the caller does not use; the next call reads again. */
function dropLateResult({ error, message }: KeychainFailure<unknown>) {
  return { ok: false as const, error, message };
}

/** Parses the item. One that another program damaged counts as none, so the agent enters the key again. */
function parseItem(text: string | null): BoundKey | null {
  const json = parseJson(text ?? '');
  const parsed = item.safeParse(json.ok ? json.value : null);
  if (!parsed.success) return null;
  const { version, account = null, ...credentials } = parsed.data;
  // An item of this version without an account is damaged, and so is an earlier version's item with one.
  return (version === undefined) === (account === null) ? { credentials, binding: account } : null;
}
