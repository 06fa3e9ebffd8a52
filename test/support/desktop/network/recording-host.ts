import { createServer } from 'node:http';
import { listenOn } from '../session/listen.ts';

/** What an attacker's host learns from one request. */
interface RecordedRequest {
  /** The header `Authorization`: the SecretId and a signature. */
  authorization: string;
  /** The header with the Token of a temporary key. */
  token: string;
  body: string;
}

/** Starts an attacker's host. It records each request, and responds as the service does for an unknown agent. */
export interface RecordingHost {
  url: string;
  requests: RecordedRequest[];
  close: () => Promise<void>;
}

export async function startRecordingHost(): Promise<RecordingHost> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { authorization = '', 'x-tc-token': token = '' } = request.headers;
      requests.push({ authorization, token: String(token), body: Buffer.concat(chunks).toString('utf8') });
      response.end('{"Response":{"RequestId":"an-attacker","Metrics":[]}}');
    });
  });
  const { port, close } = await listenOn(server);
  return { url: `http://127.0.0.1:${port}`, requests, close };
}
