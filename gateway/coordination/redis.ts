/**
 * Coordination of a gateway with several instances, in Redis (7 or later, not a cluster). Everything expires there: Redis
 * needs no persistence.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { Coordination } from './coordination.ts';
import type { CallRates } from './memory.ts';
import { CLAIM_MS } from './memory-intents.ts';
import { createRedisClock } from './redis-clock.ts';
import { createRedisConnection, type RedisAddress } from './redis-connection.ts';
import { createRedisIdempotency } from './redis-idempotency.ts';
import { createRedisInstances } from './redis-instances.ts';
import { createRedisIntents } from './redis-intents.ts';
import { createRedisMessages } from './redis-messages.ts';
import { createRedisSchedule } from './redis-schedule.ts';
import { createRedisWaves } from './redis-waves.ts';

/** An instance that has not been heard of for this long has died, in milliseconds. */
const INSTANCE_MS = 5_000;

export function createRedisCoordination({
  clock,
  rates,
  instance,
  connection: address,
  onError,
  instanceMs = INSTANCE_MS,
  claimMs = CLAIM_MS,
}: {
  clock: Clock;
  rates: CallRates;
  /** Identifies this process: another one each time it starts. */
  instance: string;
  connection: RedisAddress;
  /** Redis cannot be reached, or a message in it is not valid. The text has no secrets. */
  onError: (error: Error) => void;
  /** For tests, in milliseconds. */
  instanceMs?: number;
  /** For tests, in milliseconds. */
  claimMs?: number;
}): Coordination {
  const connection = createRedisConnection(address, onError, beatSoon);
  const time = createRedisClock(clock.now);
  const life = { instance, instanceMs };
  const instances = createRedisInstances(connection, { ...life, localNow: clock.now });
  const intents = createRedisIntents(connection, { ...life, claimMs });
  const idempotency = createRedisIdempotency(connection, { ...life, clock });
  const messages = createRedisMessages(connection, onError);
  const schedule = createRedisSchedule(connection, rates, time.now);
  let isStarted = false;
  let isBeating = false;
  let isKnown = false;
  let cancelTimer: CancelTimer = () => {};

  /** Never rejects. */
  async function beat(): Promise<void> {
    if (isBeating) return;
    isBeating = true;
    cancelTimer();
    try {
      if (connection.isReady()) {
        const [{ sentAt, remoteMs, receivedAt }] = await Promise.all([
          instances.beat(),
          connection.checkMessages(),
        ]);
        time.sample(sentAt, remoteMs, receivedAt);
        await intents.releaseLost();
        isKnown = true;
      } else lose();
    } catch (error) {
      lose();
      onError(error instanceof Error ? error : new Error('Redis: failed'));
    }
    isBeating = false;
    if (isStarted) cancelTimer = clock.setTimer(instanceMs / 5, () => void beat());
  }

  function lose(): void {
    isKnown = false;
    instances.lose();
  }

  function beatSoon(): void {
    if (isStarted && !isBeating && connection.isReady()) void beat();
  }

  return {
    now: time.now,
    isAvailable: () => isKnown && connection.isReady(),

    reserveSlot: schedule.reserveSlot,
    reportCall: schedule.reportCall,

    numberIntent: intents.number,
    claim: intents.claim,
    release: intents.release,

    beginIdempotent: idempotency.begin,
    endIdempotent: idempotency.end,
    idempotentAnswer: idempotency.answer,

    publish: messages.publish,
    subscribe: messages.subscribe,

    isLeader: () => connection.isReady() && instances.isLeader(),
    setConnected: (agent, isConnected) => {
      if (instances.setConnected(agent, isConnected)) queueMicrotask(beatSoon);
    },
    connectedAgents: instances.connected,

    waves: createRedisWaves(connection, {
      instance,
      publish: messages.publishWave,
      onAppend: messages.onWave,
    }),

    start: async () => {
      try {
        await connection.connect();
        await messages.start();
      } catch (error) {
        connection.close();
        throw error;
      }
      isStarted = true;
      await beat();
    },
    stop: async () => {
      isStarted = false;
      cancelTimer();
      // Without an answer of Redis what this instance had expires by itself.
      if (connection.isReady()) await instances.leave().catch(onError);
      connection.close();
    },
  };
}
