import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { median } from './rounds.ts';

/** A service behind a network with some latency. */
export type SlowService = {
  /** For example `http://127.0.0.1:41234`. */
  port: number;
  /** How many connections there were so far. */
  connections: () => number;
  close: () => void;
};

/**
 * Puts a network between clients and a server: what is sent arrives half a round trip later, and a new connection costs
 * two round trips before its first byte goes on, as TCP and TLS 1.3 need them.
 */
export async function behindNetwork(serverPort: number, roundTripMs: number): Promise<SlowService> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    connections += 1;
    const server = connect(serverPort, '127.0.0.1');
    const openAt = performance.now() + 2 * roundTripMs;
    carry(client, server, () => Math.max(openAt - performance.now(), 0) + roundTripMs / 2);
    carry(server, client, () => roundTripMs / 2);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      // Who goes away in the middle is told nothing more.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
  });
  return {
    port: await listening(proxy),
    connections: () => connections,
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A round trip over such a network as a bare socket sees it: timers are late by some, and that is nobody's doing. */
export async function roundTripOver(roundTripMs: number): Promise<number> {
  const echo = createServer((socket) => socket.pipe(socket));
  const network = await behindNetwork(await listening(echo), roundTripMs);
  const socket = connect(network.port, '127.0.0.1').setNoDelay(true);
  const taken: number[] = [];
  for (let sent = 0; sent <= 20; sent += 1) {
    const begin = performance.now();
    socket.write('ping');
    await once(socket, 'data');
    if (sent > 0) taken.push(performance.now() - begin);
  }
  socket.destroy();
  network.close();
  echo.close();
  return median(taken);
}

function carry(from: Socket, to: Socket, delayMs: () => number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs()));
  from.on('end', () => setTimeout(() => to.end(), delayMs()));
}

/** A service that grants every switch and checks nothing: what is measured is the way to it. */
export async function generousService(): Promise<{ port: number; close: () => void }> {
  const server = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const asked = JSON.parse(body) as { StaffStatusList?: { StaffUserId: string; Status: string }[] };
      const StaffStatusList = (asked.StaffStatusList ?? []).map((agent) => ({
        Reason: '',
        ...agent,
        ErrorCode: '',
        ErrorMessage: '',
        PreviousStatus: '',
        PreviousReason: '',
      }));
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ Response: { StaffStatusList, RequestId: crypto.randomUUID() } }));
    });
  });
  // As long as a connection of a real service lives, about: none is lost between two switches of a measurement.
  server.keepAliveTimeout = 75_000;
  return { port: await listening(server), close: () => server.close() };
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
