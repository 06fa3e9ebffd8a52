/** Serves the metrics on an address of their own, which the agents' network does not reach. */
import { createServer } from 'node:http';
import type { Metrics } from './metrics.ts';

export type MetricsServer = {
  /** @returns the port. @throws (rejects with) the system's error */
  listen: (address: { host: string; port: number }) => Promise<number>;
  close: () => Promise<void>;
};

export function createMetricsServer({
  text,
  contentType,
}: Pick<Metrics, 'text' | 'contentType'>): MetricsServer {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) => response.writeHead(200, { 'Content-Type': contentType }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject).listen(port, host, () => {
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
