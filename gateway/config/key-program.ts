/** Runs a program of the company that prints a temporary key. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Clock } from '../../shared/clock.ts';
import type { CredentialsFailure } from '../../tencent/client.ts';
import { parseKeyOutput } from '../../tencent/credentials/parse-key-output.ts';
import type { IssueResult } from '../../tencent/credentials/temporary-keys.ts';

export type KeyProgram = {
  /** An absolute path. */
  program: string;
  arguments: readonly string[];
  timeoutSeconds: number;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** In bytes. */
const MAX_OUTPUT = 65_536;

/** Of variables of the gateway, which contain secrets that the program does not need. */
const OWN_PREFIX = 'STANDBY_GATEWAY_';

/**
 * Runs the program without a shell. When it fails or its time is over, it is killed with its children. What it
 * writes to stderr may be secret and is dropped.
 * @param environment of the gateway; the program gets it without the gateway's own variables
 */
export function runKeyProgram(
  spec: KeyProgram,
  environment: Environment,
  clock: Clock,
): Promise<IssueResult> {
  return new Promise((resolve) => {
    const child = spawn(spec.program, spec.arguments, {
      env: withoutOwn(environment),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      // Its children are in its process group then. Windows has none, and would open a console.
      detached: process.platform !== 'win32',
    });
    const chunks: Buffer[] = [];
    let length = 0;

    const fail = (kind: CredentialsFailure['kind'], code: string) => {
      child.stdout.destroy();
      killWithChildren(child);
      resolve({ ok: false, failure: { kind, code: `KeyProgram.${code}`, message: '' } });
    };
    const cancelTimer = clock.setTimer(spec.timeoutSeconds * 1_000, () =>
      fail('keyProgramTimedOut', 'TimedOut'),
    );

    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.byteLength;
      chunks.push(chunk);
      if (length > MAX_OUTPUT) fail('keyProgramInvalid', 'TooLong');
    });
    child.once('error', () => {
      cancelTimer();
      fail('keyProgramFailed', 'NotStarted');
    });
    // Also called after a failure, without effect then.
    child.once('close', (code, signal) => {
      cancelTimer();
      if (code !== 0) return fail('keyProgramFailed', code === null ? `${signal}` : `Exit${code}`);
      resolve(parseKeyOutput(Buffer.concat(chunks).toString('utf8'), clock.now()));
    });
  });
}

function withoutOwn(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith(OWN_PREFIX)));
}

/** There may be nothing left to kill. */
function killWithChildren(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: all have ended.
  }
}
