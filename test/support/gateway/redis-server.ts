/** A redis-server of its own for a test file, without persistence. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { isDebianLike } from '../../../scripts/headless/system-packages.mjs';

export type RedisServer = {
  port: number;
  /** Starts it, or starts it again, empty and on the same port. */
  start: () => Promise<void>;
  /** Sends it a signal; after SIGKILL it waits for its end. */
  signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Whether redis-server is installed. On Debian it belongs to the packages of the tests, and its absence is a failure.
 * Elsewhere the reason is printed.
 */
export function hasRedisServer(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  if (isDebianLike()) throw new Error('redis-server is missing: install the Debian package redis-server');
  process.stdout.write('not run here: tests with Redis, because redis-server is not installed\n');
  return false;
}

export async function createRedisServer(): Promise<RedisServer> {
  const port = await findFreePort();
  let child: ChildProcess | null = null;

  async function stop(): Promise<void> {
    const running = child;
    child = null;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  return {
    port,
    start: async () => {
      const started = spawn(
        'redis-server',
        [
          ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
          ...['--dir', tmpdir()],
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      child = started;
      await new Promise<void>((resolve, reject) => {
        started.once('error', reject);
        started.once('exit', () => reject(new Error('redis-server has ended')));
        started.stdout.on('data', (data: Buffer) => {
          if (data.toString().includes('Ready to accept connections')) resolve();
        });
      });
    },
    signal: async (signal) => {
      if (signal === 'SIGKILL') await stop();
      else child?.kill(signal);
    },
    stop,
  };
}

/** A port that is free now. Redis cannot choose one by itself. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
