import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { launch, type RunningApp } from '../support/desktop/app.ts';
import { startBareBus } from '../support/desktop/bare-bus.ts';
import { endingOf } from '../support/desktop/ending.ts';
import { expect, fillInAccount, test, type Service, type Standby } from '../support/desktop/fixtures.ts';
import { freezeKeyring } from '../support/desktop/keyring.ts';
import { pagesOf } from '../support/desktop/processes.ts';
import { StatusNotifierHost } from '../support/desktop/status-notifier-host.ts';
import { visibleWindows } from '../support/desktop/windows.ts';

const clean = { code: 0, signal: null };

/** How long Standby waits for the switch that is set at quitting. */
const QUITTING_LIMIT_MS = 3_000;

const signalled = ({ electron }: Pick<RunningApp, 'electron'>, signal: NodeJS.Signals) => {
  const child = electron.process();
  return endingOf(child, () => child.kill(signal));
};

const hide = (page: Page) => page.evaluate(() => window.standby.hideWindow());

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`one ${signal} ends the first run, its window open`, async ({ start }) => {
    const app = await start();
    await (await app.window()).getByRole('button', { name: 'Try without an account' }).waitFor();
    expect(await signalled(app, signal)).toMatchObject(clean);
  });
}

const firstRun: [state: string, reach: (page: Page, service: Service) => Promise<void>][] = [
  ['hidden', hide],
  ['with the account form typed in', (page, service) => fillInAccount(page, service.url)],
];
for (const [state, reach] of firstRun) {
  test(`one SIGTERM ends the first run ${state}`, async ({ start, service }) => {
    const app = await start();
    await reach(await app.window(), service);
    expect(await signalled(app, 'SIGTERM')).toMatchObject(clean);
  });
}

/** Opens the desktop's own dialog for a file, in which nothing is touched. */
async function openDialog({ page }: Standby, ask: 'exportReasons' | 'importReasons'): Promise<void> {
  await page.evaluate((name) => void window.standby[name](), ask);
  await expect.poll(() => visibleWindows('(Open|Save|Select).*')).not.toEqual([]);
}

function hangPage({ profileDir }: Standby): void {
  const [page = 0] = pagesOf(profileDir);
  process.kill(page, 'SIGSTOP');
}

const destroyWindow = ({ electron }: Standby) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy());

const later: [state: string, reach: (standby: Standby) => unknown][] = [
  ['with its main view open', () => {}],
  ['with the settings open', ({ tray }) => tray.click('Settings…')],
  ['hidden', ({ page }) => hide(page)],
  ['without a window', destroyWindow],
  ['with a page that hangs', hangPage],
  ['with the dialog open that asks where to save', (standby) => openDialog(standby, 'exportReasons')],
  ['with the dialog open that asks for a file', (standby) => openDialog(standby, 'importReasons')],
];
for (const [state, reach] of later) {
  test(`one SIGTERM ends Standby ${state}`, async ({ standby }) => {
    await reach(standby);
    expect(await signalled(standby, 'SIGTERM')).toMatchObject(clean);
  });
}

test('Quit in the tray ends Standby with a dialog open', async ({ standby }) => {
  await openDialog(standby, 'exportReasons');
  const ending = await endingOf(standby.electron.process(), () => standby.tray.click('Quit Standby'));
  expect(ending).toMatchObject(clean);
});

test('one SIGTERM ends a switch that is never answered, and what is set at quitting is not waited for long', async ({
  standby,
  service,
}) => {
  await standby.page.evaluate(async () => {
    const { preferences } = await window.standby.getState();
    const whenQuitting = { status: 'rest' as const, reason: '' };
    await window.standby.savePreferences({ ...preferences, whenQuitting });
  });
  service.faults.always({ kind: 'stall', where: 'headers' });
  await standby.tray.click('Free');
  await expect.poll(() => service.switches().length).toBe(1);
  const ending = await signalled(standby, 'SIGTERM');
  expect(ending).toMatchObject(clean);
  expect(ending.afterMs).toBeGreaterThan(QUITTING_LIMIT_MS - 100);
  expect(ending.afterMs).toBeLessThan(2 * QUITTING_LIMIT_MS);
});

test('one SIGTERM ends Standby while the keychain does not answer', async ({ start, service }) => {
  const app = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  const thaw = await freezeKeyring();
  try {
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect.poll(() => service.requests.length).toBe(1);
    await expect(page.getByRole('button', { name: 'Check and finish' })).toBeVisible();
    // What the page asks is answered in order: with this answer the key is on its way to the keyring.
    await page.evaluate(() => window.standby.getState());
    // Node waits at its end for the call that is in the keyring, however long; so the process ends by the signal itself.
    expect(await signalled(app, 'SIGTERM')).toMatchObject({ code: null, signal: 'SIGTERM' });
  } finally {
    thaw();
  }
});

test('a session bus that goes away takes Standby along', async () => {
  const bus = await startBareBus();
  const host = await StatusNotifierHost.start(bus.address);
  const app = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
  try {
    await host.nextItem();
    host.stop();
    // Chromium ends a process whose session bus is gone: its session is over.
    await endingOf(app.electron.process(), () => bus.stop());
  } finally {
    await app.kill();
  }
});

test('an X server that goes away takes Standby along', async () => {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [display] = (await once(createInterface(server.stdout), 'line')) as [string];
  const app = await launch({ env: { DISPLAY: `:${display}` } });
  try {
    await (await app.window()).getByRole('button', { name: 'Try without an account' }).waitFor();
    // Electron itself ends in this case, by an exit code of its own.
    await endingOf(app.electron.process(), () => server.kill());
  } finally {
    await app.kill();
    server.kill('SIGKILL');
  }
});
