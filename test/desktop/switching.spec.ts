import { fileURLToPath } from 'node:url';
import { launch } from '../support/desktop/app.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  test,
  type Service,
  type Standby,
} from '../support/desktop/fixtures.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';
import { iconName } from '../support/desktop/tray-icons.ts';
import { toggledLabels } from '../support/desktop/tray-menu.ts';

/** Waits until the tray says so, and expects icon, radio, tooltip, window and service to agree. */
async function expectEverywhere(
  { tray, page }: Standby,
  service: Service,
  expected: { tooltip: string; icon: string; radio: string; title: string; status: string; reason: string },
): Promise<void> {
  const { icon, menu } = await tray.waitFor(
    (seen) => seen.toolTip.startsWith(`${expected.tooltip}, `) && !seen.toolTip.includes('Switching'),
  );
  expect(iconName(icon)).toBe(expected.icon);
  expect(toggledLabels(menu)).toEqual([expected.radio]);
  expect(menu[1]?.label).toContain(`${expected.tooltip}, `);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(expected.title);
  await expect(
    page.getByRole('button', { name: new RegExp(`^${expected.title}`), pressed: true }).first(),
  ).toBeVisible();
  const { status, reason } = expected;
  expect(service.agent(AGENT)).toMatchObject({ status, reason });
}

const lunch = {
  tooltip: 'Rest · Lunch',
  icon: 'rest',
  radio: 'Rest ▸ Lunch',
  title: 'Rest',
  status: 'rest',
  reason: 'Lunch',
};
const busy = {
  tooltip: 'Busy',
  icon: 'busy',
  radio: 'Busy ▸ No reason',
  title: 'Busy',
  status: 'notReady',
  reason: '',
};
const free = { tooltip: 'Free', icon: 'free', radio: 'Free', title: 'Free', status: 'free', reason: '' };

test('Rest ▸ Lunch in the tray menu is one signed request, and every surface agrees', async ({
  standby,
  service,
}) => {
  await standby.tray.click('Rest', 'Lunch');
  await expectEverywhere(standby, service, lunch);
  expect(service.switches()).toMatchObject([
    { verdict: 'ok', agents: [{ agent: AGENT, status: 'rest', reason: 'Lunch' }] },
  ]);
});

test('a click in the window is one signed request, and every surface agrees', async ({
  standby,
  service,
}) => {
  await standby.page.getByRole('button', { name: 'Lunch' }).click();
  await expectEverywhere(standby, service, lunch);
  expect(service.switches()).toMatchObject([
    { verdict: 'ok', agents: [{ status: 'rest', reason: 'Lunch' }] },
  ]);
});

test('a key press is one signed request, and every surface agrees', async ({ standby, service }) => {
  await pressKeys('ctrl+shift+F11');
  await expectEverywhere(standby, service, busy);
  expect(service.switches()).toMatchObject([{ verdict: 'ok', agents: [{ status: 'notReady' }] }]);
});

test('the toggle key goes to Free and back to the last way of being away, with its reason', async ({
  standby,
  service,
}) => {
  await standby.tray.click('Rest', 'Lunch');
  await expectEverywhere(standby, service, lunch);
  await pressKeys('ctrl+shift+F12');
  await expectEverywhere(standby, service, free);
  await pressKeys('ctrl+shift+F12');
  await expectEverywhere(standby, service, lunch);
});

test('Other… in the tray menu asks for a reason in the window', async ({ standby, service }) => {
  const { tray, page } = standby;
  await page.keyboard.press('Escape');
  await tray.click('Busy', 'Other…');
  const field = page.getByLabel('Another reason for Busy');
  await expect(field).toBeFocused();
  await field.fill('Dentist 🦷');
  await field.press('Enter');
  await expectEverywhere(standby, service, {
    ...busy,
    tooltip: 'Busy · Dentist 🦷',
    radio: 'Busy ▸ Dentist 🦷',
    reason: 'Dentist 🦷',
  });
});

test('while the answer is awaited every surface says "switching", and none says "switched"', async ({
  standby,
  service,
}) => {
  const { tray, page } = standby;
  await tray.click('Free');
  await expectEverywhere(standby, service, free);
  service.faults.nextRequests(1, { kind: 'stall', where: 'headers', action: 'SetStaffStatus' });
  await tray.click('Rest', 'Lunch');
  const { icon, menu } = await tray.waitFor((seen) => seen.toolTip.includes('Switching to Rest · Lunch…'));
  expect(iconName(icon)).toBe('switching');
  expect(toggledLabels(menu)).toEqual(['Free']);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Switching to Rest');
  await expect(page.getByRole('button', { name: /^Free/, pressed: true })).toBeVisible();
});

test('an error of the service is shown in window, tray and notification, with its RequestId', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page } = standby;
  await tray.click('Free');
  await expectEverywhere(standby, service, free);
  service.faults.nextRequests(1, {
    kind: 'error',
    code: 'FailedOperation.PermissionDenied',
    action: 'SetStaffStatus',
  });
  await tray.click('Busy', 'Meeting');
  const { icon, menu } = await tray.waitFor((seen) =>
    seen.toolTip.includes('Still Free: the switch to Busy · Meeting failed'),
  );
  expect(iconName(icon)).toBe('free-error');
  expect(toggledLabels(menu)).toEqual(['Free']);
  const requestId = service.switches().at(-1)?.RequestId ?? 'none';
  const card = page.getByRole('alert');
  await expect(card).toContainText('Still Free: the switch to Busy · Meeting failed');
  await expect(card).toContainText('FailedOperation.PermissionDenied');
  await expect(card).toContainText(requestId);
  await notifications.waitFor('Still Free: the switch to Busy · Meeting failed');

  await page.getByRole('button', { name: 'Copy details' }).click();
  const copied = await standby.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain(`RequestId: ${requestId}`);
  expect(copied).toContain('SecretId: …TEST');

  await page.getByRole('button', { name: 'Try again' }).click();
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
  await expect(card).toBeHidden();
});

test('an agent refused inside a success is a failure, not a switch', async ({ standby, service }) => {
  service.faults.nextRequests(1, {
    kind: 'agentError',
    code: 'FailedOperation.SeatStatusBusy',
    action: 'SetStaffStatus',
  });
  await standby.tray.click('Rest', 'Lunch');
  await expect(standby.page.getByRole('alert')).toContainText('FailedOperation.SeatStatusBusy');
  const { menu } = await standby.tray.waitFor(({ icon }) => iconName(icon).endsWith('-error'));
  expect(toggledLabels(menu)).not.toContain('Rest ▸ Lunch');
});

test('a key press with the window hidden is answered by icon and notification', async ({
  standby,
  service,
  notifications,
}) => {
  await standby.page.keyboard.press('Escape');
  service.faults.nextRequests(1, { kind: 'stall', where: 'headers', action: 'SetStaffStatus' });
  await pressKeys('ctrl+shift+F10');
  await standby.tray.waitFor((seen) => iconName(seen.icon) === 'switching');
  await notifications.waitFor('Switching to Rest…');
  await pressKeys('ctrl+shift+F11');
  await notifications.waitFor('Switching to Busy…');
});

test('a notification service that hangs does not hold up the switch', async ({
  standby,
  service,
  notifications,
}) => {
  await standby.page.keyboard.press('Escape');
  const before = service.switches().length;
  const answer = notifications.hang();
  await pressKeys('ctrl+shift+F10');
  await notifications.waitFor(/Rest/);
  // The app has asked the service and waits; the request is there or never will be before the answer.
  await expect.poll(() => service.switches().length).toBe(before + 1);
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest' });
  answer();
  await standby.tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
});

test('a shortcut that another program holds is reported, and the others work', async ({
  start,
  service,
  host,
}) => {
  const other = await launch({ appDir: fileURLToPath(new URL('fixture-app', import.meta.url)) });
  try {
    await host.nextItem();
    const { tray, ...app } = await start();
    const page = await app.window();
    await fillInAccount(page, service.url);
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Shortcuts' }).click();
    await expect(page.getByText('Ctrl+Shift+F9 is held by another program')).toBeVisible();
    await pressKeys('ctrl+shift+F11');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Busy, '));
  } finally {
    await other.kill();
  }
});
