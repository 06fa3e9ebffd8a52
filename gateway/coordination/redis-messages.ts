/** Messages between instances, over Redis. What is published while Redis is away is lost. */
import * as z from 'zod/mini';
import { epochMs } from '../../shared/domain.ts';
import { agentAccount } from '../../shared/gateway-api/account.ts';
import { agentStatusView } from '../../shared/gateway-api/status.ts';
import { text } from '../../shared/limits.ts';
import { parseJson } from '../../shared/parse-json.ts';
import type { CoordinationMessage } from './coordination.ts';
import type { RedisConnection } from './redis-connection.ts';

/** The most agents of one message. More are sent in several. */
const MAX_AGENTS = 200;

const agents = z.array(agentAccount).check(z.maxLength(MAX_AGENTS, { abort: true }));

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('statuses'),
    views: z.array(agentStatusView).check(z.maxLength(MAX_AGENTS, { abort: true })),
  }),
  z.object({
    type: z.literal('unreadable'),
    agents,
    kind: text('name'),
    code: text('message'),
    message: text('message'),
    requestId: z.nullable(text('message')),
    asOf: epochMs,
  }),
  z.object({ type: z.literal('readRequest'), agents }),
]);
const waveIdSchema = text('name');

export function createRedisMessages(connection: RedisConnection, onError: (error: Error) => void) {
  const listeners = new Set<(message: CoordinationMessage) => void>();
  const waveListeners = new Set<(id: string) => void>();
  const channel = connection.name('messages');
  const waveChannel = connection.name('waves');

  function receive(from: string, message: string): void {
    if (from === waveChannel) {
      const id = waveIdSchema.safeParse(message);
      if (id.success) for (const listener of waveListeners) listener(id.data);
      return;
    }
    const json = parseJson(message);
    const parsed = messageSchema.safeParse(json.ok ? json.value : null);
    if (parsed.success) for (const listener of listeners) listener(parsed.data);
    else onError(new Error('a message of another instance is not valid'));
  }

  return {
    /** Subscribes to the channels. The connection subscribes again by itself after it was lost. */
    start: async () => {
      connection.messages.on('message', receive);
      await connection.messages.subscribe(channel, waveChannel);
    },
    publish: async (message: CoordinationMessage): Promise<void> => {
      const parts = split(message).map((part) => JSON.stringify(part));
      await connection.run((client) => Promise.all(parts.map((part) => client.publish(channel, part))));
    },
    publishWave: async (id: string): Promise<void> => {
      await connection.run((client) => client.publish(waveChannel, id));
    },
    subscribe: (listener: (message: CoordinationMessage) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onWave: (listener: (id: string) => void) => {
      waveListeners.add(listener);
      return () => void waveListeners.delete(listener);
    },
  };
}

function split(message: CoordinationMessage): CoordinationMessage[] {
  return message.type === 'statuses'
    ? chunk(message.views).map((views) => ({ ...message, views }))
    : chunk(message.agents).map((part) => ({ ...message, agents: part }));
}

function chunk<Entry>(entries: readonly Entry[]): Entry[][] {
  const count = Math.ceil(entries.length / MAX_AGENTS);
  return Array.from({ length: count }, (_, index) =>
    entries.slice(index * MAX_AGENTS, (index + 1) * MAX_AGENTS),
  );
}
