/** Many clients of a gateway, each with a connection of its own, as the apps of a contact center have. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

/** The connections of all clients that have none of their own. */
const shared = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity });

/** One connection, which stays open. */
export function createConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

export type Answer = { status: number; body: string };

export function send(
  url: string,
  {
    token,
    method = 'GET',
    body,
    idempotencyKey,
    connection = shared,
  }: { token: string; method?: string; body?: object; idempotencyKey?: string; connection?: Agent },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const headers = {
      Authorization: `Bearer ${token}`,
      ...(text && { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) }),
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
    };
    request(url, { method, headers, agent: connection }, (response) => {
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (received += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: received }));
      response.on('error', reject);
    })
      .on('error', reject)
      .end(text);
  });
}

export type EventStream = { close: () => void };

/** Opens a stream, and calls back with the data of each event. Resolves when it is open. */
export function openStream(url: string, token: string, onData: (data: string) => void): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const opened = request(
      url,
      { headers: { Authorization: `Bearer ${token}` }, agent: new Agent({ keepAlive: false }) },
      (response: IncomingMessage) => {
        if (response.statusCode !== 200) {
          reject(new Error(`the stream was answered with ${response.statusCode ?? 0}`));
          return;
        }
        createInterface({ input: response }).on('line', (line) => {
          if (line.startsWith('data: ')) onData(line.slice('data: '.length));
        });
        resolve({ close: () => response.destroy() });
      },
    );
    opened.on('error', reject).end();
  });
}
