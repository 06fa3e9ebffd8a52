import { createServer } from 'node:https';
import { selfSignedCertificate } from '../../unit/tencent/support/self-signed-certificate.ts';
import { ChangeFeed } from './change-feed.ts';
import { listenOn } from './listen.ts';

/** A server that pretends to be the cloud, with a certificate that nobody vouches for. */
export interface FalseCloud {
  port: number;
  /** How many connections were made, whether or not the certificate was accepted. */
  connections: number;
  /** Told of each of them. */
  arrivals: ChangeFeed;
  /** The action of each request that came through TLS. */
  requests: string[];
  close: () => Promise<void>;
}

export async function startFalseCloud(): Promise<FalseCloud> {
  const requests: string[] = [];
  const arrivals = new ChangeFeed();
  const server = createServer(selfSignedCertificate(), (request, response) => {
    requests.push(String(request.headers['x-tc-action']));
    response.end('{"Response":{"RequestId":"false-cloud"}}');
  });
  const listening = await listenOn(server);
  const cloud: FalseCloud = { ...listening, connections: 0, arrivals, requests };
  server.on('connection', () => {
    cloud.connections += 1;
    arrivals.report();
  });
  return cloud;
}
