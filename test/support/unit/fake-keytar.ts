import type { KeychainSystem } from '../../../main/account/keychain-trouble.ts';
import type { KeytarPort } from '../../../main/account/keychain.ts';

/** A desktop on which a keychain can be reached. */
export const LINUX: KeychainSystem = { platform: 'linux', hasSessionBus: () => true };

/**
 * keytar over a map. `fail` makes it reject with an error, `hang` makes it wait: for ever, or until `release` has the calls
 * that wait done, or failed, in their order.
 */
export function fakeKeytar() {
  const items = new Map<string, string>();
  let behaviour: 'work' | 'hang' | Error = 'work';
  let waiting: ((error?: Error) => void)[] = [];
  const calls: string[] = [];
  const act = <Value>(name: string, work: () => Value): Promise<Value> => {
    calls.push(name);
    if (behaviour === 'hang') {
      return new Promise((resolve, reject) => {
        waiting.push((error) => (error ? reject(error) : resolve(work())));
      });
    }
    return behaviour === 'work' ? Promise.resolve(work()) : Promise.reject(behaviour);
  };
  const port: KeytarPort = {
    getPassword: (service, account) => act('get', () => items.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) =>
      act('set', () => {
        items.set(`${service}/${account}`, password);
      }),
    deletePassword: (service, account) => act('delete', () => items.delete(`${service}/${account}`)),
  };
  return {
    items,
    /** What was asked of it, in order. */
    calls,
    load: () => port,
    work: () => {
      behaviour = 'work';
    },
    hang: () => {
      behaviour = 'hang';
    },
    fail: (message: string) => {
      behaviour = new Error(message);
    },
    release: (error?: string) => {
      const [first, ...rest] = waiting;
      waiting = rest;
      first?.(error === undefined ? undefined : new Error(error));
    },
  };
}
