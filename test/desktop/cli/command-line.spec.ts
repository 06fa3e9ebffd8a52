/** The command line of the built program, in all of its exit codes, against the simulator with 30 to 300 ms of latency. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statusResult } from '../../../shared/local-api/results.ts';
import { newProfile } from '../../support/desktop/app.ts';
import { runCommand, startCommand } from '../../support/desktop/command-line.ts';
import { createAccountProfile, storeKeyFor } from '../../support/desktop/stored-account.ts';
import { AGENT, expect, test, waitForConfirmedStatus } from '../../support/desktop/fixtures.ts';

const json = (text: string) => JSON.parse(text) as unknown;

test('a running Standby answers each command by its exit code', async ({ standby, service }) => {
  // Each command is a program of its own.
  test.setTimeout(5 * 60_000);
  const { profileDir, tray } = standby;
  await test.step('2: a command line that is not understood sends nothing', async () => {
    for (const args of [
      ['lunch'],
      ['rest', '--bak', '30'],
      ['rest', '--back', '0'],
      ['today', '--csv', '--json'],
    ])
      expect(await runCommand(profileDir, ...args)).toMatchObject({ code: 2, stdout: '' });
    expect(service.switches()).toEqual([]);
  });

  await test.step('0: a confirmed switch, with its reason and the planned return; the tray agrees', async () => {
    const { code, stdout } = await runCommand(profileDir, 'rest', 'Fire', 'drill', '--back', '30');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Rest · Fire drill, confirmed at /),
    });
    expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Fire drill' });
    await tray.waitFor(
      ({ toolTip }) => toolTip.startsWith('Rest · Fire drill, ') && toolTip.includes('back at'),
    );

    const status = await runCommand(profileDir, 'status', '--json');
    expect(status.code).toBe(0);
    expect(json(status.stdout)).toMatchObject({
      known: true,
      status: 'rest',
      reason: 'Fire drill',
      backAt: expect.stringMatching(/Z$/),
      account: 'account',
    });

    const undone = await runCommand(profileDir, 'undo', '--json');
    expect({ ...undone, stdout: json(undone.stdout) }).toMatchObject({
      code: 0,
      stdout: { outcome: 'confirmed', from: { status: 'rest', reason: 'Fire drill' } },
    });
    const today = await runCommand(profileDir, 'today', '--csv');
    expect(today.code).toBe(0);
    expect(today.stdout).toContain('Command line');
  });

  await test.step('toggle goes to the last break and back', async () => {
    expect((await runCommand(profileDir, 'busy', 'Meeting')).code).toBe(0);
    expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
    expect((await runCommand(profileDir, 'toggle')).code).toBe(0);
    expect(service.agent(AGENT)).toMatchObject({ status: 'free' });
    expect((await runCommand(profileDir, 'toggle')).code).toBe(0);
    expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
  });

  await test.step('watch prints each change until it is interrupted', async () => {
    const watch = startCommand(profileDir, 'watch', '--json');
    expect(json(await watch.nextLine())).toMatchObject({ known: true });
    expect((await runCommand(profileDir, 'rest', 'Lunch')).code).toBe(0);
    let reason = '';
    while (reason !== 'Lunch') ({ reason } = statusResult.parse(json(await watch.nextLine())));
    watch.interrupt();
    await watch.result;
  });

  await test.step('1: refused by the service', async () => {
    service.faults.nextRequests(1, {
      kind: 'error',
      code: 'FailedOperation.CurStateNotAllow',
      action: 'SetStaffStatus',
    });
    const { code, stdout } = await runCommand(profileDir, 'rest', '--json');
    expect({ code, stdout: json(stdout) }).toMatchObject({
      code: 1,
      stdout: { error: { category: 'refused', requestId: expect.any(String) } },
    });
  });

  await test.step('4: the key is refused', async () => {
    service.faults.always({ kind: 'error', code: 'AuthFailure.SecretIdNotFound' });
    const { code, stdout } = await runCommand(profileDir, 'rest', '--json');
    expect({ code, stdout: json(stdout) }).toMatchObject({
      code: 4,
      stdout: { error: { category: 'notSetUp', kind: 'secretIdUnknown' } },
    });
    service.faults.clear();
  });

  await test.step('5: reserved for after the call', async () => {
    service.setAgent(AGENT, { status: 'busy' });
    const { code, stdout } = await runCommand(profileDir, 'rest', 'Lunch', '--json');
    expect({ code, stdout: json(stdout) }).toEqual({
      code: 5,
      stdout: { outcome: 'reserved', status: 'rest', reason: 'Lunch' },
    });
  });

  await test.step('3: no answer comes within the time that the command waits', async () => {
    service.faults.always({ kind: 'stall', where: 'headers' });
    const { code, stdout } = await runCommand(profileDir, 'rest', '--timeout', '1', '--json');
    expect({ code, stdout: json(stdout) }).toMatchObject({
      code: 3,
      stdout: { error: { category: 'unknown', kind: 'stillWaiting' } },
    });
  });
});

test('3: Standby does not run', async () => {
  const { code, stderr } = await runCommand(await newProfile(), 'rest');
  expect(code).toBe(3);
  expect(stderr).toContain('Standby is not running');
});

test('4: no account is set up', async ({ start }) => {
  const { profileDir } = await start();
  await expect
    .poll(async () => (await runCommand(profileDir, 'rest', '--json')).code, { timeout: 20_000 })
    .toBe(4);
});

test('the program of onStatus gets each confirmed change as a line of JSON', async ({ start, service }) => {
  await storeKeyFor(service.url, {});
  const profileDir = await createAccountProfile(service.url);
  const [program, received] = [join(profileDir, 'light'), join(profileDir, 'received')];
  writeFileSync(program, `#!/bin/sh\ncat >> ${received}\n`, { mode: 0o700 });
  const settings = join(profileDir, 'settings.json');
  const saved = JSON.parse(readFileSync(settings, 'utf8')) as object;
  writeFileSync(settings, JSON.stringify({ ...saved, onStatus: { program, arguments: [] } }));
  const { tray } = await start({ profileDir });
  await waitForConfirmedStatus(tray);
  expect((await runCommand(profileDir, 'rest', 'Lunch')).code).toBe(0);
  const lines = () => (existsSync(received) ? readFileSync(received, 'utf8').trimEnd().split('\n') : []);
  await expect
    .poll(() => lines().map((line) => statusResult.parse(json(line)).reason), { timeout: 20_000 })
    .toEqual(['', 'Lunch']);
});
