/** The connections to Redis: one for commands, one for messages. */
import { Redis } from 'ioredis';
import type * as z from 'zod/mini';
import { CoordinationError } from './coordination.ts';

export type RedisAddress = {
  host: string;
  port: number;
  tls: boolean;
  username?: string | undefined;
  /** Before the name of each key and channel. */
  prefix: string;
  password: string | undefined;
};

/** A command that is not answered within this time has failed, and so has its connection. In milliseconds. */
const COMMAND_TIMEOUT_MS = 1_500;

const RETRY_STEP_MS = 100;
const MAX_RETRY_MS = 1_000;

export type RedisConnection = ReturnType<typeof createRedisConnection>;

export function createRedisConnection(
  address: RedisAddress,
  onError: (error: CoordinationError) => void,
  onReady: () => void,
) {
  const { host, port, username, password } = address;
  const options = {
    host,
    port,
    ...(address.tls && { tls: {} }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    lazyConnect: true,
    connectTimeout: COMMAND_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    // What cannot be sent now is refused now: it is neither kept nor repeated.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt: number) => Math.min(MAX_RETRY_MS, attempt * RETRY_STEP_MS),
  };
  const commands = new Redis({ ...options, socketTimeout: COMMAND_TIMEOUT_MS });
  const messages = new Redis(options);
  for (const client of [commands, messages]) {
    client.on('error', (error) => onError(toCoordinationError(error)));
    client.on('ready', onReady);
  }

  return {
    messages,
    /** Whether both connections work. */
    isReady: () => commands.status === 'ready' && messages.status === 'ready',
    /** @throws (rejects with) {@link CoordinationError} if Redis cannot be reached now. Nothing is repeated then. */
    connect: () => attempt(() => Promise.all([commands.connect(), messages.connect()])),
    /**
     * Runs commands.
     * @throws (rejects with) {@link CoordinationError} within two seconds
     */
    run: <Value>(work: (client: Redis) => Promise<Value>): Promise<Value> => attempt(() => work(commands)),
    /**
     * Runs a script in Lua, which nothing interrupts.
     * @param keys without the prefix
     * @throws (rejects with) {@link CoordinationError} within two seconds
     */
    script: (lua: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> =>
      attempt(() =>
        commands.eval(lua, keys.length, ...keys.map((key) => `${address.prefix}${key}`), ...args),
      ),
    /** Connects the messages again if they are not answered: only a command shows that a connection is dead. */
    checkMessages: async (): Promise<void> => {
      try {
        await attempt(() => messages.ping());
      } catch (error) {
        messages.disconnect(true);
        throw error;
      }
    },
    /** The name of a key or a channel with the prefix. */
    name: (key: string) => `${address.prefix}${key}`,
    close: () => {
      commands.disconnect();
      messages.disconnect();
    },
  };
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toCoordinationError(error);
  }
}

/** The error of the library has the command with its arguments, which may be the password: only the text goes on. */
function toCoordinationError(error: unknown): CoordinationError {
  return new CoordinationError(`Redis: ${error instanceof Error ? error.message : 'failed'}`);
}

/** @throws {@link CoordinationError} if Redis's answer has another form: the state is of somebody else, or damaged */
export function parseAnswer<Value>(schema: z.ZodMiniType<Value>, answer: unknown): Value {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new CoordinationError('Redis: an answer has an unknown form');
  return parsed.data;
}
