/** A raw client of the local API: it sends lines, also wrong ones, and collects what comes back. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ENDPOINT_FILE, endpointFile, PROTOCOL_VERSION } from '../../../shared/local-api/protocol.ts';

export function readEndpoint(profile: string) {
  return endpointFile.parse(JSON.parse(readFileSync(join(profile, ENDPOINT_FILE), 'utf8')));
}

export type RawClient = {
  socket: Socket;
  send: (...lines: object[]) => void;
  /** The next line that was not read yet. Rejects when the connection ends before. */
  next: () => Promise<unknown>;
  /** Resolves when the connection has ended. */
  ended: Promise<void>;
};

export async function connectRaw(path: string): Promise<RawClient> {
  const socket = connect(path);
  onTestFinished(() => void socket.destroy());
  let buffered = '';
  let isEnded = false;
  let wake = () => {};
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    buffered += text;
    wake();
  });
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isEnded = true;
      wake();
      resolve();
    });
  });
  // One that is refused has ended.
  await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), ended]);

  async function next(): Promise<unknown> {
    for (;;) {
      const end = buffered.indexOf('\n');
      if (end >= 0) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 1);
        return JSON.parse(line) as unknown;
      }
      if (isEnded) throw new Error('the connection has ended');
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    socket,
    send: (...lines) => void socket.write(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    next,
    ended,
  };
}

export function helloLine(token: string, change: object = {}): object {
  return { id: 0, request: 'hello', token, protocol: PROTOCOL_VERSION, client: 'test', ...change };
}
