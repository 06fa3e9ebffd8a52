/** The open event streams (server-sent events). One timer serves all, and a client that does not read is disconnected. */
import type { ServerResponse } from 'node:http';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { KEEP_ALIVE_MS, type StreamEvent } from '../../shared/gateway-api/events.ts';

/** Bytes that wait for a client that does not read. A status is about 400. */
const MAX_WAITING_BYTES = 65_536;

export type EventStreams = {
  count: () => number;
  /**
   * Answers with a stream until the client goes, the token ends, or `closeAll`. Does nothing if the client has gone already.
   * @param subscribe starts the events, and returns the end of them
   * @param expiresAt when the token ends, milliseconds since 1970
   * @param isServed whether changes are seen now. If not, the stream ends: its client must not take silence for no change
   * @throws what `subscribe` throws, after it has ended the answer
   */
  open: (
    response: ServerResponse,
    subscribe: (listener: (event: StreamEvent) => void) => () => void,
    expiresAt: number,
    isServed: () => boolean,
  ) => void;
  /** Ends every stream; a client connects again, to another instance. */
  closeAll: () => void;
};

export function createEventStreams(clock: Clock): EventStreams {
  const streams = new Map<ServerResponse, { expiresAt: number; isServed: () => boolean }>();
  let cancelTimer: CancelTimer | null = null;

  function keepAlive(): void {
    for (const [response, { expiresAt, isServed }] of streams) {
      // It was ended before, and its client does not read the rest.
      if (response.writableEnded) response.destroy();
      else if (!isServed()) response.end();
      else send(response, expiresAt, ': keep-alive\n\n');
    }
    cancelTimer = streams.size > 0 ? clock.setTimer(KEEP_ALIVE_MS, keepAlive) : null;
  }

  function send(response: ServerResponse, expiresAt: number, text: string): void {
    // Between its end and its close, it waits for the client to read the rest.
    if (response.writableEnded) return;
    if (clock.now() >= expiresAt) response.end();
    else if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
    else response.write(text);
  }

  return {
    count: () => streams.size,

    open: (response, subscribe, expiresAt, isServed) => {
      // `close` was emitted while the token was checked, and is not emitted again.
      if (response.destroyed) return;
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        // A proxy must pass on each event at once.
        'X-Accel-Buffering': 'no',
      });
      response.write('retry: 1000\n\n');
      let unsubscribe: () => void;
      try {
        unsubscribe = subscribe((event) => send(response, expiresAt, format(event)));
      } catch (error) {
        // Its head was sent: a client that sees the connection end connects again.
        response.destroy();
        throw error;
      }
      streams.set(response, { expiresAt, isServed });
      response.once('close', () => {
        streams.delete(response);
        unsubscribe();
      });
      cancelTimer ??= clock.setTimer(KEEP_ALIVE_MS, keepAlive);
    },

    closeAll: () => {
      cancelTimer?.();
      cancelTimer = null;
      for (const response of streams.keys()) response.end();
    },
  };
}

/** JSON has no line end outside of its strings, where it is escaped: one `data` line is enough. */
function format({ event, data }: StreamEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
