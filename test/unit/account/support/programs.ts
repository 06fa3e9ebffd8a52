import { once } from 'node:events';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ProcessSpec } from '../../../../main/process/run-process.ts';
import { isWindows } from '../../../support/unit/posix.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

/** A folder that is deleted after the test. */
export function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-program-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/**
 * Creates a real program from JavaScript source: a script of its own, like the company's, which does not reveal where
 * the tests' Node is installed.
 */
export function programOf(source: string, args: readonly string[] = [], timeoutSeconds = 60): ProcessSpec {
  const script = join(folderOfTest(), 'program.mjs');
  writeFileSync(script, `#!${process.execPath}\n${source}`, { mode: 0o700 });
  return isWindows
    ? { program: process.execPath, arguments: [script, ...args], timeoutSeconds }
    : { program: script, arguments: args, timeoutSeconds };
}

/** The user ids that may own the programs of the tests. */
export const owners = [0, process.getuid?.() ?? 0];

/** A file that is not executable. */
export function notAProgram(): string {
  const path = join(folderOfTest(), 'program');
  writeFileSync(path, 'no program');
  chmodSync(path, 0o644);
  return path;
}

/** A server that programs connect to while they run; the connection ends with the program. */
export async function callableServer() {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const called = new Promise<Socket>((resolve) => server.once('connection', resolve));
  return { port: String(port), called };
}

/** Source of a program that ignores SIGTERM and connects to the port that is its argument. */
export const callAndStay = `
  import { connect } from 'node:net';
  process.on('SIGTERM', () => {});
  connect(Number(process.argv[2]), '127.0.0.1');
`;
