import { createServer } from 'node:https';
import { selfSignedCertificate } from '../../certificates.ts';
import { ChangeFeed } from '../session/change-feed.ts';
import { listenOn } from '../session/listen.ts';

/** A server that pretends to be the cloud, with an untrusted certificate. */
export interface FakeCloud {
  port: number;
  /** Number of connections, whether or not the certificate was accepted. */
  connections: number;
  /** Counts the connections. */
  arrivals: ChangeFeed;
  /** Action of each request that was received over TLS. */
  requests: string[];
  close: () => Promise<void>;
}

export async function startFakeCloud(): Promise<FakeCloud> {
  const requests: string[] = [];
  const arrivals = new ChangeFeed();
  const server = createServer(selfSignedCertificate(), (request, response) => {
    requests.push(String(request.headers['x-tc-action']));
    response.end('{"Response":{"RequestId":"false-cloud"}}');
  });
  const listening = await listenOn(server);
  const cloud: FakeCloud = { ...listening, connections: 0, arrivals, requests };
  server.on('connection', () => {
    cloud.connections += 1;
    arrivals.report();
  });
  return cloud;
}
