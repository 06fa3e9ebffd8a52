/**
 * Server of the local API. It listens for the agent's own programs, on a socket that no other user can reach, and writes its path with
 * the token of this start into a file of the profile. There is no TCP port, so that no web page can reach it.
 */
import { readFileSync, rmSync, unlinkSync, chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { errorMessage } from '../../shared/errors.ts';
import {
  ENDPOINT_FILE,
  endpointFile,
  localError,
  PROTOCOL_VERSION,
  type EndpointFile,
} from '../../shared/local-api/protocol.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { saveAtomically } from '../runtime/save-atomically.ts';
import { serveConnection, type ClientName, type ConnectionDeps } from './connection.ts';
import { MAX_CONNECTIONS, SHOWN_AFTER_MS } from './limits.ts';
import {
  pipeName,
  prepareFolder,
  removeStaleSocket,
  socketFolders,
  socketIn,
  type SocketPlaces,
} from './socket-path.ts';

export type LocalApiDeps = Pick<
  ConnectionDeps,
  'access' | 'version' | 'language' | 'handlers' | 'onError'
> & {
  time: Clock;
  places: SocketPlaces;
  /** A text that cannot be guessed, new at each call. */
  createToken: () => string;
  pid: number;
  /** The clients that have been connected for a while. */
  onClientsChange: (clients: ClientName[]) => void;
  log: (message: string) => void;
};

export type LocalApi = {
  /** Begins to listen, unless the settings forbid it. Never rejects: an error is logged. @returns whether it listens */
  start: () => Promise<boolean>;
  /** Ends all connections and removes the socket and the file. */
  stop: () => void;
};

export function createLocalApi(deps: LocalApiDeps): LocalApi {
  const { time, places, log } = deps;
  const endpoint = join(places.profileFolder, ENDPOINT_FILE);
  const connections = new Map<Socket, () => void>();
  const shown = new Map<Socket, ClientName>();
  let server: Server | null = null;
  let socketPath: string | null = null;
  let token = '';
  let isStopped = false;

  async function start(): Promise<boolean> {
    if (deps.access() === 'off') return false;
    token = deps.createToken();
    const path = places.platform === 'win32' ? await listenOnPipe() : await listenOnSocket();
    if (path === null) return false;
    const content: EndpointFile = { protocol: PROTOCOL_VERSION, path, token, pid: deps.pid };
    const retry = { platform: places.platform, setTimer: time.setTimer };
    try {
      await saveAtomically(endpoint, JSON.stringify(content), { retry });
    } catch (error) {
      log(`no client can find the local API: ${errorMessage(error)}`);
      stop();
      return false;
    }
    if (isStopped) stop();
    return !isStopped;
  }

  async function listenOnSocket(): Promise<string | null> {
    for (const folder of socketFolders(places)) {
      const path = socketIn(folder, places.platform);
      if (path === null) {
        log(`the path of a socket in ${folder} would be too long`);
        continue;
      }
      const reason =
        prepareFolder(folder, places.uid) ??
        (await removeStaleSocket(path, places.uid)) ??
        (await listen(path));
      if (reason === null) {
        chmodSync(path, 0o600);
        socketPath = path;
        return path;
      }
      log(`cannot listen in ${folder}: ${reason}`);
    }
    return null;
  }

  async function listenOnPipe(): Promise<string | null> {
    const path = pipeName(deps.createToken());
    const reason = await listen(path);
    if (reason === null) return path;
    log(`cannot listen on a pipe: ${reason}`);
    return null;
  }

  /** @returns why it cannot listen, or null */
  function listen(path: string): Promise<string | null> {
    // A client may send its requests and end its side before it reads.
    const created = createServer({ allowHalfOpen: true }, onConnection);
    return new Promise((resolve) => {
      created.once('error', (error) => resolve(error.message));
      created.listen(path, () => {
        created.removeAllListeners('error');
        // Such as no file descriptor for one more connection.
        created.on('error', (error) => log(error.message));
        server = created;
        resolve(null);
      });
    });
  }

  function onConnection(socket: Socket): void {
    if (isStopped) {
      socket.destroy();
      return;
    }
    if (connections.size >= MAX_CONNECTIONS) {
      socket.on('error', () => {});
      const refusal = localError('usage', 'tooManyConnections', `at most ${MAX_CONNECTIONS} connections`);
      socket.end(`${JSON.stringify({ id: null, ...refusal })}\n`, () => socket.destroy());
      return;
    }
    let cancelShow = () => {};
    const close = serveConnection({
      ...deps,
      socket,
      token,
      onAuthenticated: (client) => {
        cancelShow = time.setTimer(SHOWN_AFTER_MS, () => {
          shown.set(socket, client);
          deps.onClientsChange([...shown.values()]);
        });
      },
      onClosed: () => {
        cancelShow();
        connections.delete(socket);
        if (shown.delete(socket)) deps.onClientsChange([...shown.values()]);
      },
    });
    connections.set(socket, close);
  }

  function stop(): void {
    isStopped = true;
    server?.close();
    server = null;
    for (const close of [...connections.values()]) close();
    if (socketPath !== null) removeQuietly(() => unlinkSync(socketPath ?? ''));
    socketPath = null;
    // Another instance may have written its own meanwhile.
    if (token !== '' && readToken(endpoint) === token) removeQuietly(() => rmSync(endpoint));
  }

  return { start, stop };
}

function readToken(path: string): string | null {
  try {
    const json = parseJson(readFileSync(path, 'utf8'));
    const parsed = endpointFile.safeParse(json.ok ? json.value : null);
    return parsed.success ? parsed.data.token : null;
  } catch {
    return null;
  }
}

function removeQuietly(remove: () => void): void {
  try {
    remove();
  } catch {
    // It is gone already, or the folder is read-only.
  }
}
