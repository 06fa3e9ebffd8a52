/** Servers on loopback that misbehave, for tests of Node's fetch and of the app's. */
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { selfSignedCertificate } from './certificates.ts';

const running: (() => Promise<void>)[] = [];

/** Starts a server with this listener. */
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(listener))}`;
}

/** Starts such a server with an untrusted certificate. */
export async function serveUntrusted(listener: RequestListener): Promise<string> {
  return `https://localhost:${await listen(createHttpsServer(selfSignedCertificate(), listener))}`;
}

/** Stops every server that the test started, whatever the state of its connections. */
export async function stopServers(): Promise<void> {
  await Promise.all(running.splice(0).map((stop) => stop()));
}

async function listen(server: ReturnType<typeof createHttpServer>): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  running.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

/** Every redirect status; the last two preserve the method and body. */
export const REDIRECTS = [301, 302, 303, 307, 308] as const;

/** Redirects the client to another address. */
export function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { Location: location }).end();
}

/** Sends bytes forever. `everyByte` is called with each byte's number, counted from 1. */
export async function trickle(
  response: ServerResponse,
  everyMs: number,
  everyByte: (count: number) => void = () => undefined,
): Promise<void> {
  for (let count = 1; !response.destroyed; count += 1) {
    everyByte(count);
    response.write(' ');
    await delay(everyMs);
  }
}

const MEGABYTE = 1_000_000;

/** Creates a compressed body of spaces that decompresses to this many megabytes, a thousand times its size. */
export async function createBomb(megabytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => void chunks.push(chunk));
  const packed = new Promise<void>((resolve, reject) => gzip.once('end', resolve).once('error', reject));
  const blanks = Buffer.alloc(MEGABYTE, ' ');
  for (let sent = 0; sent < megabytes; sent += 1) {
    if (!gzip.write(blanks)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await packed;
  return Buffer.concat(chunks);
}

/** Responds with such a body. */
export function sendBomb(response: ServerResponse, packed: Buffer): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Encoding': 'gzip',
    'Content-Length': packed.length,
  });
  response.end(packed);
}
