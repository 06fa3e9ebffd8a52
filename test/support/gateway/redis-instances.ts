/** Instances of a gateway that share a redis-server. */
import { randomUUID } from 'node:crypto';
import type { Coordination } from '../../../gateway/coordination/coordination.ts';
import { createRedisCoordination } from '../../../gateway/coordination/redis.ts';
import { systemClock, type Clock } from '../../../shared/clock.ts';

export type TestInstance = { coordination: Coordination; errors: string[]; instance: string };

export function createInstance(
  port: number,
  {
    prefix = `${randomUUID()}:`,
    clock = systemClock,
    ...times
  }: { prefix?: string; clock?: Clock; instanceMs?: number; claimMs?: number } = {},
): TestInstance {
  const instance = randomUUID();
  const errors: string[] = [];
  const coordination = createRedisCoordination({
    clock,
    rates: { switching: 20, reading: 20 },
    instance,
    connection: { host: '127.0.0.1', port, tls: false, prefix, password: undefined },
    onError: ({ message }) => errors.push(message),
    ...times,
  });
  return { coordination, errors, instance };
}
