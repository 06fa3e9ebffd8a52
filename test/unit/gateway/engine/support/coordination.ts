import {
  CoordinationError,
  type Coordination,
  type CoordinationMessage,
  type LimitedAction,
} from '../../../../../gateway/coordination/coordination.ts';
import { createMemoryCoordination } from '../../../../../gateway/coordination/memory.ts';
import type { Clock } from '../../../../../shared/clock.ts';

/** What several instances share: the real memory coordination, and which instance has what. It outlives them. */
export function createSharedState(clock: Clock) {
  return {
    clock,
    base: createMemoryCoordination({ clock, rates: { switching: 20, reading: 10 } }),
    living: new Set<object>(),
    claims: new Map<string, object>(),
    keys: new Map<string, object>(),
    waves: new Map<string, { owner: object; wave: string }>(),
    /** No call leaves before this time. */
    holdUntil: 0,
    refusals: 0,
  };
}

export type SharedState = ReturnType<typeof createSharedState>;

/** An instance's view of the shared state. `isFailing`: decides for each call whether the state is unreachable. */
export function createTestCoordination(
  state: SharedState,
  { isFailing = () => false }: { isFailing?: () => boolean } = {},
) {
  const { base, clock } = state;
  const owner = {};
  let isDead = false;
  const death = new AbortController();
  const ends: (() => void)[] = [];
  const attempt = <Value>(call: () => Promise<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      if (isDead) return;
      if (isFailing()) reject(new CoordinationError('unreachable'));
      else resolve(call());
    });
  const isOrphan = (other: object | undefined) => other !== undefined && !state.living.has(other);

  const coordination: Coordination = {
    ...base,
    isAvailable: () => !isFailing(),
    reserveSlot: (action: LimitedAction) =>
      attempt(async () => Math.max(await base.reserveSlot(action), state.holdUntil - clock.now())),
    reportCall: (action, how) =>
      attempt(() => {
        if (how === 'refused') state.refusals += 1;
        return base.reportCall(action, how);
      }),
    numberIntent: (agent) => attempt(() => base.numberIntent(agent)),
    claim: (intents) =>
      attempt(async () => {
        const claims = await base.claim(intents);
        for (const [index, { agent }] of intents.entries())
          if (claims[index] === 'go') state.claims.set(agent, owner);
        return claims;
      }),
    release: (agents) =>
      attempt(() => {
        for (const agent of agents) state.claims.delete(agent);
        return base.release(agents);
      }),
    beginIdempotent: (key, fingerprint) =>
      attempt(async () => {
        const begun = await base.beginIdempotent(key, fingerprint);
        const isTakenOver = begun.type === 'pending' && isOrphan(state.keys.get(key));
        if (begun.type === 'new' || isTakenOver) state.keys.set(key, owner);
        return isTakenOver ? { type: 'takenOver' } : begun;
      }),
    endIdempotent: (key, answer) => attempt(() => base.endIdempotent(key, answer)),
    idempotentAnswer: (key, signal) =>
      attempt(() => base.idempotentAnswer(key, AbortSignal.any([signal, death.signal]))),
    publish: (message) => attempt(() => base.publish(message)),
    subscribe: (listener: (message: CoordinationMessage) => void) => {
      const end = base.subscribe(listener);
      ends.push(end);
      return end;
    },
    isLeader: () => [...state.living][0] === owner,
    connectedAgents: () => attempt(base.connectedAgents),
    waves: {
      ...base.waves,
      create: (id, wave) =>
        attempt(() => {
          state.waves.set(id, { owner, wave });
          return base.waves.create(id, wave);
        }),
      append: (id, lines) => attempt(() => base.waves.append(id, lines)),
      lines: (id, from) => attempt(() => base.waves.lines(id, from)),
      end: (id) =>
        attempt(() => {
          state.waves.delete(id);
          return base.waves.end(id);
        }),
      takeOver: () =>
        attempt(() => {
          const orphans = [...state.waves].filter(([, wave]) => isOrphan(wave.owner));
          for (const [, wave] of orphans) wave.owner = owner;
          return Promise.resolve(orphans.map(([id, { wave }]) => ({ id, wave })));
        }),
    },
    start: () => {
      state.living.add(owner);
      return Promise.resolve();
    },
  };
  return {
    ...coordination,
    /** Ends without a word, as a process that is killed: its calls get no answer, it hears nothing, its claims end. */
    die: () => {
      isDead = true;
      death.abort();
      state.living.delete(owner);
      for (const end of ends) end();
      const claimed = [...state.claims].filter(([, other]) => other === owner).map(([agent]) => agent);
      void base.release(claimed);
    },
  };
}
