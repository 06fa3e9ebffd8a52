/** A service that is two seconds away: every way to switch, with all that is shown while nobody knows yet. */
import { once } from 'node:events';
import {
  AGENT,
  expect,
  fillInAccount,
  readBack,
  statusKnown,
  test,
  type Standby,
} from '../support/desktop/fixtures.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';
import { iconName } from '../support/desktop/tray-icons.ts';
import { toggledLabels } from '../support/desktop/tray-menu.ts';

test.use({ latency: { minMs: 2_000, maxMs: 2_000 } });

const confirmed = ({ tray }: Standby, phrase: string) =>
  tray.waitFor(({ toolTip }) => toolTip.startsWith(`${phrase}, since `) && !toolTip.includes('Switching'));

test('the first run waits for the check, and says so', async ({ start, service }) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('button', { name: 'Checking…' })).toBeVisible();
  await expect(page.getByText('Checked and saved. You are Free now.')).toBeVisible();
  await statusKnown(tray);
  expect(service.switches()).toEqual([]);
});

test('tray menu, window and shortcut switch: "switching" at once, and "switched" only with the answer', async ({
  standby,
  service,
}) => {
  const { tray, page } = standby;
  const ways = [
    { choose: () => tray.click('Busy', 'No reason'), to: 'Busy', icon: 'busy', radio: 'Busy ▸ No reason' },
    {
      choose: () => page.getByRole('button', { name: /^Rest/ }).click(),
      to: 'Rest',
      icon: 'rest',
      radio: 'Rest ▸ No reason',
    },
    { choose: () => pressKeys('ctrl+shift+F9'), to: 'Free', icon: 'free', radio: 'Free' },
  ];
  let before = { to: 'Free', radio: 'Free' };
  for (const { choose, to, icon, radio } of ways) {
    await choose();
    const meanwhile = await tray.waitFor(({ toolTip }) => toolTip.includes(`Switching to ${to}…`));
    expect(meanwhile.toolTip.startsWith(`${before.to}, since `)).toBe(true);
    expect(iconName(meanwhile.icon)).toBe('switching');
    expect(toggledLabels(meanwhile.menu)).toEqual([before.radio]);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`Switching to ${to}`);

    const after = await confirmed(standby, to);
    expect(iconName(after.icon)).toBe(icon);
    expect(toggledLabels(after.menu)).toEqual([radio]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(to);
    before = { to, radio };
  }
  expect(service.switches()).toMatchObject([
    { verdict: 'ok', agents: [{ status: 'notReady' }] },
    { verdict: 'ok', agents: [{ status: 'rest' }] },
    { verdict: 'ok', agents: [{ status: 'free' }] },
  ]);
});

test('a refusal leaves the status as it was, and "Try again" switches', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page } = standby;
  service.faults.nextRequests(1, {
    kind: 'error',
    code: 'FailedOperation.PermissionDenied',
    action: 'SetStaffStatus',
  });
  await tray.click('Rest', 'Lunch');
  const { icon, menu } = await tray.waitFor(({ toolTip }) =>
    toolTip.includes('Still Free: the switch to Rest · Lunch failed'),
  );
  expect(iconName(icon)).toBe('free-error');
  expect(toggledLabels(menu)).toEqual(['Free']);
  await notifications.waitFor('Still Free: the switch to Rest · Lunch failed');
  await expect(page.getByRole('alert')).toContainText(service.switches().at(-1)?.RequestId ?? 'none');
  await page.getByRole('button', { name: 'Try again' }).click();
  await confirmed(standby, 'Rest · Lunch');
  await expect(page.getByRole('alert')).toBeHidden();
});

test('undo brings back the status before, with its reason', async ({ standby, service }) => {
  const { tray } = standby;
  await tray.click('Busy', 'Meeting');
  await confirmed(standby, 'Busy · Meeting');
  await tray.click('Rest', 'Lunch');
  await confirmed(standby, 'Rest · Lunch');
  await pressKeys('ctrl+shift+F8');
  await confirmed(standby, 'Busy · Meeting');
  expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
});

test('the newest choice wins: those between are not sent', async ({ standby, service }) => {
  const { tray } = standby;
  await tray.click('Rest', 'Lunch');
  await expect.poll(() => service.switches().length).toBe(1);
  await pressKeys('ctrl+shift+F10', 'ctrl+shift+F9');
  await tray.click('Busy', 'Meeting');
  await confirmed(standby, 'Busy · Meeting');
  expect(service.switches()).toMatchObject([
    { agents: [{ status: 'rest', reason: 'Lunch' }] },
    { agents: [{ status: 'notReady', reason: 'Meeting' }] },
  ]);
  expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
});

test('a change made elsewhere while a switch is under way does not look like that switch', async ({
  standby,
  service,
}) => {
  const { tray } = standby;
  await tray.click('Rest', 'Lunch');
  await expect.poll(() => service.switches().length).toBe(1);
  service.setAgent(AGENT, { status: 'notReady', reason: 'Meeting' });
  // The answer says what was true when it was made; a reading says what is true now.
  await confirmed(standby, 'Rest · Lunch');
  await readBack(standby);
  const { icon } = await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
  expect(iconName(icon)).toBe('busy');
});

test('quitting sets away first, and waits for the answer', async ({ standby, service }) => {
  const { page, electron, tray } = standby;
  await page.evaluate(async () => {
    const { preferences } = await window.standby.getState();
    await window.standby.savePreferences({
      ...preferences,
      whenQuitting: { status: 'rest', reason: 'Lunch' },
    });
  });
  const ended = once(electron.process(), 'exit');
  await tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
});
