import type { KeytarPort } from '../../../main/account/keychain.ts';

/** keytar over a map; `fail` makes it reject with an error, `hang` makes it wait for ever. */
export function fakeKeytar() {
  const items = new Map<string, string>();
  let behaviour: 'work' | 'hang' | Error = 'work';
  const act = <Value>(work: () => Value): Promise<Value> => {
    if (behaviour === 'hang') return new Promise(() => {});
    return behaviour === 'work' ? Promise.resolve(work()) : Promise.reject(behaviour);
  };
  const port: KeytarPort = {
    getPassword: (service, account) => act(() => items.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) =>
      act(() => {
        items.set(`${service}/${account}`, password);
      }),
    deletePassword: (service, account) => act(() => items.delete(`${service}/${account}`)),
  };
  return {
    items,
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
  };
}
