import type { KeychainSystem } from '../../../main/account/keychain-error.ts';
import type { KeytarPort } from '../../../main/account/keychain-items.ts';

/** A desktop on which a keychain can be reached. */
export const LINUX: KeychainSystem = { platform: 'linux', hasSessionBus: () => true };

export const WINDOWS: KeychainSystem = { platform: 'win32', hasSessionBus: () => false };

/**
 * Fake keytar with a map. `fail` makes it reject with an error, `hang` makes it wait: forever, or until `release`
 * completes or rejects the waiting calls, in their order.
 * @param maxBytes longest item that it accepts
 */
export function createFakeKeytar(maxBytes = Infinity) {
  const items = new Map<string, string>();
  let behavior: 'work' | 'hang' | Error = 'work';
  let writeError: Error | null = null;
  let waiting: ((error?: Error) => void)[] = [];
  const calls: string[] = [];
  const act = <Value>(name: string, work: () => Value): Promise<Value> => {
    calls.push(name);
    if (behavior === 'hang') {
      return new Promise((resolve, reject) => {
        waiting.push((error) => (error ? reject(error) : resolve(work())));
      });
    }
    return behavior === 'work' ? new Promise((resolve) => resolve(work())) : Promise.reject(behavior);
  };
  const port: KeytarPort = {
    getPassword: (service, account) => act('get', () => items.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) =>
      act('set', () => {
        if (writeError) throw writeError;
        // "The stub received bad data" of a Chinese Windows, whose bytes keytar decodes as UTF-8.
        if (Buffer.byteLength(password) > maxBytes) throw new Error('\uFFFD\uFFFD\uFFFD\u02BE');
        items.set(`${service}/${account}`, password);
      }),
    deletePassword: (service, account) => act('delete', () => items.delete(`${service}/${account}`)),
  };
  return {
    items,
    /** The calls, in order. */
    calls,
    load: () => port,
    work: () => {
      behavior = 'work';
    },
    hang: () => {
      behavior = 'hang';
    },
    /** Only writes fail from now on. */
    failWrites: (message: string) => {
      writeError = new Error(message);
    },
    fail: (message: string) => {
      behavior = new Error(message);
    },
    release: (error?: string) => {
      const [first, ...rest] = waiting;
      waiting = rest;
      first?.(error === undefined ? undefined : new Error(error));
    },
  };
}
