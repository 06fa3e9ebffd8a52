import { createServer, type Socket } from 'node:net';
import { ChangeFeed } from '../session/change-feed.ts';
import { listenOn } from '../session/listen.ts';

/** An HTTP proxy that forwards nothing and records the requested hosts. */
export interface RecordingProxy {
  /** Value for the variable `https_proxy` of a program. */
  url: string;
  /** Host and port of each request, in order. */
  hosts: string[];
  /** Counts the requests. */
  arrivals: ChangeFeed;
  close: () => Promise<void>;
}

/** Starts the proxy. It refuses every request as if it could not reach the host. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const hosts: string[] = [];
  const arrivals = new ChangeFeed();
  const server = createServer((socket) => {
    // Chromium may close a connection at any time.
    socket.on('error', () => undefined);
    readFirstLine(socket, (line) => {
      hosts.push(parseHost(line));
      arrivals.report();
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  const { port, close } = await listenOn(server);
  return { url: `http://127.0.0.1:${port}`, hosts, arrivals, close };
}

function readFirstLine(socket: Socket, onLine: (line: string) => void): void {
  let text = '';
  const read = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n');
    if (end < 0) return;
    socket.off('data', read);
    socket.resume();
    onLine(text.slice(0, end));
  };
  socket.on('data', read);
}

/** `CONNECT host:443 HTTP/1.1` for https, `GET http://host/path HTTP/1.1` for http; anything else is returned unchanged. */
function parseHost(line: string): string {
  const [, host] = /^CONNECT (\S+) /.exec(line) ?? /^[A-Z]+ http:\/\/([^/ ]+)/.exec(line) ?? [];
  return host ?? line;
}
