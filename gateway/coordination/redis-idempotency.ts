/** The answers to idempotent requests, in Redis. */
import * as z from 'zod/mini';
import type { Clock } from '../../shared/clock.ts';
import type { Idempotency } from './coordination.ts';
import { ANSWER_MS } from './memory-idempotency.ts';
import { parseAnswer, type RedisConnection } from './redis-connection.ts';

/** How often a request that waits for another one's end looks for it, in milliseconds. */
const POLL_MS = 250;

/** KEYS: the request, this instance. ARGV: fingerprint, instance, life of an instance, life of an answer, prefix of instances. */
const BEGIN = `
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
local entry = redis.call('HMGET', KEYS[1], 'fingerprint', 'instance', 'answer')
if not entry[1] then
  redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'instance', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return {'new'}
end
if entry[1] ~= ARGV[1] then return {'mismatch'} end
if entry[3] then return {'answered', entry[3]} end
if redis.call('EXISTS', ARGV[5] .. entry[2]) == 1 then return {'pending'} end
redis.call('HSET', KEYS[1], 'instance', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {'takenOver'}`;

/** Ends KEYS[1] if it is ARGV[1]'s: ARGV[2] is `answer` or `forget`, ARGV[3] the answer, ARGV[4] its life. */
const END = `
if redis.call('HGET', KEYS[1], 'instance') ~= ARGV[1] then return end
if ARGV[2] == 'forget' then redis.call('DEL', KEYS[1]) return end
redis.call('HSET', KEYS[1], 'answer', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])`;

/** How KEYS[1] is. ARGV[1] is the prefix of instances. */
const LOOK = `
local entry = redis.call('HMGET', KEYS[1], 'instance', 'answer')
if entry[2] then return {'answered', entry[2]} end
if entry[1] and redis.call('EXISTS', ARGV[1] .. entry[1]) == 1 then return {'pending'} end
return {'gone'}`;

const beginAnswer = z.union([
  z.tuple([z.enum(['new', 'mismatch', 'pending', 'takenOver'])]),
  z.tuple([z.literal('answered'), z.string()]),
]);
const lookAnswer = z.union([
  z.tuple([z.enum(['pending', 'gone'])]),
  z.tuple([z.literal('answered'), z.string()]),
]);

export function createRedisIdempotency(
  connection: RedisConnection,
  { instance, instanceMs, clock }: { instance: string; instanceMs: number; clock: Clock },
) {
  const keyOf = (key: string) => `request:${key}`;
  const instances = connection.name('instance:');

  return {
    begin: async (key: string, fingerprint: string): Promise<Idempotency> => {
      const answer = await connection.script(
        BEGIN,
        [keyOf(key), `instance:${instance}`],
        [fingerprint, instance, instanceMs, ANSWER_MS, instances],
      );
      const found = parseAnswer(beginAnswer, answer);
      return found[0] === 'answered' ? { type: 'answered', answer: found[1] } : { type: found[0] };
    },

    end: async (key: string, answer: string | null): Promise<void> => {
      const how = answer === null ? 'forget' : 'answer';
      await connection.script(END, [keyOf(key)], [instance, how, answer ?? '', ANSWER_MS]);
    },

    answer: async (key: string, signal: AbortSignal): Promise<string | null> => {
      while (!signal.aborted) {
        const found = parseAnswer(lookAnswer, await connection.script(LOOK, [keyOf(key)], [instances]));
        if (found[0] === 'answered') return found[1];
        if (found[0] === 'gone') return null;
        await pause(clock, signal);
      }
      return null;
    },
  };
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancelTimer = clock.setTimer(POLL_MS, end);
    function end(): void {
      cancelTimer();
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
