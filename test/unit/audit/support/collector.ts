/** A real syslog collector for tests: reads framed messages from sockets. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Identity } from '../../../support/certificates.ts';

export type Collector = {
  server: Server;
  /** The messages so far, without their frames. */
  messages: string[];
  sockets: Set<Socket>;
};

/** Starts a collector on a path, or on a free port of the loopback interface with TLS. */
export async function startCollector(where: { path: string } | { identity: Identity }): Promise<Collector> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket) => {
    sockets.add(socket);
    let buffered = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      for (;;) {
        const space = buffered.indexOf(' ');
        const length = Number(buffered.subarray(0, Math.max(space, 0)).toString());
        if (space < 1 || buffered.length < space + 1 + length) return;
        messages.push(buffered.subarray(space + 1, space + 1 + length).toString());
        buffered = buffered.subarray(space + 1 + length);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server =
    'path' in where ? createServer(onConnection) : createTlsServer({ ...where.identity }, onConnection);
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) =>
    'path' in where ? server.listen(where.path, resolve) : server.listen(0, '127.0.0.1', resolve),
  );
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(close);
  return { server, messages, sockets };
}

/** The JSON in a message. */
export function eventOf(message: string | undefined): unknown {
  return JSON.parse(message?.slice(message.indexOf('{')) ?? 'null');
}
