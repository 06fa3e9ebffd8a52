/** The schedule of calls in Redis, by compare and set: the algorithm is the one in schedule.ts. */
import * as z from 'zod/mini';
import { parseJson } from '../../shared/parse-json.ts';
import { CoordinationError, type LimitedAction } from './coordination.ts';
import type { CallRates } from './memory.ts';
import type { RedisConnection } from './redis-connection.ts';
import { accepted, initialSchedule, refused, reserve, WINDOW_MS, type Schedule } from './schedule.ts';

/** How long a schedule is kept after its last call, in milliseconds. */
const SCHEDULE_MS = 86_400_000;

/** Another instance has changed the schedule so often in between only if something is wrong. */
const MAX_ATTEMPTS = 100;

/** Sets KEYS[1] to ARGV[2] for ARGV[3] ms if it is ARGV[1] ('' is none). Returns the value before. */
const COMPARE_AND_SET = `
local value = redis.call('GET', KEYS[1]) or ''
if value == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return value`;

const time = z.number();
const scheduleSchema = z.object({
  rate: z.number().check(z.gte(0.5), z.lte(1_000)),
  nextAt: time,
  reserved: z.array(time).check(z.maxLength(1_000, { abort: true })),
  loweredAt: time,
  changedAt: time,
});

export function createRedisSchedule(connection: RedisConnection, rates: CallRates, now: () => number) {
  /** The last known value of each action, as text. */
  const known = new Map<LimitedAction, string>();
  let queue: Promise<unknown> = Promise.resolve();

  /** Calls of this instance wait for each other: they are served in their order. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  async function update<Value>(
    action: LimitedAction,
    change: (schedule: Schedule) => { schedule: Schedule; value: Value },
  ): Promise<Value> {
    let text = known.get(action) ?? '';
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { schedule, value } = change(parseSchedule(text, rates[action], now()));
      const next = JSON.stringify(schedule);
      const found = await connection.script(
        COMPARE_AND_SET,
        [`schedule:${action}`],
        [text, next, SCHEDULE_MS],
      );
      if (typeof found !== 'string') break;
      known.set(action, found === text ? next : found);
      if (found === text) return value;
      text = found;
    }
    throw new CoordinationError('Redis: the schedule of calls could not be changed');
  }

  return {
    reserveSlot: (action: LimitedAction): Promise<number> =>
      inTurn(() =>
        update(action, (before) => {
          const { schedule, delayMs } = reserve(before, rates[action], now());
          return { schedule, value: delayMs };
        }),
      ),
    reportCall: (action: LimitedAction, how: 'accepted' | 'refused'): Promise<void> =>
      inTurn(() =>
        update(action, (before) => ({
          schedule: how === 'refused' ? refused(before, now()) : accepted(before, rates[action]),
          value: undefined,
        })),
      ),
  };
}

/** Without a valid schedule nobody knows which calls were sent last: the first one waits until they do not count. */
function parseSchedule(text: string, rate: number, now: number): Schedule {
  const json = text === '' ? null : parseJson(text);
  const parsed = scheduleSchema.safeParse(json?.ok ? json.value : null);
  return parsed.success ? parsed.data : initialSchedule(rate, now, WINDOW_MS);
}
