import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const running: (() => Promise<void>)[] = [];

/** Starts a server that treats every request as `listener` does. */
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(listener))}`;
}

/** The same behind a certificate that nobody vouches for. */
export async function serveUntrusted(listener: RequestListener): Promise<string> {
  return `https://localhost:${await listen(createHttpsServer(selfSignedCertificate(), listener))}`;
}

/** Stops every server that the test started, whatever state its connections are in. */
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
