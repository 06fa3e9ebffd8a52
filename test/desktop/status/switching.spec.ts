import { fileURLToPath } from 'node:url';
import { launch } from '../../support/desktop/app.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  test,
  type Service,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { getIconName } from '../../support/desktop/session/tray-icons.ts';
import { getToggledLabels } from '../../support/desktop/session/tray-menu.ts';
import { openDetails } from '../../support/desktop/messages.ts';

/** Waits for the tooltip, and expects icon, radio item, window and service to agree with it. */
async function expectConsistentSurfaces(
  { tray, page }: Standby,
  service: Service,
  expected: { tooltip: string; icon: string; radio: string; title: string; status: string; reason: string },
): Promise<void> {
  const { icon, menu } = await tray.waitFor(
    (seen) => seen.toolTip.startsWith(`${expected.tooltip}, `) && !seen.toolTip.includes('Switching'),
  );
  expect(getIconName(icon)).toBe(expected.icon);
  expect(getToggledLabels(menu)).toEqual([expected.radio]);
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

test('a recent choice in the tray is two clicks: open, item. They set status, reason and planned return', async ({
  standby,
  service,
}) => {
  const { page, tray } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
  await tray.click('Back in', '30 min');
  await tray.waitFor(({ toolTip }) => toolTip.includes('back at'));
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, ') && !toolTip.includes('back at'));
  // The menu is open: this is the second click, on an item of the top level.
  await tray.click('Rest · Lunch, 30 min');
  const { menu } = await tray.waitFor(
    ({ toolTip }) => toolTip.startsWith('Rest · Lunch, ') && toolTip.includes('back at'),
  );
  expect(getToggledLabels(menu)).toEqual(['Rest ▸ Lunch, 30 min']);
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
  const state = await page.evaluate(() => window.standby.app.getState());
  const { agent, plannedReturn } = state;
  expect(plannedReturn).toMatchObject({ minutes: 30, stage: 'planned' });
  expect(plannedReturn?.backAt).toBe((agent.receipt?.confirmedAt ?? 0) + 30 * 60_000);
});

test('a choice in the tray, by a shortcut or in the window is one signed request, and every surface agrees', async ({
  standby,
  service,
}) => {
  const { tray, page } = standby;
  const expectSwitch = async (expected: typeof lunch, ...requests: object[]) => {
    await expectConsistentSurfaces(standby, service, expected);
    expect(service.switches()).toMatchObject(requests);
    service.requests.length = 0;
  };
  await test.step('Rest ▸ Lunch in the tray menu', async () => {
    await tray.click('Rest', 'Lunch');
    const agents = [{ agent: AGENT, status: 'rest', reason: 'Lunch' }];
    await expectSwitch(lunch, { verdict: 'ok', agents });
  });

  await test.step('a shortcut', async () => {
    await pressKeys('ctrl+shift+F11');
    await expectSwitch(busy, { verdict: 'ok', agents: [{ status: 'notReady' }] });
  });

  await test.step('the toggle shortcut, to Free and back to the last away status, with its reason', async () => {
    await tray.click('Rest', 'Lunch');
    await expectConsistentSurfaces(standby, service, lunch);
    await pressKeys('ctrl+shift+F12');
    await expectConsistentSurfaces(standby, service, free);
    await pressKeys('ctrl+shift+F12');
    await expectConsistentSurfaces(standby, service, lunch);
  });

  await test.step('a click in the window', async () => {
    await pressKeys('ctrl+shift+F12');
    await expectConsistentSurfaces(standby, service, free);
    service.requests.length = 0;
    await page.getByRole('button', { name: 'Lunch', exact: true }).click();
    await expectSwitch(lunch, { verdict: 'ok', agents: [{ status: 'rest', reason: 'Lunch' }] });
  });

  await test.step('"Other…" in the tray menu, which opens the reason field in the window', async () => {
    await page.keyboard.press('Escape');
    await tray.click('Busy', 'Other…');
    const field = page.getByLabel('Another reason for Busy');
    await expect(field).toBeFocused();
    await field.fill('Dentist 🦷');
    await field.press('Enter');
    await expectConsistentSurfaces(standby, service, {
      ...busy,
      tooltip: 'Busy · Dentist 🦷',
      radio: 'Busy ▸ Dentist 🦷',
      reason: 'Dentist 🦷',
    });
  });
});

test('until the response every surface shows "switching", and none shows "switched"', async ({
  standby,
  service,
}) => {
  const { tray, page } = standby;
  await tray.click('Free');
  await expectConsistentSurfaces(standby, service, free);
  service.faults.nextRequests(1, { kind: 'stall', where: 'headers', action: 'SetStaffStatus' });
  await tray.click('Rest', 'Lunch');
  const { icon, menu } = await tray.waitFor((seen) => seen.toolTip.includes('Switching to Rest · Lunch…'));
  expect(getIconName(icon)).toBe('switching');
  expect(getToggledLabels(menu)).toEqual(['Free']);
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
  await expectConsistentSurfaces(standby, service, free);
  service.faults.nextRequests(1, {
    kind: 'error',
    code: 'FailedOperation.PermissionDenied',
    action: 'SetStaffStatus',
  });
  await tray.click('Busy', 'Meeting');
  const { icon, menu } = await tray.waitFor((seen) =>
    seen.toolTip.includes("Still Free. Couldn't switch to Busy · Meeting"),
  );
  expect(getIconName(icon)).toBe('free-error');
  expect(getToggledLabels(menu)).toEqual(['Free']);
  const requestId = service.switches().at(-1)?.RequestId ?? 'none';
  const card = await openDetails(page);
  await expect(card).toContainText("Still Free. Couldn't switch to Busy · Meeting");
  await expect(card).toContainText('FailedOperation.PermissionDenied');
  await expect(card).toContainText(requestId);
  await notifications.waitFor("Still Free. Couldn't switch to Busy · Meeting");

  await page.getByRole('button', { name: 'Copy details' }).click();
  const copied = await standby.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain(`RequestId: ${requestId}`);
  expect(copied).toContain('SecretId: …TEST');

  await page.getByRole('button', { name: 'Try again' }).click();
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
  await expect(page.getByRole('alert')).toBeHidden();
});

test('an error of the agent inside a successful response is a failure', async ({ standby, service }) => {
  service.faults.nextRequests(1, {
    kind: 'agentError',
    code: 'FailedOperation.SeatStatusBusy',
    action: 'SetStaffStatus',
  });
  await standby.tray.click('Rest', 'Lunch');
  await expect(await openDetails(standby.page)).toContainText('FailedOperation.SeatStatusBusy');
  const { menu } = await standby.tray.waitFor(({ icon }) => getIconName(icon).endsWith('-error'));
  expect(getToggledLabels(menu)).not.toContain('Rest ▸ Lunch');
});

test('a shortcut with the window hidden is shown by icon and notification', async ({
  standby,
  service,
  notifications,
}) => {
  await standby.page.keyboard.press('Escape');
  service.faults.nextRequests(1, { kind: 'stall', where: 'headers', action: 'SetStaffStatus' });
  await pressKeys('ctrl+shift+F10');
  await standby.tray.waitFor((seen) => getIconName(seen.icon) === 'switching');
  await notifications.waitFor('Switching to Rest…');
  await pressKeys('ctrl+shift+F11');
  await notifications.waitFor('Switching to Busy…');
});

test('a shortcut that another program has registered is reported, and the others work', async ({
  start,
  service,
  host,
}) => {
  const other = await launch({ appDir: fileURLToPath(new URL('../fixture-app', import.meta.url)) });
  try {
    await host.nextItem();
    await expect.poll(other.output).toContain('registered Ctrl+Shift+F9: true');
    const { tray, ...app } = await start();
    const page = await app.window();
    await fillInAccount(page, service.url);
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Shortcuts' }).click();
    await expect(page.getByText('Ctrl+Shift+F9 is used by another program')).toBeVisible();
    await pressKeys('ctrl+shift+F11');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Busy, '));
  } finally {
    await other.kill();
  }
});
