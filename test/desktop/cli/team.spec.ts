/** A whole team by the built program, against the simulator with 30 to 300 ms of latency. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../../simulator/server.ts';
import { createElectronArgs, getElectronPath } from '../../support/desktop/app.ts';
import { runCommand, startCommand } from '../../support/desktop/command-line.ts';
import {
  expect,
  KEY,
  SDK_APP_ID,
  test as base,
  waitForConfirmedStatus,
} from '../../support/desktop/fixtures.ts';
import { createAccountProfile, storeKeyFor } from '../../support/desktop/stored-account.ts';

type Team = {
  simulator: Simulator;
  profileDir: string;
  /** Starts Standby, or starts it again. */
  launch: () => Promise<{ kill: () => Promise<void> }>;
  /** The file of a team. */
  fileOf: (agents: readonly string[]) => string;
};

const accountsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `agent${index}@example.com`);

const test = base.extend<{ team: Team }>({
  team: async ({ start }, use) => {
    const latency = { minMs: 30, maxMs: 300 };
    const simulator = await startSimulator({ keys: [KEY], sdkAppId: SDK_APP_ID, latency });
    await storeKeyFor(simulator.url);
    const profileDir = await createAccountProfile(simulator.url);
    await use({
      simulator,
      profileDir,
      launch: async () => {
        const app = await start({ profileDir });
        await waitForConfirmedStatus(app.tray);
        return app;
      },
      fileOf: (agents) => {
        const path = join(profileDir, 'agents.txt');
        writeFileSync(path, agents.join('\r\n'));
        return path;
      },
    });
    await simulator.close();
  },
});

/** Allows changes of a team, as an admin does in the settings file. */
function allowTeam(profileDir: string): void {
  const path = join(profileDir, 'settings.json');
  const settings = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...settings, team: 'on' }));
}

/** Runs a command on a terminal of its own, and types. */
async function runOnTerminal(profileDir: string, typed: string, ...args: string[]) {
  const command = [getElectronPath(), ...createElectronArgs({ profileDir, args })];
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn('script', ['-qefc', quoted, '/dev/null'], {
    env: { ...process.env, LANG: 'en_US.UTF-8' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    if (typed !== '' && screen.includes('Type y for yes: ')) {
      child.stdin.write(typed);
      typed = '';
    }
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, screen };
}

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const waveIn = (text: string) => /\d{8}-\d{6}-[0-9a-f]{6}/.exec(text)?.[0] ?? '';

test('a team is off until the settings allow it', async ({ team }) => {
  await team.launch();
  const from = team.fileOf(accountsOf(1));
  const set = await runCommand(team.profileDir, 'team', 'set', 'rest', '--from', from, '--yes');
  expect(set).toMatchObject({ code: 4, stdout: '' });
  expect(set.stderr).toContain('The settings do not allow changes of a team.');
});

test('a program sets a team, and its undo frees nobody', async ({ team }) => {
  const { simulator, profileDir } = team;
  allowTeam(profileDir);
  await team.launch();
  simulator.setAgent('agent1@example.com', { status: 'notReady', reason: 'Mail' });
  const from = team.fileOf(accountsOf(60));
  const drill = ['team', 'set', 'rest', '--reason', 'Fire drill', '--from', from, '--json'];
  expect(await runCommand(profileDir, ...drill)).toMatchObject({ code: 2 });
  const set = await runCommand(profileDir, ...drill, '--yes', '--fast');
  expect(set.code).toBe(0);
  const lines = jsonLines(set.stdout);
  expect(lines.filter(({ event }) => event === 'result')).toHaveLength(60);
  expect(lines.at(-1)).toMatchObject({ event: 'end', how: 'finished', counts: { switched: 60 } });
  expect(simulator.agent('agent59@example.com')).toMatchObject({ status: 'rest', reason: 'Fire drill' });

  const status = await runCommand(profileDir, 'team', 'status', '--from', from);
  expect(status.code).toBe(0);
  expect(status.stdout.trim().split('\n')).toEqual(
    accountsOf(60).map((agent) => `${agent}  Rest · Fire drill`),
  );

  const undo = await runCommand(profileDir, 'team', 'undo', waveIn(set.stdout), '--yes');
  expect(undo.code).toBe(1);
  expect(undo.stdout).toContain('Switched: 1\nNot switched: 59\n');
  expect(simulator.agent('agent1@example.com')).toMatchObject({ status: 'notReady', reason: 'Mail' });
  expect(simulator.agent('agent0@example.com')).toMatchObject({ status: 'rest' });
});

test('a person on a terminal is asked, sees the progress, and frees the team by an undo', async ({
  team,
}) => {
  const { simulator, profileDir } = team;
  allowTeam(profileDir);
  await team.launch();
  const from = team.fileOf(accountsOf(60));
  const set = await runOnTerminal(profileDir, 'y\r', 'team', 'set', 'busy', '--from', from);
  expect(set.code).toBe(0);
  expect(set.screen).toContain('Set 60 agents to Busy? Type y for yes: ');
  expect(set.screen).toMatch(/\[#+ *\] \d+ of 60/);
  expect(set.screen).toContain('Switched: 60');
  const undo = await runOnTerminal(profileDir, '', 'team', 'undo', waveIn(set.screen), '--yes');
  expect(undo.code).toBe(0);
  expect(simulator.agent('agent0@example.com')).toMatchObject({ status: 'free' });
});

for (const [key, typed] of [
  ['Ctrl+C', '\u0003'],
  ['Enter', '\r'],
] as const)
  test(`${key} at the question sends nothing`, async ({ team }) => {
    allowTeam(team.profileDir);
    await team.launch();
    const from = team.fileOf(accountsOf(3));
    const set = await runOnTerminal(team.profileDir, typed, 'team', 'set', 'rest', '--from', from);
    expect(set.code).toBe(1);
    expect(set.screen).toContain('Nothing was sent.');
    expect(team.simulator.agent('agent0@example.com')).toMatchObject({ status: 'free' });
  });

test('Ctrl+C ends a wave after the calls in flight, and everybody is reported', async ({ team }) => {
  const { simulator, profileDir } = team;
  allowTeam(profileDir);
  await team.launch();
  const from = team.fileOf(accountsOf(1_000));
  const set = startCommand(profileDir, 'team', 'set', 'rest', '--from', from, '--yes', '--json');
  let line = '';
  while (!line.includes('"result"')) line = await set.nextLine();
  set.interrupt();
  const { code, stdout } = await set.result;
  expect(code).toBe(1);
  const lines = jsonLines(stdout);
  expect(lines.at(-1)).toMatchObject({ event: 'end', how: 'cancelled' });
  const results = lines.filter(({ event }) => event === 'result');
  expect(results).toHaveLength(1_000);
  for (const { agent, outcome } of results)
    expect([agent, outcome]).toEqual([
      agent,
      simulator.agent(String(agent))?.status === 'rest' ? 'switched' : 'notSent',
    ]);
});

test('the record tells the truth after Standby was killed in the middle of a wave', async ({ team }) => {
  const { simulator, profileDir } = team;
  allowTeam(profileDir);
  const app = await team.launch();
  const from = team.fileOf(accountsOf(1_000));
  const set = startCommand(profileDir, 'team', 'set', 'rest', '--from', from, '--yes', '--json');
  let line = '';
  while (!line.includes('"result"')) line = await set.nextLine();
  await app.kill();
  const { code, stdout } = await set.result;
  expect(code).toBe(3);

  await team.launch();
  const recorded = await runCommand(profileDir, 'team', 'wave', waveIn(stdout), '--json');
  const lines = jsonLines(recorded.stdout);
  expect(lines.at(-1)).toMatchObject({ event: 'end', complete: false, damagedLines: 0 });
  const results = lines.filter(({ event }) => event === 'result');
  expect(results.map(({ agent }) => agent)).toEqual(accountsOf(1_000));
  for (const { agent, outcome } of results) {
    const isSwitched = simulator.agent(String(agent))?.status === 'rest';
    if (outcome !== 'unknown') expect([agent, outcome]).toEqual([agent, isSwitched ? 'switched' : 'notSent']);
  }
  expect(results.some(({ outcome }) => outcome === 'switched')).toBe(true);
  expect(results.some(({ outcome }) => outcome === 'notSent')).toBe(true);
});
