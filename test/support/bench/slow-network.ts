import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { median } from './rounds.ts';

/** A service behind a network with latency. */
export type SlowService = {
  /** For example `http://127.0.0.1:41234`. */
  port: number;
  /** Number of connections so far. */
  connections: () => number;
  close: () => void;
};

/**
 * Simulates network latency in front of a server: data arrives half a round trip later, and a new connection needs two round
 * trips before its first byte is forwarded, like TCP and TLS 1.3.
 */
export async function startSlowNetwork(serverPort: number, roundTripMs: number): Promise<SlowService> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    connections += 1;
    const server = connect(serverPort, '127.0.0.1');
    const openAt = performance.now() + 2 * roundTripMs;
    forwardDelayed(client, server, () => Math.max(openAt - performance.now(), 0) + roundTripMs / 2);
    forwardDelayed(server, client, () => roundTripMs / 2);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      // The other side has closed the connection meanwhile.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
  });
  return {
    port: await listenOnFreePort(proxy),
    connections: () => connections,
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Measures a round trip over such a network with a plain socket: timers fire late, so it is longer than configured. */
export async function measureRoundTripMs(roundTripMs: number): Promise<number> {
  const echo = createServer((socket) => socket.pipe(socket));
  const network = await startSlowNetwork(await listenOnFreePort(echo), roundTripMs);
  const socket = connect(network.port, '127.0.0.1').setNoDelay(true);
  const durations: number[] = [];
  for (let sent = 0; sent <= 20; sent += 1) {
    const begin = performance.now();
    socket.write('ping');
    await once(socket, 'data');
    if (sent > 0) durations.push(performance.now() - begin);
  }
  socket.destroy();
  network.close();
  echo.close();
  return median(durations);
}

function forwardDelayed(from: Socket, to: Socket, delayMs: () => number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs()));
  from.on('end', () => setTimeout(() => to.end(), delayMs()));
}

/** A service that accepts every switch without checks: only the network is measured. */
export async function startPermissiveService(): Promise<{ port: number; close: () => void }> {
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
  // About as long as at the real service, so that no connection is closed between two switches of a measurement.
  server.keepAliveTimeout = 75_000;
  return { port: await listenOnFreePort(server), close: () => server.close() };
}

async function listenOnFreePort(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
