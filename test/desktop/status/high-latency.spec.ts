/** Tests every way to switch with a service latency of two seconds, and what is shown before the response. */
import { once } from 'node:events';
import {
  AGENT,
  expect,
  fillInAccount,
  triggerRefresh,
  waitForConfirmedStatus,
  test,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { getIconName } from '../../support/desktop/session/tray-icons.ts';
import { getToggledLabels } from '../../support/desktop/session/tray-menu.ts';
import { openDetails } from '../../support/desktop/messages.ts';

test.use({ latency: { minMs: 2_000, maxMs: 2_000 } });

const waitForConfirmed = ({ tray }: Standby, label: string) =>
  tray.waitFor(({ toolTip }) => toolTip.startsWith(`${label}, since `) && !toolTip.includes('Switching'));

test('the first run waits for the connection test, and shows that it does', async ({ start, service }) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('button', { name: 'Checking…' })).toBeVisible();
  await expect(page.getByText('Checked and saved. Status at the check: Free.')).toBeVisible();
  await waitForConfirmedStatus(tray);
  expect(service.switches()).toEqual([]);
});

test('tray menu, window and shortcut show "switching" at once, and "switched" only after the response', async ({
  standby,
  service,
}) => {
  const { tray, page } = standby;
  const triggers = [
    {
      requestStatus: () => tray.click('Busy', 'No reason'),
      to: 'Busy',
      icon: 'busy',
      radio: 'Busy ▸ No reason',
    },
    {
      requestStatus: () => page.getByRole('button', { name: /^Rest/ }).click(),
      to: 'Rest',
      icon: 'rest',
      radio: 'Rest ▸ No reason',
    },
    { requestStatus: () => pressKeys('ctrl+shift+F9'), to: 'Free', icon: 'free', radio: 'Free' },
  ];
  let before = { to: 'Free', radio: 'Free' };
  for (const { requestStatus, to, icon, radio } of triggers) {
    await requestStatus();
    const meanwhile = await tray.waitFor(({ toolTip }) => toolTip.includes(`Switching to ${to}…`));
    expect(meanwhile.toolTip.startsWith(`${before.to}, since `)).toBe(true);
    expect(getIconName(meanwhile.icon)).toBe('switching');
    expect(getToggledLabels(meanwhile.menu)).toEqual([before.radio]);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`Switching to ${to}`);

    const after = await waitForConfirmed(standby, to);
    expect(getIconName(after.icon)).toBe(icon);
    expect(getToggledLabels(after.menu)).toEqual([radio]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(to);
    before = { to, radio };
  }
  expect(service.switches()).toMatchObject([
    { verdict: 'ok', agents: [{ status: 'notReady' }] },
    { verdict: 'ok', agents: [{ status: 'rest' }] },
    { verdict: 'ok', agents: [{ status: 'free' }] },
  ]);
});

test('a refused switch, an undo and a newer intent end as they do without latency', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page } = standby;
  await test.step('a refused switch leaves the status unchanged, and "Try again" switches', async () => {
    service.faults.nextRequests(1, {
      kind: 'error',
      code: 'FailedOperation.PermissionDenied',
      action: 'SetStaffStatus',
    });
    await tray.click('Rest', 'Lunch');
    const { icon, menu } = await tray.waitFor(({ toolTip }) =>
      toolTip.includes("Still Free. Couldn't switch to Rest · Lunch"),
    );
    expect(getIconName(icon)).toBe('free-error');
    expect(getToggledLabels(menu)).toEqual(['Free']);
    await notifications.waitFor("Still Free. Couldn't switch to Rest · Lunch");
    await expect(await openDetails(page)).toContainText(service.switches().at(-1)?.RequestId ?? 'none');
    await page.getByRole('button', { name: 'Try again' }).click();
    await waitForConfirmed(standby, 'Rest · Lunch');
    await expect(page.getByRole('alert')).toBeHidden();
  });

  await test.step('undo restores the previous status with its reason', async () => {
    await tray.click('Busy', 'Meeting');
    await waitForConfirmed(standby, 'Busy · Meeting');
    await tray.click('Rest', 'Lunch');
    await waitForConfirmed(standby, 'Rest · Lunch');
    await pressKeys('ctrl+shift+F8');
    await waitForConfirmed(standby, 'Busy · Meeting');
    expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
  });

  await test.step('the newest intent wins, and the ones between are not sent', async () => {
    await tray.click('Free');
    await waitForConfirmed(standby, 'Free');
    service.requests.length = 0;
    await tray.click('Rest', 'Lunch');
    await expect.poll(() => service.switches().length).toBe(1);
    await pressKeys('ctrl+shift+F10', 'ctrl+shift+F9');
    await tray.click('Busy', 'Meeting');
    await waitForConfirmed(standby, 'Busy · Meeting');
    expect(service.switches()).toMatchObject([
      { agents: [{ status: 'rest', reason: 'Lunch' }] },
      { agents: [{ status: 'notReady', reason: 'Meeting' }] },
    ]);
    expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
  });
});

test('a change made elsewhere during a switch is not shown as that switch', async ({ standby, service }) => {
  const { tray } = standby;
  await tray.click('Rest', 'Lunch');
  await expect.poll(() => service.switches().length).toBe(1);
  service.setAgent(AGENT, { status: 'notReady', reason: 'Meeting' });
  // The response tells the status at the time of the switch; the next reading tells the current one.
  await waitForConfirmed(standby, 'Rest · Lunch');
  await triggerRefresh(standby);
  const { icon } = await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
  expect(getIconName(icon)).toBe('busy');
});

test('quitting sets the agent away first, and waits for the response', async ({ standby, service }) => {
  const { page, electron, tray } = standby;
  await page.evaluate(async () => {
    const { preferences } = await window.standby.app.getState();
    await window.standby.settings.savePreferences({
      ...preferences,
      onQuit: { status: 'rest', reason: 'Lunch' },
    });
  });
  const ended = once(electron.process(), 'exit');
  await tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
});
