/** One connection of a client: its limits, its hello, its lines. The requests are handled in dispatcher.ts. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { Language } from '../../shared/domain.ts';
import {
  hello,
  localError,
  MAX_REQUEST_BYTES,
  PROTOCOL_VERSION,
  type LocalErrorKind,
  type Reply,
} from '../../shared/local-api/protocol.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { createDispatcher, type DispatcherDeps } from './dispatcher.ts';
import { createLineReader } from './line-reader.ts';
import { HELLO_TIMEOUT_MS, IDLE_TIMEOUT_MS, LINE_TIMEOUT_MS, LINGER_MS, MAX_UNREAD_BYTES } from './limits.ts';

/** Deep enough for every request. */
const JSON_LIMITS = { maxLength: MAX_REQUEST_BYTES, maxDepth: 8, maxEntries: 20_000 };

/** How a client names itself. The system is not asked, because Node.js cannot ask it. */
export type ClientName = { name: string; pid: number | null };

export type ConnectionDeps = Pick<DispatcherDeps, 'access' | 'handlers' | 'onError'> & {
  socket: Socket;
  time: Clock;
  token: string;
  version: string;
  language: () => Language;
  /** The token was right. */
  onAuthenticated: (client: ClientName) => void;
  /** Called once. */
  onClosed: () => void;
};

/** Serves a connection until either side ends it. @returns closes it */
export function serveConnection(deps: ConnectionDeps): () => void {
  const { socket, time } = deps;
  const lines = createLineReader(MAX_REQUEST_BYTES);
  const requests = createDispatcher({ ...deps, send, onDone: restartTimer });
  let isAuthenticated = false;
  let isClosed = false;
  /** The client sends no more. */
  let hasEnded = false;
  let cancelTimer: CancelTimer = time.setTimer(HELLO_TIMEOUT_MS, () => end('tooSlow', 'no hello'));

  function release(): void {
    isClosed = true;
    cancelTimer();
    requests.abortAll();
    deps.onClosed();
  }

  function close(): void {
    if (!isClosed) release();
    socket.destroy();
  }

  /** Sends a last error and closes the connection. */
  function end(kind: LocalErrorKind, message: string): void {
    if (isClosed) return;
    socket.end(toLine({ id: null, ...localError('usage', kind, message) }));
    release();
    // What the client still sends is dropped: a connection that is closed with unread bytes loses the reply.
    cancelTimer = time.setTimer(LINGER_MS, close);
  }

  function send(message: Reply): void {
    if (isClosed) return;
    if (socket.writableLength > MAX_UNREAD_BYTES) close();
    else socket.write(toLine(message));
  }

  function restartTimer(): void {
    if (isClosed || !isAuthenticated) return;
    if (hasEnded && requests.openCount() === 0) {
      // The client has sent all of its requests at once, and has its replies.
      socket.destroySoon();
      release();
      return;
    }
    cancelTimer();
    cancelTimer = () => {};
    if (lines.isInLine()) cancelTimer = time.setTimer(LINE_TIMEOUT_MS, () => end('tooSlow', 'half a line'));
    else if (requests.openCount() === 0) cancelTimer = time.setTimer(IDLE_TIMEOUT_MS, close);
  }

  function onData(chunk: Buffer): void {
    if (isClosed) return;
    const wasInLine = lines.isInLine();
    const complete = lines.push(chunk);
    if (complete === null) {
      end('tooLong', `a line exceeds ${MAX_REQUEST_BYTES} bytes`);
      return;
    }
    for (const line of complete) onLine(line);
    // The limit applies to the whole line: more bytes of it do not extend the time.
    if (complete.length > 0 || !wasInLine) restartTimer();
  }

  function onLine(line: Buffer): void {
    // An earlier line of the same chunk may have ended the connection.
    if (isClosed) return;
    const json = parseJson(line.toString('utf8'), JSON_LIMITS);
    if (!json.ok) end('notJson', 'a line is not JSON within the limits');
    else if (isAuthenticated) requests.handle(json.value);
    else onHello(json.value);
  }

  function onHello(value: unknown): void {
    const parsed = hello.safeParse(value);
    if (!parsed.success || !isSameToken(parsed.data.token, deps.token)) {
      end('badToken', 'the first line is not a hello with the token of this start');
      return;
    }
    const { id, protocol, client, pid = null } = parsed.data;
    if (protocol !== PROTOCOL_VERSION) {
      end('otherProtocol', `this version of Standby speaks protocol ${PROTOCOL_VERSION}`);
      return;
    }
    isAuthenticated = true;
    deps.onAuthenticated({ name: client, pid });
    const result = {
      protocol: PROTOCOL_VERSION,
      version: deps.version,
      access: deps.access(),
      language: deps.language(),
    };
    send({ id, ok: true, result });
  }

  socket.on('data', onData);
  // An abrupt end is an error of the socket. Either way "close" follows.
  socket.on('error', () => {});
  socket.on('end', () => {
    hasEnded = true;
    requests.abortStreams();
    if (isAuthenticated) restartTimer();
    else close();
  });
  socket.on('close', () => {
    cancelTimer();
    close();
  });
  return close;
}

function toLine(message: Reply): string {
  return `${JSON.stringify(message)}\n`;
}

/** Compares in constant time, also for texts of different lengths. */
function isSameToken(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
