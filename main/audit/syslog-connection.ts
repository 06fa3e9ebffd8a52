/** Opens the connection to a syslog collector. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';

export type Collector = { kind: 'tls'; host: string; port: number } | { kind: 'unix'; path: string };

/**
 * Starts a connection. Over TLS the certificate of the collector has to be for its host, and of an authority that Node.js or the
 * company's bundle has.
 * @param authorities of the company, in PEM
 */
export function connectToCollector(collector: Collector, authorities: readonly string[]): Socket {
  if (collector.kind === 'unix') return connect({ path: collector.path });
  const { host, port } = collector;
  return connectTls({ host, port, ca: [...rootCertificates, ...authorities], minVersion: 'TLSv1.2' });
}
