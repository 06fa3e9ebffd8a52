/** One stream of events from the gateway (server-sent events), from the request to its end. */
import type { Clock, CancelTimer } from '../../shared/clock.ts';
import { KEEP_ALIVE_MS, streamEvents, type StreamEvent } from '../../shared/gateway-api/events.ts';
import { parseJson, type JsonLimits } from '../../shared/parse-json.ts';
import { OWN_PATH, type GatewayFetch, type GatewayTarget } from './gateway-target.ts';

/** A stream that is silent for this long is dead, in milliseconds. It is also the limit for its headers. */
const SILENCE_MS = 2 * KEEP_ALIVE_MS;

/** An event is a few hundred bytes. */
const MAX_EVENT_LENGTH = 65_536;
const EVENT_LIMITS: JsonLimits = { maxLength: MAX_EVENT_LENGTH, maxDepth: 8, maxEntries: 200 };

/**
 * Why a stream has ended. `refused`: the gateway did not accept the token. `invalid`: it sent what is none of its events.
 * `silent`: it sent nothing for too long. `ended`: for every other reason.
 */
export type StreamEnd = 'refused' | 'invalid' | 'silent' | 'ended';

export type EventStreamDeps = { fetch: GatewayFetch; time: Clock };

/** Node's types declare the chunks of a body as `any`. */
type BodyReader = { read: () => Promise<{ done: true } | { done: false; value: Uint8Array }> };

/**
 * Reads events until the stream ends. Never rejects.
 * @param signal ends the stream
 * @param onHeard called with each part that arrives, a comment as well
 */
export async function readEventStream(
  { fetch, time }: EventStreamDeps,
  { origin }: Pick<GatewayTarget, 'origin'>,
  token: string,
  signal: AbortSignal,
  { onEvent, onHeard }: { onEvent: (event: StreamEvent) => void; onHeard: () => void },
): Promise<StreamEnd> {
  const watchdog = createWatchdog(time, signal);
  try {
    const response = await watchdog.race(
      fetch(`${origin}${OWN_PATH}/events`, {
        method: 'GET',
        headers: { Accept: 'text/event-stream', Authorization: `Bearer ${token}` },
        signal: watchdog.signal,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
      }),
    );
    if (response.status === 401) return 'refused';
    const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    if (response.status !== 200 || !isStream) return 'invalid';
    const parser = await createEventParser(onEvent);
    const reader: BodyReader | undefined = response.body?.getReader();
    const decoder = new TextDecoder();
    while (reader !== undefined) {
      const chunk = await watchdog.race(reader.read());
      if (chunk.done) break;
      watchdog.heard();
      onHeard();
      if (!parser.feed(decoder.decode(chunk.value, { stream: true }))) return 'invalid';
    }
    return 'ended';
  } catch {
    // Why the connection broke makes no difference: another one is opened.
    return watchdog.hasBitten() ? 'silent' : 'ended';
  } finally {
    watchdog.stop();
  }
}

/** Ends a stream from which nothing is heard. */
function createWatchdog(time: Clock, cancel: AbortSignal) {
  const controller = new AbortController();
  let rejectEnd: (error: Error) => void = () => {};
  const end = new Promise<never>((_resolve, reject) => (rejectEnd = reject));
  // `race` handles the rejection; without a race it must not be reported as unhandled.
  end.catch(() => {});
  let isSilent = false;
  let cancelTimer: CancelTimer = () => {};

  function abort(): void {
    controller.abort();
    rejectEnd(new Error('the stream has ended'));
  }
  function heard(): void {
    cancelTimer();
    cancelTimer = time.setTimer(SILENCE_MS, () => {
      isSilent = true;
      abort();
    });
  }

  cancel.addEventListener('abort', abort, { once: true });
  if (cancel.aborted) abort();
  else heard();
  return {
    signal: controller.signal,
    heard,
    hasBitten: () => isSilent,
    /** The end is listed first, so that a stream that has ended is not read further. */
    race: <Value>(work: PromiseLike<Value>): Promise<Value> => Promise.race([end, work]),
    stop: () => {
      cancelTimer();
      cancel.removeEventListener('abort', abort);
      controller.abort();
    },
  };
}

/** Imported when the first stream opens: most companies have no gateway. */
async function createEventParser(onEvent: (event: StreamEvent) => void) {
  const { createParser } = await import('eventsource-parser');
  let isValid = true;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_LENGTH,
    onEvent: ({ event: name, data }) => {
      if (!isValid) return;
      const parsed = parseEvent(name, data);
      if (parsed === 'invalid') isValid = false;
      else if (parsed !== 'unknown') onEvent(parsed);
    },
    onError: ({ type }) => {
      // Lines that are no fields are ignored, as the specification demands.
      if (type === 'max-buffer-size-exceeded') isValid = false;
    },
  });
  return {
    /** Whether the stream is still one of the gateway. */
    feed: (text: string): boolean => {
      parser.feed(text);
      return isValid;
    },
  };
}

/** `unknown`: an event of a newer gateway, which is ignored. */
function parseEvent(name: string | undefined, data: string): StreamEvent | 'unknown' | 'invalid' {
  if (name !== 'status' && name !== 'unreadable') return 'unknown';
  const json = parseJson(data, EVENT_LIMITS);
  if (!json.ok) return 'invalid';
  if (name === 'status') {
    const status = streamEvents.status.safeParse(json.value);
    return status.success ? { event: name, data: status.data } : 'invalid';
  }
  const unreadable = streamEvents.unreadable.safeParse(json.value);
  return unreadable.success ? { event: name, data: unreadable.data } : 'invalid';
}
