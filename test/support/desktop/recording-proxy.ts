import { createServer, type Socket } from 'node:net';
import { ChangeFeed } from './change-feed.ts';
import { listenOn } from './listen.ts';

/** An HTTP proxy that lets nothing through and remembers what it was asked for. */
export interface RecordingProxy {
  /** For the variable `https_proxy` of a program. */
  url: string;
  /** Host and port of each request, in their order. */
  hosts: string[];
  /** Told of each of them. */
  arrivals: ChangeFeed;
  close: () => Promise<void>;
}

/** Every request is refused as by a proxy that cannot reach the host. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const hosts: string[] = [];
  const arrivals = new ChangeFeed();
  const server = createServer((socket) => {
    // Chromium closes connections as it likes.
    socket.on('error', () => undefined);
    firstLine(socket, (line) => {
      hosts.push(hostOf(line));
      arrivals.report();
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  const { port, close } = await listenOn(server);
  return { url: `http://127.0.0.1:${port}`, hosts, arrivals, close };
}

function firstLine(socket: Socket, then: (line: string) => void): void {
  let text = '';
  const read = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n');
    if (end < 0) return;
    socket.off('data', read);
    socket.resume();
    then(text.slice(0, end));
  };
  socket.on('data', read);
}

/** `CONNECT host:443 HTTP/1.1` for https, `GET http://host/path HTTP/1.1` for http; anything else is shown as it is. */
function hostOf(line: string): string {
  const [, host] = /^CONNECT (\S+) /.exec(line) ?? /^[A-Z]+ http:\/\/([^/ ]+)/.exec(line) ?? [];
  return host ?? line;
}
