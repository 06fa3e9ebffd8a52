/** Which instances live, which of them leads, and which agents are connected to them, in Redis. */
import * as z from 'zod/mini';
import { parseAnswer, type RedisConnection } from './redis-connection.ts';

/**
 * KEYS: this instance, leader, instances, agents of this instance. ARGV: instance, life of an instance in ms. Returns whether
 * this instance leads, the number of its agents, and the time.
 */
const HEARTBEAT = `
redis.call('SET', KEYS[1], '1', 'PX', ARGV[2])
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
redis.call('PEXPIRE', KEYS[4], ARGV[2])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX')
local leads = 0
if redis.call('GET', KEYS[2]) == ARGV[1] then
  leads = 1
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return {leads, redis.call('SCARD', KEYS[4]), redis.call('TIME')}`;

/** Ends ARGV[1]: KEYS as for the heartbeat. */
const LEAVE = `
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
redis.call('SREM', KEYS[3], ARGV[1])
redis.call('DEL', KEYS[1], KEYS[4])`;

/** Adds ARGV[3] and later to the set KEYS[1] (ARGV[1] is 'add') or removes them, and keeps it for ARGV[2] ms. */
const CHANGE = `
for index = 3, #ARGV do redis.call(ARGV[1] == 'add' and 'SADD' or 'SREM', KEYS[1], ARGV[index]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** The agents of all living instances. KEYS[1]: instances. ARGV: prefix of instances, prefix of their agents. */
const CONNECTED = `
local sets = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('EXISTS', ARGV[1] .. id) == 1 then sets[#sets + 1] = ARGV[2] .. id
  else redis.call('SREM', KEYS[1], id) end
end
if #sets == 0 then return {} end
return redis.call('SUNION', unpack(sets))`;

const heartbeatAnswer = z.tuple([z.int(), z.int(), z.tuple([z.string(), z.string()])]);
const agentsAnswer = z.array(z.string());

/** Agents of one command. */
const CHUNK = 500;

export function createRedisInstances(
  connection: RedisConnection,
  {
    instance,
    instanceMs,
    localNow,
  }: {
    instance: string;
    instanceMs: number;
    /** The clock of this computer. */
    localNow: () => number;
  },
) {
  const keys = [`instance:${instance}`, 'leader', 'instances', `connected:${instance}`];
  const streams = new Map<string, number>();
  /** The agents who may differ from the set in Redis. */
  const changed = new Set<string>();
  let ledSince: number | null = null;

  async function writeChanges(): Promise<void> {
    const agents = [...changed].slice(0, CHUNK);
    if (agents.length === 0) return;
    for (const agent of agents) changed.delete(agent);
    try {
      for (const how of ['add', 'remove'] as const) {
        const some = agents.filter((agent) => streams.has(agent) === (how === 'add'));
        if (some.length > 0) await connection.script(CHANGE, [keys[3] ?? ''], [how, instanceMs, ...some]);
      }
    } catch (error) {
      for (const agent of agents) changed.add(agent);
      throw error;
    }
    await writeChanges();
  }

  return {
    /**
     * Tells the others that this instance lives, and writes what has changed.
     * @returns Redis's time, with the local times before and after
     */
    beat: async (): Promise<{ sentAt: number; remoteMs: number; receivedAt: number }> => {
      const sentAt = localNow();
      const answer = await connection.script(HEARTBEAT, keys, [instance, instanceMs]);
      const receivedAt = localNow();
      const [leads, count, [seconds, microseconds]] = parseAnswer(heartbeatAnswer, answer);
      ledSince = leads === 1 ? sentAt : null;
      // Redis was empty, or this instance was taken for dead.
      if (changed.size === 0 && count !== streams.size) {
        await connection.run((client) => client.del(connection.name(keys[3] ?? '')));
        for (const agent of streams.keys()) changed.add(agent);
      }
      await writeChanges();
      return { sentAt, receivedAt, remoteMs: Number(seconds) * 1_000 + Number(microseconds) / 1_000 };
    },

    /** Leading ends before the others may elect another one. */
    isLeader: () => ledSince !== null && Math.abs(localNow() - ledSince) < instanceMs * 0.8,

    /** @returns whether something is to be written */
    setConnected: (agent: string, isConnected: boolean): boolean => {
      const before = streams.get(agent) ?? 0;
      const count = Math.max(0, before + (isConnected ? 1 : -1));
      if (count > 0) streams.set(agent, count);
      else streams.delete(agent);
      if (before > 0 === count > 0) return false;
      changed.add(agent);
      return true;
    },

    connected: async (): Promise<readonly string[]> => {
      const answer = await connection.script(
        CONNECTED,
        ['instances'],
        [connection.name('instance:'), connection.name('connected:')],
      );
      const others = parseAnswer(agentsAnswer, answer).filter(
        (agent) => !changed.has(agent) || streams.has(agent),
      );
      return [...new Set([...others, ...streams.keys()])];
    },

    /** What this instance had is free for the others at once. */
    leave: async (): Promise<void> => {
      ledSince = null;
      await connection.script(LEAVE, keys, [instance]);
    },
    /** Redis cannot be reached. */
    lose: (): void => {
      for (const agent of streams.keys()) changed.add(agent);
    },
  };
}
