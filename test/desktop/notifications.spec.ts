import { once } from 'node:events';
import { AGENT, expect, test, type Service, type Standby } from '../support/desktop/fixtures.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';

const FAILED = 'Still Free: the switch to Busy · Meeting failed';
/** So that it is said that something is on its way. */
const slowly = { kind: 'delay', milliseconds: 300, action: 'SetStaffStatus' } as const;
const REASON = 'R&D <3 weeks>';

function isVisible({ electron }: Standby): Promise<boolean> {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((each) => each.isVisible()),
  );
}

/** From here on the ordinary things are notified too. */
async function hideWindow(standby: Standby): Promise<void> {
  await standby.page.keyboard.press('Escape');
  await expect.poll(() => isVisible(standby)).toBe(false);
}

function refuseOnce({ faults }: Service): void {
  faults.nextRequests(1, {
    kind: 'error',
    code: 'FailedOperation.PermissionDenied',
    action: 'SetStaffStatus',
  });
}

/** The question of a planned return, which names the reason in its body. */
async function askedWithReason({ tray, page }: Standby): Promise<void> {
  await page.evaluate((reason) => window.standby.choose({ status: 'rest', reason }), REASON);
  await tray.waitFor((seen) => seen.toolTip.startsWith(`Rest · ${REASON}`));
  await page.evaluate(() => window.standby.planReturn(Date.now() + 300));
}

test('the same refusal three times is told three times, and one of them stands', async ({
  standby,
  service,
  notifications,
}) => {
  for (const count of [1, 2, 3]) {
    refuseOnce(service);
    await standby.tray.click('Busy', 'Meeting');
    await notifications.until(
      () => notifications.shown.filter(({ title }) => title === FAILED).length === count,
      `failure number ${count}`,
    );
  }
  await notifications.untilUp([FAILED]);
  // GNOME shows no banner for what is "low", and keeps what is critical until it is answered.
  expect(new Set(notifications.shown.map(({ urgency }) => urgency))).toEqual(new Set([2]));
});

test('a failure goes when "Try again" in the window succeeds', async ({
  standby,
  service,
  notifications,
}) => {
  refuseOnce(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.untilUp([FAILED]);
  await standby.page.getByRole('button', { name: 'Try again' }).click();
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
  await notifications.untilUp([]);
});

test('nothing stays on the desktop after Quit', async ({ standby, service, notifications }) => {
  refuseOnce(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.untilUp([FAILED]);
  const ended = once(standby.electron.process(), 'exit');
  await standby.tray.click('Quit Standby');
  await ended;
  await notifications.untilUp([]);
});

test('who has dismissed a failure is told of the next one', async ({ standby, service, notifications }) => {
  refuseOnce(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.untilUp([FAILED]);
  notifications.dismiss(FAILED);
  refuseOnce(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.untilUp([FAILED]);
});

test('a question is taken away when it is answered, in the menu or by its own button', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await page.evaluate(() => window.standby.planReturn(Date.now() + 300));
  await notifications.untilUp(['Time to be back']);
  await tray.click('5 more minutes');
  await notifications.untilUp([]);

  await page.evaluate(() => window.standby.planReturn(Date.now() + 300));
  await notifications.untilUp(['Time to be back']);
  notifications.invoke('Time to be back', 'imBack');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  expect(service.agent(AGENT)).toMatchObject({ status: 'free' });
});

test('a click on a notification shows the window', async ({ standby, service, notifications }) => {
  await hideWindow(standby);
  refuseOnce(service);
  await standby.tray.click('Busy', 'Meeting');
  await notifications.untilUp([FAILED]);
  notifications.invoke(FAILED);
  await expect.poll(() => isVisible(standby)).toBe(true);
});

test.describe('a reason with signs of markup', () => {
  test('is shown as it is where none is read', async ({ standby, notifications }) => {
    await askedWithReason(standby);
    const { body } = await notifications.waitFor('Time to be back');
    expect(body).toContain('You are still on Rest · R&D <3 weeks>.');
  });

  test('is escaped where markup is read, also by a service that came later', async ({
    standby,
    notifications,
  }) => {
    notifications.readMarkup();
    await askedWithReason(standby);
    const { body } = await notifications.waitFor('Time to be back');
    expect(body).toContain('You are still on Rest · R&amp;D &lt;3 weeks&gt;.');
  });

  test('reads the same in tooltip and menu', async ({ standby }) => {
    const { tray, page } = standby;
    const reason = '<b>R&D</b> a_b __c';
    await page.evaluate((text) => window.standby.choose({ status: 'rest', reason: text }), reason);
    const { toolTip, menu } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · '));
    expect(toolTip).toContain(`Rest · ${reason}, since`);
    expect(menu.map(({ label }) => label)).toContainEqual(expect.stringContaining(reason));
  });
});

test('a notification service that hangs holds up neither this switch nor the next, nor quitting', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, electron } = standby;
  await hideWindow(standby);
  service.faults.always(slowly);
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

test('a service that hung and answers again is left with what is so', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray } = standby;
  await hideWindow(standby);
  service.faults.always(slowly);
  const answer = notifications.hang();
  await pressKeys('ctrl+shift+F10');
  await notifications.waitFor('Switching to Rest…');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await notifications.waitFor('Rest');
  answer();
  await notifications.untilUp(['Rest']);
});
