/** The built gateway in a process of its own, for measurements and journeys. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import process from 'node:process';
import { SUPERVISORS, type TestIssuer } from '../../../gateway/demo/test-issuer.ts';

export type GatewayProcess = {
  url: string;
  /** Resident memory, in bytes. */
  memory: () => number;
  /** Ends it without a goodbye. */
  kill: () => Promise<void>;
  /** Ends it as the system does, and resolves to its exit code. */
  stop: () => Promise<number | null>;
};

export type GatewayProcessOptions = {
  issuer: Pick<TestIssuer, 'issuer' | 'clientId'>;
  serviceUrl: string;
  key: { secretId: string; secretKey: string };
  sdkAppId?: number;
  /** 0, the default, takes any free one. */
  port?: number;
  /** The port of a Redis server on this computer; by default it works alone. */
  redisPort?: number;
  /** A file of certificates that it trusts in addition. */
  caBundle?: string;
};

/** Starts `dist/gateway`, and resolves when it listens. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { issuer, serviceUrl, key, redisPort, caBundle, sdkAppId = 1_400_000_000, port = 0 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'standby-gateway-'));
  const config = join(folder, 'gateway.json');
  writeFileSync(
    config,
    JSON.stringify({
      listen: { host: '127.0.0.1', port },
      metrics: { host: '127.0.0.1', port: 0 },
      issuer: {
        issuer: issuer.issuer,
        audience: [issuer.clientId],
        clientId: issuer.clientId,
        supervisors: { claim: SUPERVISORS.claim, values: [SUPERVISORS.value] },
      },
      service: { edition: 'custom', customAddress: `${serviceUrl}/`, sdkAppId },
      audit: { file: join(folder, 'audit.log') },
      ...(redisPort !== undefined && { redis: { host: '127.0.0.1', port: redisPort } }),
    }),
  );
  const child = spawn(process.execPath, ['dist/gateway/gateway.mjs', `--config=${config}`], {
    env: {
      PATH: process.env.PATH,
      STANDBY_GATEWAY_SECRET_ID: key.secretId,
      STANDBY_GATEWAY_SECRET_KEY: key.secretKey,
      ...(caBundle !== undefined && { NODE_EXTRA_CA_CERTS: caBundle }),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await readUrl(child);
  const ended = once(child, 'exit');
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
    return child.exitCode;
  };
  return {
    url,
    memory: () => {
      const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
    },
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

/** The address in the first line. @throws (rejects with) an Error if it ends before */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code ?? 'a signal'}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      const read: unknown = JSON.parse(line);
      if (typeof read === 'object' && read !== null && 'url' in read && typeof read.url === 'string')
        resolve(read.url);
      else reject(new Error('the first line has no address'));
    });
  });
}
