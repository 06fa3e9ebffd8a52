import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { launch, launchAndWaitForExit, type RunningApp } from '../../support/desktop/app.ts';
import { startBareBus } from '../../support/desktop/session/bare-bus.ts';
import { waitForExit } from '../../support/desktop/process-exit.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  test,
  type Service,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { freezeKeyring } from '../../support/desktop/session/keyring.ts';
import { findRendererProcesses } from '../../support/desktop/processes.ts';
import { StatusNotifierHost } from '../../support/desktop/session/status-notifier-host.ts';
import { findVisibleWindows } from '../../support/desktop/windows.ts';

const CLEAN_EXIT = { code: 0, signal: null };

/** Time limit of the switch at quitting. */
const QUIT_TIMEOUT_MS = 3_000;

const exitAfterSignal = ({ electron }: Pick<RunningApp, 'electron'>, signal: NodeJS.Signals) => {
  const child = electron.process();
  return waitForExit(child, () => child.kill(signal));
};

const hideWindow = (page: Page) => page.evaluate(() => window.standby.app.hideWindow());

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`one ${signal} ends the first run with an open window`, async ({ start }) => {
    const app = await start();
    await (await app.window()).getByRole('button', { name: 'Try it with a simulator' }).waitFor();
    expect(await exitAfterSignal(app, signal)).toMatchObject(CLEAN_EXIT);
  });
}

const firstRunStates: [state: string, prepare: (page: Page, service: Service) => Promise<void>][] = [
  ['hidden', hideWindow],
  ['with the account form typed in', (page, service) => fillInAccount(page, service.url)],
];
for (const [state, prepare] of firstRunStates) {
  test(`one SIGTERM ends the first run ${state}`, async ({ start, service }) => {
    const app = await start();
    await prepare(await app.window(), service);
    expect(await exitAfterSignal(app, 'SIGTERM')).toMatchObject(CLEAN_EXIT);
  });
}

/** Opens a native file dialog and leaves it open. */
async function openFileDialog({ page }: Standby, method: 'exportReasons' | 'importReasons'): Promise<void> {
  await page.evaluate((name) => void window.standby.settings[name](), method);
  await expect.poll(() => findVisibleWindows('(Open|Save|Select).*')).not.toEqual([]);
}

function hangPage({ profileDir }: Standby): void {
  const [page = 0] = findRendererProcesses(profileDir);
  process.kill(page, 'SIGSTOP');
}

const destroyWindow = ({ electron }: Standby) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy());

const runningStates: [state: string, prepare: (standby: Standby) => unknown][] = [
  ['with its main view open', () => {}],
  ['with the settings open', ({ tray }) => tray.click('Settings…')],
  ['hidden', ({ page }) => hideWindow(page)],
  ['without a window', destroyWindow],
  ['with a page that hangs', hangPage],
  ['with the dialog open that asks where to save', (standby) => openFileDialog(standby, 'exportReasons')],
  ['with the dialog open that asks for a file', (standby) => openFileDialog(standby, 'importReasons')],
];
for (const [state, prepare] of runningStates) {
  test(`one SIGTERM ends Standby ${state}`, async ({ standby }) => {
    await prepare(standby);
    expect(await exitAfterSignal(standby, 'SIGTERM')).toMatchObject(CLEAN_EXIT);
  });
}

test('--quit ends the running Standby after its last switch, and with none running nothing starts', async ({
  standby,
  service,
}) => {
  const { electron, page, profileDir } = standby;
  await page.evaluate(async () => {
    const { preferences } = await window.standby.app.getState();
    const onQuit = { status: 'rest' as const, reason: 'Lunch' };
    await window.standby.settings.savePreferences({ ...preferences, onQuit });
  });
  const request = { profileDir, args: ['--quit'] };
  const exitCodes: Promise<number | null>[] = [];
  const exitInfo = await waitForExit(electron.process(), () => exitCodes.push(launchAndWaitForExit(request)));
  expect(exitInfo).toMatchObject(CLEAN_EXIT);
  expect(await Promise.all(exitCodes)).toEqual([0]);
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });

  const requestCount = service.requests.length;
  expect(await launchAndWaitForExit(request)).toBe(0);
  expect(service.requests).toHaveLength(requestCount);
});

test('"Quit Standby" in the tray ends Standby with an open dialog', async ({ standby }) => {
  await openFileDialog(standby, 'exportReasons');
  const exitInfo = await waitForExit(standby.electron.process(), () => standby.tray.click('Quit Standby'));
  expect(exitInfo).toMatchObject(CLEAN_EXIT);
});

test('one SIGTERM ends Standby during a switch without a response, within the time limit of the switch at quitting', async ({
  standby,
  service,
}) => {
  await standby.page.evaluate(async () => {
    const { preferences } = await window.standby.app.getState();
    const onQuit = { status: 'rest' as const, reason: '' };
    await window.standby.settings.savePreferences({ ...preferences, onQuit });
  });
  service.faults.always({ kind: 'stall', where: 'headers' });
  await standby.tray.click('Free');
  await expect.poll(() => service.switches().length).toBe(1);
  const exitInfo = await exitAfterSignal(standby, 'SIGTERM');
  expect(exitInfo).toMatchObject(CLEAN_EXIT);
  expect(exitInfo.afterMs).toBeGreaterThan(QUIT_TIMEOUT_MS - 100);
  expect(exitInfo.afterMs).toBeLessThan(2 * QUIT_TIMEOUT_MS);
});

test('one SIGTERM ends Standby while the keychain does not respond', async ({ start, service }) => {
  const app = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  const unfreeze = await freezeKeyring();
  try {
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect.poll(() => service.requests.length).toBe(1);
    await expect(page.getByRole('button', { name: 'Check and finish' })).toBeVisible();
    // Calls of the page are handled in order: after this result the key has been sent to the keyring.
    await page.evaluate(() => window.standby.app.getState());
    // At exit Node waits for the call to the keyring without a limit, so the process ends by the signal.
    expect(await exitAfterSignal(app, 'SIGTERM')).toMatchObject({ code: null, signal: 'SIGTERM' });
  } finally {
    unfreeze();
  }
});

test('Standby ends when the session bus ends', async () => {
  const bus = await startBareBus();
  const host = await StatusNotifierHost.start(bus.address);
  const app = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
  try {
    await host.nextItem();
    host.stop();
    // Chromium ends a process whose session bus has closed.
    await waitForExit(app.electron.process(), () => bus.stop());
  } finally {
    await app.kill();
  }
});

test('Standby ends when the X server ends', async () => {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [display] = (await once(createInterface(server.stdout), 'line')) as [string];
  const app = await launch({ env: { DISPLAY: `:${display}` } });
  try {
    await (await app.window()).getByRole('button', { name: 'Try it with a simulator' }).waitFor();
    // Electron exits in this case with its own exit code.
    await waitForExit(app.electron.process(), () => server.kill());
  } finally {
    await app.kill();
    server.kill('SIGKILL');
  }
});
