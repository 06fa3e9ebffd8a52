import { once } from 'node:events';
import { AGENT, expect, test, type Service, type Standby } from '../../support/desktop/fixtures.ts';
import { savePreferences } from '../../support/desktop/preferences.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';

const FAILED = "Still Free. Couldn't switch to Busy · Meeting";
/** Delays a switch long enough for "Switching" to be notified. */
const slowSwitchFault = { kind: 'delay', milliseconds: 1_500, action: 'SetStaffStatus' } as const;
const REASON = 'R&D <3 weeks>';

function isVisible({ electron }: Standby): Promise<boolean> {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((each) => each.isVisible()),
  );
}

/** Hides the window: ordinary changes are notified only then. */
async function hideWindow(standby: Standby): Promise<void> {
  await standby.page.keyboard.press('Escape');
  await expect.poll(() => isVisible(standby)).toBe(false);
}

function rejectNextSwitch({ faults }: Service): void {
  faults.nextRequests(1, {
    kind: 'error',
    code: 'FailedOperation.PermissionDenied',
    action: 'SetStaffStatus',
  });
}

/** Plans a return that is due soon, from a break with a reason, which the body of the prompt contains. */
async function promptReturnWithReason({ tray, page }: Standby): Promise<void> {
  await page.evaluate(
    (reason) => window.standby.status.request({ status: 'rest', reason, minutes: null }),
    REASON,
  );
  await tray.waitFor((seen) => seen.toolTip.startsWith(`Rest · ${REASON}`));
  await page.evaluate(() => window.standby.activity.planReturn({ backAt: Date.now() + 300 }));
}

test('each failure is notified, and its notification is closed when it is over', async ({
  standby,
  service,
  notifications,
}) => {
  await test.step('the same failure three times is notified three times, and only the last one stays', async () => {
    for (const count of [1, 2, 3]) {
      rejectNextSwitch(service);
      await standby.tray.click('Busy', 'Meeting');
      await notifications.waitUntil(
        () => notifications.shown.filter(({ title }) => title === FAILED).length === count,
        `failure number ${count}`,
      );
    }
    await notifications.waitForVisible([FAILED]);
    // GNOME shows no banner for urgency "low", and keeps critical notifications until they are dismissed.
    expect(new Set(notifications.shown.map(({ urgency }) => urgency))).toEqual(new Set([2]));
  });

  await test.step('after a dismissed failure the next one is notified', async () => {
    notifications.dismiss(FAILED);
    rejectNextSwitch(service);
    await standby.tray.click('Busy', 'Meeting');
    await notifications.waitForVisible([FAILED]);
  });

  await test.step('the notification of a failure is closed when "Try again" in the window succeeds', async () => {
    await standby.page.getByRole('button', { name: 'Try again' }).click();
    await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
    await notifications.waitForVisible([]);
  });
});

test('no notification stays after Quit', async ({ standby, service, notifications }) => {
  rejectNextSwitch(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.waitForVisible([FAILED]);
  const ended = once(standby.electron.process(), 'exit');
  await standby.tray.click('Quit Standby');
  await ended;
  await notifications.waitForVisible([]);
});

test('the prompt to return is closed when it is answered, in the menu or by its own button', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await page.evaluate(() => window.standby.activity.planReturn({ backAt: Date.now() + 300 }));
  await notifications.waitForVisible(['Time to be back']);
  await tray.click('5 more minutes');
  await notifications.waitForVisible([]);

  await page.evaluate(() => window.standby.activity.planReturn({ backAt: Date.now() + 300 }));
  await notifications.waitForVisible(['Time to be back']);
  notifications.invoke('Time to be back', 'confirmReturn');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  expect(service.agent(AGENT)).toMatchObject({ status: 'free' });
});

test('a click on a notification shows the window', async ({ standby, service, notifications }) => {
  await hideWindow(standby);
  rejectNextSwitch(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.waitForVisible([FAILED]);
  notifications.invoke(FAILED);
  await expect.poll(() => isVisible(standby)).toBe(true);
});

test.describe('a reason with signs of markup', () => {
  test('a reason with markup characters is not escaped for a service without markup', async ({
    standby,
    notifications,
  }) => {
    await promptReturnWithReason(standby);
    const { body } = await notifications.waitFor('Time to be back');
    expect(body).toContain('Your status is still Rest · R&D <3 weeks>.');
  });

  test('a reason with markup characters is escaped for a service with markup, also for one that started later', async ({
    standby,
    notifications,
  }) => {
    notifications.enableMarkup();
    await promptReturnWithReason(standby);
    const { body } = await notifications.waitFor('Time to be back');
    expect(body).toContain('Your status is still Rest · R&amp;D &lt;3 weeks&gt;.');
  });

  test('a reason with markup characters is the same in tooltip and menu', async ({ standby }) => {
    const { tray, page } = standby;
    const reason = '<b>R&D</b> a_b __c';
    await page.evaluate(
      (text) => window.standby.status.request({ status: 'rest', reason: text, minutes: null }),
      reason,
    );
    const { toolTip, menu } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · '));
    expect(toolTip).toContain(`Rest · ${reason}, since`);
    expect(menu.map(({ label }) => label)).toContainEqual(expect.stringContaining(reason));
  });
});

test('a confirmed switch is shown by the icon alone, and a slow one is notified until it is confirmed', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray } = standby;
  await hideWindow(standby);
  await pressKeys('ctrl+shift+F11');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy, '));
  service.faults.nextRequests(1, slowSwitchFault);
  await pressKeys('ctrl+shift+F10');
  await notifications.waitForVisible(['Switching to Rest…']);
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await notifications.waitForVisible([]);
  // Notifications are ordered: one for a switch would be before that of the failure.
  rejectNextSwitch(service);
  await tray.click('Busy', 'Meeting');
  await notifications.waitForVisible(["Still Rest. Couldn't switch to Busy · Meeting"]);
  const titles = notifications.shown.map(({ title }) => title);
  expect(titles).not.toContain('Busy');
  expect(titles).not.toContain('Rest');
});

test('a hanging notification service delays neither this switch nor the next, nor quitting', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, electron } = standby;
  await hideWindow(standby);
  service.faults.always(slowSwitchFault);
  notifications.hang();
  await pressKeys('ctrl+shift+F10');
  await notifications.waitFor('Switching to Rest…');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await pressKeys('ctrl+shift+F11');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy, '));
  expect(service.agent(AGENT)).toMatchObject({ status: 'notReady' });
  const ended = once(electron.process(), 'exit');
  await tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
});

test('a notification service that recovers from a hang shows the current state', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray } = standby;
  await savePreferences(standby.page, { reduceNotifications: false });
  await hideWindow(standby);
  service.faults.always(slowSwitchFault);
  const resume = notifications.hang();
  await pressKeys('ctrl+shift+F10');
  await notifications.waitFor('Switching to Rest…');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await notifications.waitFor('Rest');
  resume();
  await notifications.waitForVisible(['Rest']);
});
