/** The gateway's program: its arguments, the demonstration with the simulator, and the image of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe, it } from 'vitest';
import * as z from 'zod/mini';
import { runGateway } from '../../../gateway/cli-main.ts';
import { agentStatusView, switchResult } from '../../../shared/gateway-api/status.ts';

const demoFacts = z.object({ url: z.url(), agent: z.string(), agentToken: z.string(), metrics: z.number() });

async function run(
  args: readonly string[],
  onPrint: (line: string) => Promise<void> = () => Promise.resolve(),
) {
  const printed: string[] = [];
  const errors: string[] = [];
  let stop: (value: unknown) => void = () => {};
  const stopped = new Promise((resolve) => {
    stop = resolve;
  });
  const used: Promise<void>[] = [];
  const exitCode = await runGateway(args, {
    print: (line) => {
      printed.push(line);
      used.push(onPrint(line).finally(() => stop(null)));
    },
    printError: (line) => errors.push(line),
    environment: {},
    stopped,
    onReopen: () => {},
  });
  await Promise.all(used);
  return { exitCode, printed, errors };
}

describe("the gateway's arguments", () => {
  it.each([
    [[], '--config is missing.'],
    [['--demo', '--config=x.json'], 'Use either --config or --demo.'],
    [['--demo', '--port=65536'], '--port is a number'],
    [['--demo', '--port=-1'], '--port'],
    [['--config=x.json', '--port=1'], '--port belongs to --demo.'],
    [['--colour=red'], '--colour'],
    [['stray'], 'stray'],
    [['--config=/missing/gateway.json'], '/missing/gateway.json'],
  ])('%j are refused with a message', async (args, message) => {
    const { exitCode, printed, errors } = await run(args);
    expect([exitCode, printed]).toEqual([2, []]);
    expect(errors.join('\n')).toContain(message);
  });

  it('include --help, which explains them', async () => {
    const { exitCode, printed } = await run(['--help']);
    expect(exitCode).toBe(0);
    expect(printed.join('\n')).toMatch(/--config=FILE[^]*--demo[^]*--port=N[^]*STANDBY_GATEWAY_SECRET_ID/);
  });
});

it('the demonstration prints one line, switches its agent, and ends', async () => {
  const { exitCode, printed, errors } = await run(['--demo', '--port=0'], async (line) => {
    const { url, agent, agentToken } = demoFacts.parse(JSON.parse(line));
    const headers = { Authorization: `Bearer ${agentToken}`, 'Content-Type': 'application/json' };
    const address = `${url}/v1/agents/me/status`;
    const body = JSON.stringify({ status: 'rest', reason: 'Lunch' });
    const switched = await fetch(address, { method: 'PUT', headers, body });
    expect(switchResult.parse(await switched.json())).toMatchObject({ outcome: 'switched', agent });
    const read = await fetch(address, { headers });
    expect(agentStatusView.parse(await read.json())).toMatchObject({
      agent,
      status: 'rest',
      reason: 'Lunch',
    });
  });
  expect(errors).toEqual([]);
  expect([exitCode, printed.length]).toEqual([0, 1]);
});

describe('the image', () => {
  const repo = join(import.meta.dirname, '../../..');
  const lines = readFileSync(join(repo, 'gateway/Containerfile'), 'utf8').split('\n');
  const argumentsOf = (instruction: string) =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.split(/\s+/).slice(1));

  it('is of the oldest Node that the program supports, and does not run as root', () => {
    expect(argumentsOf('FROM')).toEqual([['docker.io/library/node:20-slim']]);
    expect(argumentsOf('USER')).toEqual([['node']]);
  });

  it('copies only what exists, and no folder of sources', () => {
    const copied = argumentsOf('COPY').map(([source = '']) => source);
    expect(copied).toEqual(['dist/gateway', 'LICENSE']);
    expect(existsSync(join(repo, 'LICENSE'))).toBe(true);
  });

  it('contains no secret', () => {
    expect(argumentsOf('ENV')).toEqual([]);
    expect(argumentsOf('ARG')).toEqual([]);
  });
});
