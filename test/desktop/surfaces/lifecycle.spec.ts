import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launch, launchAndWaitForExit } from '../../support/desktop/app.ts';
import { startBareBus } from '../../support/desktop/session/bare-bus.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  waitForConfirmedStatus,
  test,
  openWindowConfirmingDialogs,
} from '../../support/desktop/fixtures.ts';
import { movePointerAway, pressKeys } from '../../support/desktop/session/keyboard.ts';
import { StatusNotifierHost } from '../../support/desktop/session/status-notifier-host.ts';
import { getFocusedWindow, findVisibleWindows, readWindowState } from '../../support/desktop/windows.ts';

const isWindowVisible = (app: { electron: Awaited<ReturnType<typeof launch>>['electron'] }) =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isVisible()),
  );

test('a click on the icon shows and hides the window; so do Escape, the close button and a lost focus', async ({
  standby,
  host,
}) => {
  const { tray, page, electron } = standby;
  await tray.activate();
  await expect.poll(() => isWindowVisible(standby)).toBe(false);
  await tray.activate();
  await expect.poll(() => isWindowVisible(standby)).toBe(true);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => isWindowVisible(standby)).toBe(false);
  await tray.click('Open Standby');
  await expect.poll(() => isWindowVisible(standby)).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => isWindowVisible(standby)).toBe(false);
  await tray.click('Open Standby');
  await expect.poll(() => isWindowVisible(standby)).toBe(true);
  // Another program gets the focus.
  const other = await launch({ appDir: fileURLToPath(new URL('../fixture-app', import.meta.url)) });
  try {
    await host.nextItem();
    await other.window();
    await expect.poll(() => isWindowVisible(standby)).toBe(false);
  } finally {
    await other.kill();
  }
});

test('there is one window, without the graphics driver and in no taskbar', async ({ standby }) => {
  await test.step('the window is drawn without the graphics driver, whose process would fail to start here', async () => {
    const status = await standby.electron.evaluate(({ app }) => app.getGPUFeatureStatus());
    expect(status.gpu_compositing).toBe('disabled_software');
    expect(await standby.output()).not.toContain('GPU process');
  });

  await test.step('the window is in no taskbar, also after it was hidden', async () => {
    const expectNoEntry = () =>
      expect.poll(() => readWindowState('Standby')).toContain('_NET_WM_STATE_SKIP_TASKBAR');
    await expectNoEntry();
    await standby.page.keyboard.press('Escape');
    await expect.poll(() => isWindowVisible(standby)).toBe(false);
    await standby.tray.click('Open Standby');
    await expectNoEntry();
  });

  await test.step('a second launch shows the window of the first, and exits', async () => {
    await standby.page.keyboard.press('Escape');
    await expect.poll(() => isWindowVisible(standby)).toBe(false);
    expect(await launchAndWaitForExit({ profileDir: standby.profileDir })).toBe(0);
    await expect.poll(() => isWindowVisible(standby)).toBe(true);
    expect(standby.electron.windows()).toHaveLength(1);
  });
});

test('a window whose page does not load is shown all the same', async ({ start }) => {
  const app = await start();
  await app.electron.evaluate(({ BrowserWindow, session }) => {
    // As the page's session is named in main/desktop/security/web-preferences.ts.
    const { protocol } = session.fromPartition('standby-window');
    protocol.unhandle('app');
    protocol.handle('app', () => new Promise<Response>(() => {}));
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });
  await app.tray.click('Open Standby');
  await expect.poll(() => isWindowVisible(app)).toBe(true);
});

test('a window that is hidden for a while is destroyed, and the main process keeps its state', async ({
  standby,
}) => {
  const { tray, page, electron } = standby;
  // The timer of half a minute fires at once.
  await electron.evaluate(() => {
    const originalSetTimeout = globalThis.setTimeout;
    const setTimeoutWithoutDelay = (callback: () => void, ms?: number) =>
      originalSetTimeout(callback, ms === 30_000 ? 0 : ms);
    globalThis.setTimeout = setTimeoutWithoutDelay as typeof setTimeout;
  });
  await tray.click('Rest', 'Other…');
  await page.getByRole('textbox').fill('Dentist');
  await tray.click('Settings…');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  const closed = page.waitForEvent('close');
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closed;
  expect(electron.windows()).toHaveLength(0);

  const opened = electron.waitForEvent('window');
  await tray.click('Open Standby');
  const again = await opened;
  await expect(again.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await again.keyboard.press('Escape');
  await expect(again.getByRole('heading', { level: 1 })).toBeVisible();
  // Unsaved input is lost with its page.
  await expect(again.getByRole('textbox')).toHaveCount(0);
  await tray.click('Rest', 'Other…');
  await expect(again.getByRole('textbox')).toBeFocused();
});

test('a missing keychain is reported, and keys can be used for this session', async ({ service }) => {
  const bus = await startBareBus();
  const host = await StatusNotifierHost.start(bus.address);
  const app = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
  try {
    const tray = await host.nextItem();
    const page = await openWindowConfirmingDialogs(app);
    await fillInAccount(page, service.url);
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect(page.getByText('No keyring on this computer')).toBeVisible();
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('radio', { name: 'For this session only' }).check();
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await waitForConfirmedStatus(tray);
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
  } finally {
    await app.kill();
    host.stop();
    await bus.stop();
  }
});

test('without a tray the window opens at start', async () => {
  const bus = await startBareBus();
  const app = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
  try {
    const page = await app.window();
    await page.getByRole('button', { name: 'Try it with a simulator' }).click();
    await page.getByRole('button', { name: 'Lunch' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
    await page.keyboard.press('Escape');
    await expect.poll(() => isWindowVisible(app)).toBe(false);
    const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
    expect(await launchAndWaitForExit({ profileDir: app.profileDir, env })).toBe(0);
    await expect.poll(() => isWindowVisible(app)).toBe(true);
  } finally {
    await app.kill();
    await bus.stop();
  }
});

test('2 in the open window sets Rest with a real key, and the window closes by itself once it is confirmed', async ({
  standby,
  service,
}) => {
  const { page, tray } = standby;
  await movePointerAway();
  // Opened again in the middle of the screen: beside the pointer it would be opened under it.
  await page.keyboard.press('Escape');
  await expect.poll(() => isWindowVisible(standby)).toBe(false);
  await tray.click('Open Standby');
  await expect.poll(() => isWindowVisible(standby)).toBe(true);
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true);
  service.faults.nextRequests(1, { kind: 'delay', milliseconds: 300, action: 'SetStaffStatus' });
  await pressKeys('2');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, since '));
  await expect.poll(() => isWindowVisible(standby), { timeout: 15_000 }).toBe(false);
  expect(service.switches().at(-1)).toMatchObject({ verdict: 'ok' });
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: '' });
});

test('the window fits a small screen, and a start on another display shows where Standby runs', async () => {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '640x480x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = (await once(createInterface(server.stdout), 'line')) as [string];
  const app = await launch({ env: { DISPLAY: `:${number}` } });
  try {
    await (await app.window()).getByRole('button', { name: 'Try it with a simulator' }).waitFor();
    await expect.poll(() => isWindowVisible(app)).toBe(true);
    const bounds = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toMatchObject({ width: 380, height: 480, y: 0 });

    const second = launchAndWaitForExit({ profileDir: app.profileDir });
    const title = 'Standby is running on another display';
    await expect.poll(() => findVisibleWindows(title)).toHaveLength(1);
    // The window manager focuses the window shortly after it appears.
    const [dialog = ''] = await findVisibleWindows(title);
    await expect.poll(getFocusedWindow).toBe(dialog);
    await pressKeys('Return');
    expect(await second).toBe(0);
  } finally {
    await app.kill();
    server.kill();
  }
});
