import type { Clock } from '../../../../../shared/clock.ts';
import {
  CoordinationError,
  type Coordination,
  type CoordinationMessage,
  type Idempotency,
  type LimitedAction,
} from '../../../../../gateway/coordination/coordination.ts';

type Kept = { fingerprint: string; owner: object; answer: string | null };

/** What several instances share: it outlives them. */
export function createSharedState(clock: Clock) {
  return {
    clock,
    numbers: new Map<string, number>(),
    claims: new Map<string, { owner: object; until: number }>(),
    kept: new Map<string, Kept>(),
    keyListeners: new Set<() => void>(),
    listeners: new Set<(message: CoordinationMessage) => void>(),
    connected: new Map<object, Set<string>>(),
    waves: new Map<string, { owner: object; wave: string; lines: string[]; isEnded: boolean }>(),
    waveListeners: new Set<(id: string) => void>(),
    slotAt: new Map<LimitedAction, number>(),
    refusals: 0,
    living: new Set<object>(),
    number: 0,
  };
}

export type SharedState = ReturnType<typeof createSharedState>;

/** Shared state in memory, for several instances. `isFailing`: decides for each call whether the state is unreachable. */
export function createTestCoordination(
  state: SharedState,
  { isFailing = () => false, intervalMs = 53 }: { isFailing?: () => boolean; intervalMs?: number } = {},
) {
  const { clock } = state;
  const owner = {};
  let isDead = false;
  const ownListeners = new Set<(message: CoordinationMessage) => void>();
  const isAlive = (other: object) => state.living.has(other);
  const attempt = <Value>(call: () => Value): Promise<Value> =>
    new Promise((resolve, reject) => {
      if (isDead) return;
      if (isFailing()) reject(new CoordinationError('unreachable'));
      else resolve(call());
    });

  const coordination: Coordination = {
    now: clock.now,
    isAvailable: () => !isFailing(),
    reserveSlot: (action) =>
      attempt(() => {
        const at = Math.max(clock.now(), state.slotAt.get(action) ?? 0);
        state.slotAt.set(action, at + intervalMs);
        return at - clock.now();
      }),
    reportCall: (action, how) =>
      attempt(() => {
        if (how === 'refused') {
          state.refusals += 1;
          state.slotAt.set(action, Math.max(state.slotAt.get(action) ?? 0, clock.now() + 1_000));
        }
      }),
    numberIntent: (agent) =>
      attempt(() => {
        state.number += 1;
        state.numbers.set(agent, state.number);
        return state.number;
      }),
    claim: (intents) =>
      attempt(() =>
        intents.map(({ agent, number }) => {
          if (state.numbers.get(agent) !== number) return 'superseded';
          const claim = state.claims.get(agent);
          if (claim && claim.until > clock.now() && isAlive(claim.owner)) return 'busy';
          state.claims.set(agent, { owner, until: clock.now() + 60_000 });
          return 'go';
        }),
      ),
    release: (agents) =>
      attempt(() => {
        for (const agent of agents) if (state.claims.get(agent)?.owner === owner) state.claims.delete(agent);
      }),
    beginIdempotent: (key, fingerprint) =>
      attempt((): Idempotency => {
        const known = state.kept.get(key);
        if (!known) {
          state.kept.set(key, { fingerprint, owner, answer: null });
          return { type: 'new' };
        }
        if (known.fingerprint !== fingerprint) return { type: 'mismatch' };
        if (known.answer !== null) return { type: 'answered', answer: known.answer };
        if (isAlive(known.owner)) return { type: 'pending' };
        known.owner = owner;
        return { type: 'takenOver' };
      }),
    endIdempotent: (key, answer) =>
      attempt(() => {
        const known = state.kept.get(key);
        if (answer === null) state.kept.delete(key);
        else if (known) known.answer = answer;
        for (const listener of state.keyListeners) listener();
      }),
    idempotentAnswer: (key, signal) =>
      new Promise((resolve) => {
        const check = () => {
          const known = state.kept.get(key);
          if (known?.answer === null && isAlive(known.owner) && !signal.aborted) return;
          state.keyListeners.delete(check);
          resolve(signal.aborted ? null : (known?.answer ?? null));
        };
        state.keyListeners.add(check);
        signal.addEventListener('abort', check);
        check();
      }),
    publish: (message) =>
      attempt(() => {
        for (const listener of state.listeners) listener(message);
      }),
    subscribe: (listener) => {
      state.listeners.add(listener);
      ownListeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    isLeader: () => [...state.living][0] === owner,
    setConnected: (agent, isConnected) => {
      const own = state.connected.get(owner) ?? new Set();
      state.connected.set(owner, own);
      if (isConnected) own.add(agent);
      else own.delete(agent);
    },
    connectedAgents: () =>
      attempt(() =>
        [...state.connected].filter(([other]) => isAlive(other)).flatMap(([, agents]) => [...agents]),
      ),
    waves: {
      create: (id, wave) =>
        attempt(() => void state.waves.set(id, { owner, wave, lines: [], isEnded: false })),
      append: (id, lines) =>
        attempt(() => {
          state.waves.get(id)?.lines.push(...lines);
          for (const listener of state.waveListeners) listener(id);
        }),
      lines: (id, from) => attempt(() => state.waves.get(id)?.lines.slice(from, from + 1_000) ?? null),
      onAppend: (listener) => {
        state.waveListeners.add(listener);
        return () => void state.waveListeners.delete(listener);
      },
      end: (id) =>
        attempt(() => {
          const wave = state.waves.get(id);
          if (wave) wave.isEnded = true;
        }),
      takeOver: () =>
        attempt(() => {
          const orphans = [...state.waves].filter(([, wave]) => !wave.isEnded && !isAlive(wave.owner));
          for (const [, wave] of orphans) wave.owner = owner;
          return orphans.map(([id, { wave }]) => ({ id, wave }));
        }),
    },
    start: () => {
      state.living.add(owner);
      return Promise.resolve();
    },
    stop: () => {
      state.living.delete(owner);
      for (const listener of state.keyListeners) listener();
      return Promise.resolve();
    },
  };
  return {
    ...coordination,
    /** Ends without a word, as a process that is killed: its calls get no answer, and it hears nothing. */
    die: () => {
      isDead = true;
      for (const listener of ownListeners) state.listeners.delete(listener);
      void coordination.stop();
    },
  };
}
