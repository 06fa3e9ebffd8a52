import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../../cli/main.ts';
import { progressLine } from '../../../cli/team/progress-line.ts';
import { splitAgents } from '../../../cli/team/agents-file.ts';
import type { Terminal } from '../../../cli/team/terminal.ts';
import { loadLanguage } from '../../../cli/texts.ts';
import { createTeamHandlers } from '../../../main/app/team/team-handlers.ts';
import type { TeamServiceDeps } from '../../../main/team/team-service.ts';
import { systemClock } from '../../../shared/clock.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createServerHarness, fakeHandlers } from '../local-api/support.ts';
import { accountsOf } from '../team/support/accounts.ts';
import { createService } from '../team/support/team-on-simulator.ts';
import { createSimulation, stopSimulators } from '../tencent/support/simulator.ts';

afterEach(stopSimulators);

const here = { canAsk: true, showsProgress: false };
const nobody = { canAsk: false, showsProgress: false };

/** The command line against the local API, a team service and a simulator. */
async function setUp(
  options: Parameters<typeof createSimulation>[0] = {},
  deps: Partial<TeamServiceDeps> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-cli-team-'));
  onTestFinished(() => removeFolder(folder));
  const { simulator, log } = await createSimulation({ clock: Date, ...options });
  const handlers = createTeamHandlers({
    time: systemClock,
    team: createService(simulator.url, folder, deps),
  });
  const { api, profile } = createServerHarness({ handlers: fakeHandlers(handlers) });
  await api.start();

  async function run(terminal: Partial<Terminal>, ...args: string[]) {
    let [stdout, stderr] = ['', ''];
    const asked: string[] = [];
    const code = await runCli({
      args,
      version: '1.2.3',
      profileFolder: profile,
      distFolder: 'assets',
      systemLanguages: ['en'],
      platform: process.platform,
      pid: process.pid,
      time: systemClock,
      print: (text) => void (stdout += text),
      printError: (text) => void (stderr += text),
      terminal: {
        ...here,
        columns: () => 80,
        ask: (question) => {
          asked.push(question);
          return Promise.resolve('y');
        },
        onInterrupt: () => () => {},
        ...terminal,
      },
    });
    return { code, stdout, stderr, asked };
  }
  const fileOf = (content: string) => {
    const path = join(folder, 'agents.txt');
    writeFileSync(path, content);
    return path;
  };
  const jsonLines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { simulator, log, run, fileOf, jsonLines };
}

const waveIn = (text: string) => /\d{8}-\d{6}-[0-9a-f]{6}/.exec(text)?.[0] ?? '';

describe('team set', () => {
  it('asks how many, switches them, and says how to undo it', async () => {
    const { simulator, run, fileOf } = await setUp();
    const from = fileOf(`\uFEFF# team\r\n${accountsOf(12).join('\r\n')}\r\nAgent0@example.com\r\n`);
    const set = await run(here, 'team', 'set', 'rest', '--reason', 'Fire drill', '--from', from);
    expect(set).toMatchObject({
      code: 0,
      stderr: '1 line repeats an agent, who counts once.\n',
      asked: ['Set 12 agents to Rest · Fire drill? Type y for yes: '],
    });
    expect(set.stdout).toMatch(/^Switched: 12\nTo undo it: standby team undo \S+\n$/);
    expect(simulator.agent('agent11@example.com')).toMatchObject({ status: 'rest', reason: 'Fire drill' });

    const wave = waveIn(set.stdout);
    expect(await run(here, 'team', 'wave', wave)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Switched: 12') as string,
    });
    const undone = await run(here, 'team', 'undo', wave, '--yes');
    expect(undone).toMatchObject({ code: 0, asked: [] });
    expect(simulator.agent('agent11@example.com')).toMatchObject({ status: 'free' });
  });

  it('sends nothing when the answer is not yes', async () => {
    const { log, run, fileOf } = await setUp();
    const from = fileOf('a@b.com');
    const answers = ['', 'n', 'yesterday'];
    for (const answer of answers) {
      const ask = () => Promise.resolve(answer);
      const set = await run({ ask }, 'team', 'set', 'busy', '--from', from);
      expect(set).toMatchObject({ code: 1, stdout: '', stderr: 'Nothing was sent.\n' });
    }
    expect(log).toEqual([]);
  });

  it('needs --yes where nobody can be asked', async () => {
    const { log, run, fileOf } = await setUp();
    const from = fileOf('a@b.com');
    expect(await run(nobody, 'team', 'set', 'rest', '--from', from)).toMatchObject({ code: 2, stdout: '' });
    expect(log).toEqual([]);
    expect(await run(nobody, 'team', 'set', 'rest', '--from', from, '--yes')).toMatchObject({ code: 0 });
  });

  it.each([
    ['without --yes', here, []],
    ['without a terminal', nobody, ['--yes']],
  ])('sets nobody to Free %s', async (_what, terminal, args) => {
    const { simulator, log, run, fileOf } = await setUp();
    simulator.setAgent('a@b.com', { status: 'rest' });
    const from = fileOf('a@b.com');
    expect(await run(terminal, 'team', 'set', 'free', '--from', from, ...args)).toMatchObject({
      code: 2,
      stderr: 'Agents become Free only on a terminal and with --yes.\n',
    });
    expect(log).toEqual([]);
  });

  it('sets Free on a terminal with --yes', async () => {
    const { simulator, run, fileOf } = await setUp();
    simulator.setAgent('a@b.com', { status: 'rest' });
    expect(await run(here, 'team', 'set', 'free', '--from', fileOf('a@b.com'), '--yes')).toMatchObject({
      code: 0,
    });
    expect(simulator.agent('a@b.com')).toMatchObject({ status: 'free' });
  });

  it('prints a line of JSON for each agent, and the end', async () => {
    const { run, fileOf, jsonLines } = await setUp();
    const from = fileOf(accountsOf(3).join('\n'));
    const set = await run(nobody, 'team', 'set', 'rest', '--from', from, '--yes', '--json');
    const lines = jsonLines(set.stdout);
    expect(set).toMatchObject({ code: 0, stderr: '' });
    expect(lines[0]).toMatchObject({ event: 'started', total: 3 });
    expect(lines.filter(({ event }) => event === 'result')).toMatchObject(
      accountsOf(3).map((agent) => ({
        agent,
        outcome: 'switched',
        previous: { status: 'free', reason: '' },
      })),
    );
    expect(lines.at(-1)).toMatchObject({ event: 'end', how: 'finished', counts: { switched: 3 } });
    expect(lines.at(-1)?.wave).toBe(lines[0]?.wave);
  });

  it('of a trial run asks nothing and sends nothing', async () => {
    const { log, run, fileOf } = await setUp();
    const trial = await run(nobody, 'team', 'set', 'rest', '--from', fileOf('a@b.com'), '--dry-run');
    expect(trial).toMatchObject({ code: 0, stdout: 'Would be switched: 1\n' });
    expect(log.every(({ action }) => action === 'DescribeStaffStatusMetrics')).toBe(true);
  });

  it.each([
    ['1: one agent does not exist', 1, { agents: ['a@b.com'] }, null],
    ['4: the key is refused', 4, {}, { kind: 'error', code: 'AuthFailure.SecretIdNotFound' } as const],
    ['5: one agent is in a call', 5, {}, null],
  ])('exits with %s', async (_what, expected, options, fault) => {
    const { simulator, run, fileOf } = await setUp(options);
    if (expected === 5) simulator.setAgent('b@b.com', { status: 'busy' });
    if (fault) simulator.faults.always(fault);
    const set = await run(here, 'team', 'set', 'rest', '--from', fileOf('a@b.com\nb@b.com'));
    expect(set).toMatchObject({ code: expected });
    expect(set.stdout).toMatch(/b@b\.com {2}\S/);
  });

  it('exits with 3 when it is not known who was switched', async () => {
    const { simulator, run, fileOf } = await setUp();
    simulator.faults.always({
      kind: 'error',
      code: 'UnauthorizedOperation',
      action: 'DescribeStaffStatusMetrics',
    });
    simulator.faults.always({ kind: 'drop', applied: true, action: 'SetStaffStatus' });
    const set = await run(here, 'team', 'set', 'rest', '--from', fileOf('a@b.com'));
    expect(set).toMatchObject({ code: 3, stdout: expect.stringContaining('a@b.com  unknown: ') as string });
  });

  it('ends with Ctrl+C after the calls in flight, and names who was not sent', async () => {
    let interrupt = () => {};
    const { simulator, run, fileOf } = await setUp({
      latency: { minMs: 30, maxMs: 300 },
      onRequest: ({ action }) => action === 'SetStaffStatus' && interrupt(),
    });
    const from = fileOf(accountsOf(400).join('\n'));
    const onInterrupt = (callback: () => void) => {
      interrupt = callback;
      return () => {
        interrupt = () => {};
      };
    };
    const set = await run({ onInterrupt }, 'team', 'set', 'rest', '--from', from);
    expect(set.code).toBe(1);
    expect(set.stderr).toContain('Stopping after the requests in flight…\n');
    expect(set.stdout).toContain('Canceled.\n');
    expect(set.stdout).toMatch(/agent399@example\.com {2}not sent: canceled before/);
    const switched = Number(/Switched: (\d+)/.exec(set.stdout)?.[1]);
    const notSent = Number(/Not switched: (\d+)/.exec(set.stdout)?.[1]);
    expect(switched).toBe(
      accountsOf(400).filter((agent) => simulator.agent(agent)?.status === 'rest').length,
    );
    expect(switched + notSent).toBe(400);
  });
});

describe('team status', () => {
  it('shows each agent', async () => {
    const { simulator, run, fileOf, jsonLines } = await setUp({ agents: ['a@b.com'] });
    simulator.setAgent('a@b.com', { status: 'rest', reason: 'Lunch' });
    const from = fileOf('a@b.com\nnobody@b.com');
    expect(await run(nobody, 'team', 'status', '--from', from)).toMatchObject({
      code: 1,
      stdout: 'a@b.com  Rest · Lunch\nnobody@b.com  no such agent\n',
    });
    const asJson = await run(nobody, 'team', 'status', '--from', from, '--json');
    expect(jsonLines(asJson.stdout)).toMatchObject([
      { event: 'reading', agent: 'a@b.com', current: { status: 'rest', reason: 'Lunch' } },
      { event: 'reading', agent: 'nobody@b.com', type: 'missing', current: null },
      { event: 'end', how: 'finished' },
    ]);
  });
});

describe('a command for a team', () => {
  it.each([
    ['no file', ['team', 'set', 'rest']],
    ['a status that nobody can set', ['team', 'set', 'offline', '--from', 'x']],
    ['a wave that is none', ['team', 'undo', '../settings']],
    ['a file that does not exist', ['team', 'status', '--from', '/nonexistent/agents.txt']],
    ['a folder for a file', ['team', 'status', '--from', '/']],
  ])('with %s is not understood', async (_what, args) => {
    const { log, run } = await setUp();
    const result = await run(here, ...args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).not.toBe('');
    expect(log).toEqual([]);
  });

  it.each([
    ['', 'The list has no agent.\n'],
    ['a@b.com\n\na@b.com, b@b.com', 'Line 3: one account on each line, without blanks and separators.\n'],
    [accountsOf(5_001).join('\n'), 'Line 5001: more than 5000 agents.\n'],
  ])('names what is wrong with its file', async (content, stderr) => {
    const { log, run, fileOf } = await setUp();
    expect(await run(here, 'team', 'set', 'rest', '--from', fileOf(content))).toMatchObject({
      code: 2,
      stderr,
    });
    expect(log).toEqual([]);
  });

  it('exits with 4 where the settings do not allow it', async () => {
    const { run, fileOf } = await setUp({}, { isAllowed: () => false });
    const set = await run(here, 'team', 'set', 'rest', '--from', fileOf('a@b.com'));
    expect(set.code).toBe(4);
    expect(set.stderr).toContain('The settings do not allow changes of a team.');
  });
});

it('agents are divided into parts that fit into a line of the local API', () => {
  const agents = Array.from({ length: 5_000 }, (_, index) => `${'席'.repeat(100)}${index}`);
  const parts = splitAgents(agents);
  expect(parts.flat()).toEqual(agents);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(1_000);
    expect(Buffer.byteLength(JSON.stringify({ agents: part }))).toBeLessThan(60_000);
  }
});

it('the progress fits into the terminal', () => {
  const texts = loadLanguage(
    { localesFolder: 'assets/locales', profileFolder: '', systemLanguages: [], platform: 'linux' },
    ['en'],
  );
  const progress = { done: 250, total: 1_000, perSecond: 97.6, remainingMs: 65_000 };
  expect(progressLine(texts, progress, 80)).toBe(
    '[#####               ] 250 of 1000 · 98 a second · 1:05 left',
  );
  expect(progressLine(texts, progress, 30)).toHaveLength(29);
});
