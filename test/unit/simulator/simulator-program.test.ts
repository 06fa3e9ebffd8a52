import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, simulator } from '../../../scripts/build/programs.mjs';
import { runSimulator } from '../../../simulator/cli-main.ts';
import { setStaffStatus } from '../../../tencent/staff-status.ts';
import { isWindows } from '../../support/unit/posix.ts';
import { clientFor, testKey } from '../tencent/support/client.ts';

const listening = z.object({ url: z.string(), control: z.string(), sts: z.string() });
const keyArguments = [`--secret-id=${testKey.secretId}`, `--secret-key=${testKey.secretKey}`];

let directory = '';
/** A configuration of STS. */
let stsFile = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'standby-simulator-'));
  stsFile = join(directory, 'sts.json');
  const roles = [{ arn: 'qcs::cam::uin/1:roleName/agent' }];
  const issuer = 'https://id.example.com';
  const sts = { providerId: 'idp', issuer, clientIds: ['standby'], jwks: { keys: [] }, roles };
  await writeFile(stsFile, JSON.stringify(sts));
});
afterAll(() => rm(directory, { recursive: true }));

describe("the simulator's arguments", () => {
  async function run(...args: string[]) {
    const printed: string[] = [];
    const errors: string[] = [];
    const exitCode = await runSimulator(args, {
      print: (line) => printed.push(line),
      printError: (line) => errors.push(line),
      stopped: Promise.resolve(),
    });
    return { exitCode, printed, errors };
  }

  it.each([
    [[], '--secret-id is missing.'],
    [['--secret-id=x'], '--secret-key is missing.'],
    [[...keyArguments, '--port=99999'], '--port is a number'],
    [[...keyArguments, '--port=-1'], '--port is a number'],
    [[...keyArguments, '--rate=0'], '--rate is a number'],
    [[...keyArguments, '--rate=many'], '--rate is a number'],
    [[...keyArguments, '--latency=soon'], '--latency is two numbers'],
    [[...keyArguments, '--latency=30'], '--latency is two numbers'],
    [[...keyArguments, '--latency=300-30'], '--latency is two numbers'],
    [[...keyArguments, '--latency=0-60001'], '--latency is two numbers'],
    [[...keyArguments, '--latency=-30-300'], '--latency is two numbers'],
    [[...keyArguments, '--sts-port=x'], '--sts-port is a number'],
    [['--sts=/dev/null', '--secret-id=x'], '--secret-key is missing.'],
    [['--sts=/missing/sts.json'], '--sts=/missing/sts.json: '],
    [['--sts=package.json'], 'providerId'],
    [['--sts=README.md'], 'it is not JSON.'],
    [[...keyArguments, '--colour=red'], '--colour'],
    [[...keyArguments, 'stray'], 'stray'],
  ])('%j are refused with a message', async (args, message) => {
    const { exitCode, printed, errors } = await run(...args);
    expect(exitCode).toBe(2);
    expect(printed).toEqual([]);
    expect(errors).toEqual([expect.stringContaining(message)]);
  });

  it('include --help, which explains them and the control API', async () => {
    const { exitCode, printed } = await run('--help');
    expect(exitCode).toBe(0);
    expect(printed.join('\n')).toMatch(
      /--secret-id=ID[^]*--latency=MIN-MAX[^]*--agent=EMAIL[^]*\/_simulator\/faults/,
    );
  });

  it('if valid, make it print one line with the address', async () => {
    const { exitCode, printed } = await run(...keyArguments);
    expect(exitCode).toBe(0);
    expect(printed).toEqual([
      expect.stringMatching(/^\{"url":"http:\/\/127\.0\.0\.1:\d+","control":"[\w-]{32}"\}$/),
    ]);
  });

  it('start STS, and a key is optional then', async () => {
    const { exitCode, printed } = await run(`--sts=${stsFile}`);
    expect(exitCode).toBe(0);
    expect(printed[0]).toMatch(/"sts":"http:\/\/127\.0\.0\.1:\d+"\}$/);
  });
});

describe('the simulator as a process', () => {
  let program = '';

  beforeAll(async () => {
    program = join(directory, 'cli.mjs');
    await buildProgram(simulator({ outDir: directory, isPackaged: false }));
  });

  it.skipIf(isWindows).each(['SIGTERM', 'SIGINT'] as const)(
    'serves, logs without the secret, and exits on a signal: %s',
    async (signal) => {
      const agentArguments = ['--agent=a@b.com', '--agent=b@b.com'];
      const moreArguments = [...agentArguments, '--latency=60-80', `--sts=${stsFile}`];
      const child = spawn(process.execPath, [program, ...keyArguments, ...moreArguments]);
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const nextLine = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));

      const { url, control, sts } = listening.parse(await nextLine());
      expect((await fetch(sts, { method: 'POST', body: '{}' })).status).toBe(200);
      expect(await nextLine()).toMatchObject({ verdict: 'UnsupportedProtocol' });
      const agentsFor = async (token: string) =>
        (await fetch(`${url}/_simulator/agents`, { headers: { 'X-Standby-Simulator': token } })).status;
      expect(await agentsFor(control)).toBe(200);
      expect(await agentsFor('1')).toBe(403);
      const agents = [{ staffUserId: 'a@b.com', status: 'notReady', reason: '会议' }] as const;
      const result = await setStaffStatus(clientFor(url), { sdkAppId: 1, agents });
      expect(result).toMatchObject({ ok: true, agents: [{ kind: 'switched' }] });
      // A timer may fire a millisecond early by another clock.
      expect(result.durationMs).toBeGreaterThanOrEqual(59);
      const line = await nextLine();
      expect(line).toMatchObject({
        action: 'SetStaffStatus',
        agents: [{ agent: 'a@b.com', status: 'notReady', reason: '会议' }],
        verdict: 'ok',
        RequestId: result.ok ? result.exchange.requestId : '',
      });
      expect(JSON.stringify(line)).not.toContain(testKey.secretKey);

      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );
});
