/** Coordination of a gateway with one instance. */
import type { Clock } from '../../shared/clock.ts';
import type { Coordination, CoordinationMessage, LimitedAction } from './coordination.ts';
import { createMemoryIdempotency } from './memory-idempotency.ts';
import { createMemoryIntents } from './memory-intents.ts';
import { createMemoryWaves } from './memory-waves.ts';
import { accepted, initialSchedule, refused, reserve, type Schedule } from './schedule.ts';

/** Calls a second, by action. */
export type CallRates = Readonly<Record<LimitedAction, number>>;

export function createMemoryCoordination({
  clock,
  rates,
}: {
  clock: Pick<Clock, 'now'>;
  rates: CallRates;
}): Coordination {
  const { now } = clock;
  const schedules = new Map<LimitedAction, Schedule>();
  const intents = createMemoryIntents(now);
  const idempotency = createMemoryIdempotency(now);
  const listeners = new Set<(message: CoordinationMessage) => void>();
  const connected = new Map<string, number>();

  const scheduleOf = (action: LimitedAction) =>
    schedules.get(action) ?? initialSchedule(rates[action], now());

  return {
    now,
    isAvailable: () => true,

    reserveSlot: (action) => {
      const { schedule, delayMs } = reserve(scheduleOf(action), rates[action], now());
      schedules.set(action, schedule);
      return Promise.resolve(delayMs);
    },
    reportCall: (action, how) => {
      const schedule = scheduleOf(action);
      schedules.set(action, how === 'refused' ? refused(schedule, now()) : accepted(schedule, rates[action]));
      return Promise.resolve();
    },

    numberIntent: (agent) => Promise.resolve(intents.number(agent)),
    claim: (wanted) => Promise.resolve(intents.claim(wanted)),
    release: async (agents) => {
      intents.release(agents);
      await Promise.resolve();
    },

    beginIdempotent: (key, fingerprint) => Promise.resolve(idempotency.begin(key, fingerprint)),
    endIdempotent: async (key, answer) => {
      idempotency.end(key, answer);
      await Promise.resolve();
    },
    idempotentAnswer: (key, signal) => idempotency.answer(key, signal),

    publish: async (message) => {
      // As over a network: a listener is called after the publisher has gone on.
      await Promise.resolve();
      for (const listener of listeners) listener(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    isLeader: () => true,
    setConnected: (agent, isConnected) => {
      const count = (connected.get(agent) ?? 0) + (isConnected ? 1 : -1);
      if (count > 0) connected.set(agent, count);
      else connected.delete(agent);
    },
    connectedAgents: () => Promise.resolve([...connected.keys()]),

    waves: createMemoryWaves(now),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
