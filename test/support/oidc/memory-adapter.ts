import type { Adapter } from 'oidc-provider';

type Payload = Record<string, unknown>;

/** Keeps the provider's sessions, grants and tokens in memory, so that they outlive a restart of the provider. */
export class MemoryStore {
  readonly #objects = new Map<string, Map<string, Payload>>();

  /** Forgets every object of a kind, such as `RefreshToken`. */
  clear(kind: string): void {
    this.#objects.get(kind)?.clear();
  }

  /** The ids of the objects of a kind. The id of a token is the token. */
  ids(kind: string): string[] {
    return [...this.#kind(kind).keys()];
  }

  #kind(name: string): Map<string, Payload> {
    const objects = this.#objects.get(name) ?? new Map<string, Payload>();
    this.#objects.set(name, objects);
    return objects;
  }

  adapter(kind: string): Adapter {
    const objects = this.#kind(kind);
    const findBy = (field: string, value: string) =>
      Promise.resolve([...objects.values()].find((payload) => payload[field] === value));
    return {
      upsert: (id, payload) => {
        objects.set(id, payload);
        return Promise.resolve();
      },
      find: (id) => Promise.resolve(objects.get(id)),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      findByUid: (uid) => findBy('uid', uid),
      consume: (id) => {
        const payload = objects.get(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
        return Promise.resolve();
      },
      destroy: (id) => {
        objects.delete(id);
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        for (const [id, payload] of objects) if (payload.grantId === grantId) objects.delete(id);
        return Promise.resolve();
      },
    };
  }
}
