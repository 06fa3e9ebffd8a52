/** Standby's functions in the desktop session that `npm run test:desktops` has started. */
import { writeFileSync } from 'node:fs';
import { AGENT, KEY, SDK_APP_ID } from '../support/desktop/account.ts';
import { waitForExit } from '../support/desktop/process-exit.ts';
import { readWindowState } from '../support/desktop/windows.ts';
import { savePreferences } from '../support/desktop/preferences.ts';
import { startSimulator } from '../../simulator/server.ts';
import {
  click,
  expectWindow,
  expect,
  readStatus,
  runForOutput,
  session,
  test,
  useSimulator,
} from '../support/sessions/fixtures.ts';
import { isShown, watchNotifications } from '../support/sessions/notification-monitor.ts';
import { hasOwner } from '../support/sessions/panel-tray.ts';

test.skip(session === undefined, 'not in a session: run this by `npm run test:desktops`');

test('first run: the window is on the screen, the simulator starts, and a switch is confirmed', async ({
  start,
  takePicture,
}) => {
  const { page } = await start();
  await expectWindow(true);
  await takePicture('first-run', page);
  await click(page, 'Try it with a simulator');
  await expect.poll(() => readStatus(page)).toBe('free');
  await click(page, 'Lunch');
  await expect.poll(() => readStatus(page)).toBe('rest');
  await takePicture('switched');
});

test('tray: the menu switches the status and opens the window', async ({ start, bus, takePicture }) => {
  const app = await start();
  await useSimulator(app.page);
  expect(await hasOwner(bus, 'org.kde.StatusNotifierWatcher')).toBe(session?.hasTray);
  test.skip(session?.hasTray === false, 'this desktop has no tray');
  await expectWindow(true);
  const tray = await app.findTray();
  await tray.click(...(session?.hasFlatMenu ? ['Rest · Lunch'] : ['Rest', 'Lunch']));
  const { toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(toolTip).toContain('Simulator');
  await app.page.evaluate(() => window.standby.app.hideWindow());
  const isVisible = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((each) => each.isVisible()),
    );
  await expect.poll(isVisible).toBe(false);
  await expectWindow(false);
  await tray.click('Open Standby');
  await expect.poll(isVisible).toBe(true);
  await expectWindow(true);
  if (session?.windows === 'x11') {
    await expect.poll(() => readWindowState('Standby')).toContain('_NET_WM_STATE_SKIP_TASKBAR');
  }
  await takePicture('tray', app.page);
});

test('notification: the service of the desktop shows that it is time to be back', async ({
  start,
  takePicture,
}, testInfo) => {
  test.skip(session?.hasNotifications === false, 'this desktop shows no notifications');
  const { page } = await start();
  await useSimulator(page);
  const monitor = await watchNotifications();
  try {
    await page.evaluate(() =>
      window.standby.status.request({ status: 'rest', reason: 'Lunch', minutes: null }),
    );
    await expect.poll(() => readStatus(page)).toBe('rest');
    await page.evaluate(() => window.standby.activity.planReturn({ backAt: Date.now() + 300 }));
    await expect
      .poll(() => isShown(monitor.messages(), 'Time to be back'), { message: 'a notification with an id' })
      .toBe(true);
    await takePicture('notification');
  } finally {
    monitor.stop();
    writeFileSync(testInfo.outputPath('notifications.txt'), monitor.messages());
  }
});

test('keychain: a key is kept over a restart, or the form offers this session only', async ({ start }) => {
  const service = await startSimulator({ keys: [KEY], agents: [AGENT], sdkAppId: SDK_APP_ID });
  try {
    const first = await start();
    const account = { edition: 'custom', customAddress: service.url, agent: AGENT } as const;
    const form = {
      ...account,
      sdkAppId: String(SDK_APP_ID),
      ...KEY,
      token: '',
      keyStorage: 'keychain',
    } as const;
    const result = await first.page.evaluate((typed) => window.standby.account.save(typed), form);
    if (session?.keychain == null) {
      expect(result.outcome).not.toBe('saved');
      expect((await first.page.evaluate(() => window.standby.app.getState())).account.keychain).toBe(
        'missing',
      );
      return;
    }
    expect(result).toMatchObject({ outcome: 'saved' });
    await expect.poll(() => readStatus(first.page)).toBeDefined();
    const { profileDir } = first;
    await first.close();
    const { page } = await start({ profileDir });
    await expect.poll(() => readStatus(page)).toBeDefined();
    await page.evaluate(() => window.standby.account.deleteKeys());
  } finally {
    await service.close();
  }
});

test('shortcuts: Settings shows what is known about them', async ({ start, takePicture }) => {
  const { page } = await start();
  await expectWindow(true);
  await useSimulator(page);
  await page.evaluate(() => window.standby.app.navigate('settings'));
  await page.getByRole('tab', { name: 'Shortcuts' }).evaluate((tab: HTMLElement) => tab.click());
  const states = await page.evaluate(async () =>
    (await window.standby.app.getState()).shortcuts.map(({ state }) => state),
  );
  expect(states).toHaveLength(5);
  if (session?.windows === 'x11') expect(states).toContain('active');
  // A desktop on Wayland decides itself, and never says that a shortcut is certain to work.
  else for (const state of states) expect(['notGranted', 'requested', 'off']).toContain(state);
  const labels = { active: 'On', notGranted: 'Not available', requested: 'Set by the system' } as const;
  for (const [state, label] of Object.entries(labels)) {
    await expect(page.getByText(label, { exact: true })).toHaveCount(
      states.filter((each) => each === state).length,
    );
  }
  await takePicture('shortcuts', page);
});

test('quit: SIGTERM ends the first run, and Quit ends a set-up Standby', async ({ start }) => {
  const first = await start();
  const child = first.electron.process();
  expect(await waitForExit(child, () => child.kill('SIGTERM'))).toMatchObject({ code: 0, signal: null });
  const second = await start();
  await useSimulator(second.page);
  const secondChild = second.electron.process();
  const quit = () => second.page.evaluate(() => window.standby.app.quit());
  // The page may end before it can reply.
  const exit = await waitForExit(secondChild, () => void quit().catch(() => undefined));
  expect(exit).toMatchObject({ code: 0, signal: null });
});

// The last one: not every locker can be unlocked without a password.
test('lock: a locked screen sets the status that the agent has chosen, or Settings shows that none is reported', async ({
  start,
  takePicture,
}) => {
  const { page } = await start();
  await useSimulator(page);
  // Settings asks the desktop often while it is open.
  await page.evaluate(() => window.standby.app.navigate('settings'));
  await page.getByRole('tab', { name: 'Away' }).evaluate((tab: HTMLElement) => tab.click());
  const readLock = () =>
    page.evaluate(async () => (await window.standby.app.getState()).presenceCapabilities.lock);
  const { lockCall } = session ?? {};
  if (!lockCall) {
    await expect.poll(readLock, { timeout: 60_000 }).toBe(false);
    await takePicture('no-lock');
    return;
  }
  await expect.poll(readLock).toBe(true);
  await savePreferences(page, { onLock: { status: 'rest', reason: 'Lunch' } });
  await runForOutput(lockCall);
  await expect.poll(() => readStatus(page)).toBe('rest');
  await takePicture('locked');
});
