/** The order of each agent's intents, and who may be sent, in Redis. */
import * as z from 'zod/mini';
import type { Claim } from './coordination.ts';
import { parseAnswer, type RedisConnection } from './redis-connection.ts';

/** A number is forgotten after this time, in milliseconds: nothing waits that long. */
const NUMBER_MS = 600_000;

/**
 * The next number, for KEYS[2] (the newest number of the agent). KEYS[1] is the last number. It is at least Redis's time in
 * microseconds: numbers go up even if Redis has forgotten the last one.
 */
const NUMBER = `
local time = redis.call('TIME')
local number = math.max(time[1] * 1000000 + time[2], (tonumber(redis.call('GET', KEYS[1])) or 0) + 1)
local text = string.format('%.0f', number)
redis.call('SET', KEYS[1], text, 'PX', ARGV[1])
redis.call('SET', KEYS[2], text, 'PX', ARGV[1])
return text`;

/**
 * KEYS[1]: this instance lives. Then for each agent the newest number and the claim. ARGV: instance, life of an instance,
 * life of a claim, life of a number, prefix of instances, token; then the number of each intent. A claim of an instance that
 * has died does not count.
 */
const CLAIM = `
redis.call('SET', KEYS[1], '1', 'PX', ARGV[2])
local claims = {}
for index = 7, #ARGV do
  local newest, claim = KEYS[(index - 7) * 2 + 2], KEYS[(index - 7) * 2 + 3]
  local number = ARGV[index]
  local known = tonumber(redis.call('GET', newest) or 0)
  local holder = redis.call('HGET', claim, 'instance')
  if known > tonumber(number) then
    claims[#claims + 1] = 'superseded'
  elseif holder and redis.call('EXISTS', ARGV[5] .. holder) == 1 then
    claims[#claims + 1] = 'busy'
  else
    redis.call('SET', newest, number, 'PX', ARGV[4])
    redis.call('HSET', claim, 'instance', ARGV[1], 'token', ARGV[6])
    redis.call('PEXPIRE', claim, ARGV[3])
    claims[#claims + 1] = 'go'
  end
end
return claims`;

/** Deletes each claim of KEYS that has its token in ARGV. */
const RELEASE = `
for index = 1, #KEYS do
  if redis.call('HGET', KEYS[index], 'token') == ARGV[index] then redis.call('DEL', KEYS[index]) end
end`;

const claimsSchema = z.array(z.enum(['go', 'superseded', 'busy']));
const numberSchema = z.string().check(z.regex(/^\d{1,16}$/));

/** The most claims of calls without an answer that are remembered. The rest expire by themselves. */
const MAX_LOST = 10_000;

export function createRedisIntents(
  connection: RedisConnection,
  { instance, instanceMs, claimMs }: { instance: string; instanceMs: number; claimMs: number },
) {
  let claimCount = 0;
  const tokens = new Map<string, string>();
  /** Claims that may have been made: their answer did not come. By token. */
  const lost = new Map<string, string>();
  const claimKey = (agent: string) => `claim:${agent}`;

  return {
    number: async (agent: string): Promise<number> => {
      const number = await connection.script(NUMBER, ['number', `newest:${agent}`], [NUMBER_MS]);
      return Number(parseAnswer(numberSchema, number));
    },

    claim: async (intents: readonly { agent: string; number: number }[]): Promise<readonly Claim[]> => {
      if (intents.length === 0) return [];
      claimCount += 1;
      const token = `${instance}:${claimCount}`;
      try {
        const claims = parseAnswer(
          claimsSchema,
          await connection.script(
            CLAIM,
            [`instance:${instance}`, ...intents.flatMap(({ agent }) => [`newest:${agent}`, claimKey(agent)])],
            [
              ...[instance, instanceMs, claimMs, NUMBER_MS, connection.name('instance:'), token],
              ...intents.map(({ number }) => number),
            ],
          ),
        );
        for (const [index, { agent }] of intents.entries()) {
          if (claims[index] === 'go') tokens.set(agent, token);
        }
        return claims;
      } catch (error) {
        for (const { agent } of intents) {
          if (lost.size < MAX_LOST) lost.set(`${token} ${agent}`, agent);
        }
        throw error;
      }
    },

    release: async (agents: readonly string[]): Promise<void> => {
      const ours = agents.filter((agent) => tokens.has(agent));
      if (ours.length === 0) return;
      const released = ours.map((agent) => tokens.get(agent) ?? '');
      await connection.script(RELEASE, ours.map(claimKey), released);
      for (const [index, agent] of ours.entries()) {
        if (tokens.get(agent) === released[index]) tokens.delete(agent);
      }
    },

    /** Releases claims whose answer did not come. */
    releaseLost: async (): Promise<void> => {
      const entries = [...lost].slice(0, 1_000);
      if (entries.length === 0) return;
      await connection.script(
        RELEASE,
        entries.map(([, agent]) => claimKey(agent)),
        entries.map(([token]) => token.slice(0, token.indexOf(' '))),
      );
      for (const [token] of entries) lost.delete(token);
    },
  };
}
