/** The lines of waves, in Redis. */
import * as z from 'zod/mini';
import type { WaveStore } from './coordination.ts';
import { MAX_LINES, WAVE_MS } from './memory-waves.ts';
import { parseAnswer, type RedisConnection } from './redis-connection.ts';

/** Creates the wave KEYS[1] in KEYS[2], the waves that have not ended. ARGV: id, instance, wave, life. */
const CREATE = `
redis.call('HSET', KEYS[1], 'instance', ARGV[2], 'wave', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[4])`;

/** Appends ARGV[3] and later to the lines KEYS[2] of the wave KEYS[1] of the instance ARGV[1], and keeps both for ARGV[2] ms. */
const APPEND = `
if redis.call('HGET', KEYS[1], 'instance') ~= ARGV[1] then return 0 end
for index = 3, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[index]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
if KEYS[3] then redis.call('PEXPIRE', KEYS[3], ARGV[2]) end
return 1`;

/** The lines ARGV[1] to ARGV[2] of KEYS[2]; nil without the wave KEYS[1]. */
const LINES = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
return redis.call('LRANGE', KEYS[2], ARGV[1], ARGV[2])`;

/** Removes the wave ARGV[1] from KEYS[2], the waves that have not ended, if KEYS[1] is of the instance ARGV[2]. */
const END = `
if redis.call('HGET', KEYS[1], 'instance') == ARGV[2] then redis.call('SREM', KEYS[2], ARGV[1]) end`;

/**
 * Gives the instance ARGV[1] the waves of KEYS[1] whose instance has died. ARGV: instance, prefix of instances, prefix of
 * waves. Returns ids and waves in turn.
 */
const TAKE_OVER = `
local taken = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local key = ARGV[3] .. id
  local wave = redis.call('HMGET', key, 'instance', 'wave')
  if not wave[1] then
    redis.call('SREM', KEYS[1], id)
  elseif redis.call('EXISTS', ARGV[2] .. wave[1]) == 0 then
    redis.call('HSET', key, 'instance', ARGV[1])
    taken[#taken + 1] = id
    taken[#taken + 1] = wave[2]
  end
end
return taken`;

const linesAnswer = z.nullable(z.array(z.string()));
const takenAnswer = z.array(z.string());

export function createRedisWaves(
  connection: RedisConnection,
  {
    instance,
    publish,
    onAppend,
  }: {
    instance: string;
    publish: (id: string) => Promise<void>;
    onAppend: WaveStore['onAppend'];
  },
): WaveStore {
  const waveKey = (id: string) => `wave:${id}`;
  const linesKey = (id: string) => `lines:${id}`;

  return {
    create: async (id, wave) => {
      await connection.script(CREATE, [waveKey(id), 'open'], [id, instance, wave, WAVE_MS]);
    },
    /** Lines of an instance whose wave was taken over are dropped: the other one appends its own. */
    append: async (id, lines) => {
      if (lines.length === 0) return;
      await connection.script(APPEND, [waveKey(id), linesKey(id), 'open'], [instance, WAVE_MS, ...lines]);
      await publish(id);
    },
    lines: async (id, from) =>
      parseAnswer(
        linesAnswer,
        await connection.script(LINES, [waveKey(id), linesKey(id)], [from, from + MAX_LINES - 1]),
      ),
    onAppend,
    end: async (id) => {
      await connection.script(END, [waveKey(id), 'open'], [id, instance]);
    },
    takeOver: async () => {
      const names = ['instance:', 'wave:'].map((name) => connection.name(name));
      const taken = parseAnswer(
        takenAnswer,
        await connection.script(TAKE_OVER, ['open'], [instance, ...names]),
      );
      return taken.flatMap((id, index) => {
        const wave = taken[index + 1];
        return index % 2 === 0 && wave !== undefined ? [{ id, wave }] : [];
      });
    },
  };
}
