/** Client of the local API: finds the running app by the file in the profile, says hello and sends one request after another. */
import { readFileSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { errorMessage } from '../shared/errors.ts';
import {
  ENDPOINT_FILE,
  endpointFile,
  helloResult,
  MAX_REPLY_BYTES,
  PROTOCOL_VERSION,
  reply,
  type EndpointFile,
  type HelloResult,
  type Outcome,
} from '../shared/local-api/protocol.ts';
import {
  apiRequests,
  type ApiEvent,
  type ApiInputFromClient,
  type ApiOutput,
  type ApiRequest,
} from '../shared/local-api/requests.ts';
import { parseJson } from '../shared/parse-json.ts';
import { clientError, type CliError } from './errors.ts';

export type ClientDeps = {
  /** The profile's folder. */
  profileFolder: string;
  time: Pick<Clock, 'setTimer'>;
  /** The name and the process id that Settings shows. */
  name: string;
  pid: number;
};

export type ApiClient = {
  hello: HelloResult;
  /**
   * Sends a request and waits for its result, however long that takes. Never rejects.
   * @param onEvent called for each event before the result
   * @param signal asks the app to end the request early; the result follows
   */
  request: <Name extends ApiRequest>(
    name: Name,
    input: ApiInputFromClient<Name>,
    onEvent?: (event: ApiEvent<Name>) => void,
    signal?: AbortSignal,
  ) => Promise<Outcome<ApiOutput<Name>>>;
  close: () => void;
};

/** Of connection and hello, in milliseconds. */
const HELLO_TIMEOUT_MS = 5_000;

const MAX_ENDPOINT_BYTES = 100_000;

type Waiting = { onEvent: (event: unknown) => void; onEnd: (outcome: Outcome<unknown>) => void };

/** Connects to the running app. Never rejects. */
export async function connectClient(deps: ClientDeps): Promise<{ ok: true; client: ApiClient } | CliError> {
  const endpoint = readEndpoint(deps.profileFolder);
  if (endpoint === null) return clientError('notRunning', 'Standby does not run, or its local API is off');
  const socket = connect(endpoint.path);
  const connection = createConnection(socket);
  const cancelTimer = deps.time.setTimer(HELLO_TIMEOUT_MS, () =>
    connection.fail(clientError('noAnswer', `no answer within ${HELLO_TIMEOUT_MS} ms`)),
  );
  const { token } = endpoint;
  const said = { token, protocol: PROTOCOL_VERSION, client: deps.name, pid: deps.pid };
  const outcome = await connection.send('hello', said, () => {});
  cancelTimer();
  if (!outcome.ok) return outcome;
  const hello = helloResult.safeParse(outcome.result);
  if (!hello.success) {
    socket.destroy();
    return clientError('replyInvalid', 'the reply to the hello has another shape');
  }
  return {
    ok: true,
    client: {
      hello: hello.data,
      request: async (name, input, onEvent = () => {}, signal) => {
        const schema = apiRequests[name];
        const ended = await connection.send(name, input, receive, signal);
        function receive(event: unknown): void {
          const parsed = 'event' in schema ? schema.event.safeParse(event) : null;
          // Sound: the schema of this request has just parsed the event.
          if (parsed?.success) onEvent(parsed.data as ApiEvent<typeof name>);
        }
        if (!ended.ok) return ended;
        const parsed = schema.output.safeParse(ended.result);
        if (!parsed.success) return clientError('replyInvalid', `the reply to ${name} has another shape`);
        // Sound: the schema of this request has just parsed the result.
        return { ok: true, result: parsed.data as ApiOutput<typeof name> };
      },
      close: () => socket.destroy(),
    },
  };
}

/** Sends requests over a socket, and gives each line of the app to the request that it belongs to. */
function createConnection(socket: Socket) {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let buffered = '';
  let ended: CliError | null = null;

  /** Ends the connection and every request. */
  function fail(error: CliError): void {
    ended ??= error;
    socket.destroy();
    for (const { onEnd } of waiting.values()) onEnd(ended);
    waiting.clear();
  }

  function onLine(line: string): void {
    const json = parseJson(line, { maxLength: MAX_REPLY_BYTES, maxDepth: 16, maxEntries: 1_000_000 });
    const parsed = json.ok ? reply.safeParse(json.value) : null;
    if (parsed?.success !== true) {
      fail(clientError('replyInvalid', 'a line of the app has another shape'));
      return;
    }
    const message = parsed.data;
    if ('event' in message) waiting.get(message.id)?.onEvent(message.event);
    else if (message.id === null) {
      // An error of the whole connection, such as a wrong token or too many connections.
      if (!message.ok) fail({ ok: false, error: { ...message.error, category: 'unknown' } });
    } else {
      const found = waiting.get(message.id);
      waiting.delete(message.id);
      found?.onEnd(message);
    }
  }

  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    buffered += text;
    const lines = buffered.split('\n');
    buffered = lines.pop() ?? '';
    if (buffered.length > MAX_REPLY_BYTES) fail(clientError('replyInvalid', 'a line of the app is too long'));
    for (const line of lines) if (ended === null) onLine(line);
  });
  socket.on('error', (error) => {
    const code = 'code' in error ? String(error.code) : '';
    // Nothing listens any more, or the queue of connections is full.
    if (socket.pending || code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'EAGAIN')
      fail(clientError(code === 'EAGAIN' ? 'noAnswer' : 'notRunning', errorMessage(error)));
  });
  socket.on('close', () => fail(clientError('connectionLost', 'Standby ended the connection')));

  /** @returns the id of the request */
  function write(name: string, members: object): number {
    const id = lastId;
    lastId += 1;
    socket.write(`${JSON.stringify({ id, request: name, ...members })}\n`);
    return id;
  }

  return {
    fail,
    send: (
      name: string,
      members: object,
      onEvent: (event: unknown) => void,
      signal?: AbortSignal,
    ): Promise<Outcome<unknown>> => {
      if (ended !== null) return Promise.resolve(ended);
      const id = write(name, members);
      // Nobody waits for the reply to this one.
      signal?.addEventListener('abort', () => void write('cancel', { target: id }), { once: true });
      return new Promise((resolve) => waiting.set(id, { onEvent, onEnd: resolve }));
    },
  };
}

/** @returns null when there is no file, or it is not one of Standby's */
function readEndpoint(profileFolder: string): EndpointFile | null {
  const path = join(profileFolder, ENDPOINT_FILE);
  try {
    if (statSync(path).size > MAX_ENDPOINT_BYTES) return null;
    const json = parseJson(readFileSync(path, 'utf8'));
    const parsed = endpointFile.safeParse(json.ok ? json.value : null);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
