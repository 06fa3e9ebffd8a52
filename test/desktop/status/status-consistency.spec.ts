import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeniedFault } from '../../support/desktop/network/faults.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  triggerRefresh,
  test,
  type Service,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { savePreferences } from '../../support/desktop/preferences.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { getIconName } from '../../support/desktop/session/tray-icons.ts';
import { SINCE } from '../../support/desktop/since.ts';
import { getToggledLabels } from '../../support/desktop/session/tray-menu.ts';
import { showMessage } from '../../support/desktop/messages.ts';
import { readState } from '../../support/desktop/app-state.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Retry delays are random and grow, so one that is long enough to act in comes eventually. */
const LONG_TIMEOUT = { timeout: 60_000 };
test.describe.configure({ timeout: 150_000 });

const switchAction = { action: 'SetStaffStatus' };
const readAction = { action: 'DescribeStaffStatusMetrics' };

const findReceipt = ({ page }: Standby) => page.getByRole('region', { name: 'Last switch' });
const readReceipt = async ({ page }: Standby) => (await readState(page)).agent.receipt;
const findCountdown = ({ page }: Standby) => page.getByText(/^Trying again in/);

/** Waits for a retry delay that is long enough to act in. */
async function waitForLongCountdown(standby: Standby): Promise<void> {
  await expect(findCountdown(standby)).toHaveText(/in (0:0[3-9]|0:[1-5]\d|[1-9])/, LONG_TIMEOUT);
}

test.describe('a change made elsewhere', () => {
  test('a status that a supervisor changed is shown and notified, with the previous one', async ({
    standby,
    service,
    notifications,
  }) => {
    service.setAgent(AGENT, { status: 'rest', reason: 'Lunch' });
    await triggerRefresh(standby);
    const { icon, menu } = await standby.tray.waitFor(({ toolTip }) =>
      toolTip.includes('Changed elsewhere: Free → Rest · Lunch'),
    );
    expect(getIconName(icon)).toBe('rest');
    expect(getToggledLabels(menu)).toEqual(['Rest ▸ Lunch']);
    const { body } = await notifications.waitFor('Changed elsewhere: Free → Rest · Lunch');
    expect(body).toMatch(/^Between \d\d:\d\d and \d\d:\d\d, not by Standby\.$/);
    await expect(standby.page.getByRole('heading', { level: 1 })).toHaveText('Rest');
    await expect(standby.page.getByText('Changed elsewhere: Free → Rest · Lunch')).toBeVisible();
    expect(service.switches()).toEqual([]);
  });

  test('its reason is offered for the list of reasons, and none that Standby has sent', async ({
    standby,
    service,
  }) => {
    const { page, tray } = standby;
    await page.evaluate(() =>
      window.standby.status.request({ status: 'rest', reason: 'Dentst', minutes: null }),
    );
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Dentst, '));
    service.setAgent(AGENT, { status: 'rest', reason: 'Doctor' });
    await page.evaluate(() => window.standby.status.checkNow());
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Doctor, '));
    await tray.click('Settings…');
    await page.getByRole('tab', { name: 'Reasons' }).click();
    const offered = page.getByRole('group', { name: 'Used in your contact center:' });
    await expect(offered.getByRole('button')).toHaveText(['Doctor']);
    await offered.getByRole('button').click();
    await expect(offered).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Rest' }).getByRole('listitem').last()).toHaveText(
      'Doctor',
    );
  });

  // The reservation is read while the switch is in flight, or at the moment when the switch ends.
  for (const milliseconds of [0, 40, 150, 300]) {
    test(`a status that is requested during a call is shown as reserved until the call ends (latency ${milliseconds} ms)`, async ({
      standby,
      service,
      notifications,
    }) => {
      service.faults.always({ kind: 'delay', milliseconds });
      const { tray, page } = standby;
      service.setAgent(AGENT, { status: 'busy' });
      await triggerRefresh(standby);
      await tray.waitFor(
        ({ icon, toolTip }) => getIconName(icon) === 'call' && toolTip.startsWith('On a call'),
      );
      // A confirmed switch would be notified.
      await savePreferences(standby.page, { reduceNotifications: false });
      await page.keyboard.press('Escape');
      await tray.click('Rest', 'Lunch');
      const { icon, menu } = await tray.waitFor(({ toolTip }) => toolTip.includes('Rest after this call'));
      expect(getIconName(icon)).toBe('call');
      expect(getToggledLabels(menu)).toEqual([]);
      await notifications.waitForVisible(['Rest after this call']);
      service.faults.clear();
      await triggerRefresh(standby);
      await expect(page.locator('.message-area')).toContainText('Rest after this call');
      await expect(findReceipt(standby)).toBeHidden();

      service.endCall(AGENT);
      await triggerRefresh(standby);
      const after = await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
      expect(after.toolTip).not.toContain('Changed elsewhere');
      // Notifications are ordered: an earlier one would be in the list by now.
      await page.keyboard.press('Escape');
      await tray.click('Busy', 'Meeting');
      await notifications.waitFor(/Busy/);
      // "Switching" is notified only if the response is slow.
      const expected = /^Switching to Rest · Lunch…$|^Rest after this call$|Busy/;
      expect(notifications.shown.filter(({ title }) => !expected.test(title))).toEqual([]);
    });
  }
});

test('undo restores the previous status with its reason', async ({ standby, service }) => {
  const { tray, page } = standby;
  const undoMethods: Record<string, () => Promise<void>> = {
    'the tray menu': () => tray.click('Undo: back to Busy · Meeting'),
    'the shortcut': () => pressKeys('ctrl+shift+F8'),
    'the window': () => page.getByRole('button', { name: 'Undo' }).click(),
  };
  for (const [name, undo] of Object.entries(undoMethods)) {
    await test.step(`by ${name}`, async () => {
      await tray.click('Busy', 'Meeting');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
      await tray.click('Rest', 'Lunch');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
      await undo();
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
      expect((await readReceipt(standby))?.source).toBe('undo');
      expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
    });
  }
});

test('a key without the read permission still switches, and shows when the status was confirmed', async ({
  start,
  service,
}) => {
  service.faults.always(readDeniedFault);
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('alert')).toContainText("This key can't read your status");
  await page.getByRole('button', { name: 'Finish anyway' }).click();
  await expect(page.getByText("Your key doesn't have permission to read your status")).toBeVisible();
  await tray.click('Rest', 'Lunch');
  const { icon, toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(getIconName(icon)).toBe('rest');
  expect(toolTip).toMatch(/\(last confirmed \d\d:\d\d\)/);
  await expect(page.getByRole('button', { name: 'Rest', exact: true })).toContainText(/confirmed \d\d:\d\d$/);
  await expect(page.getByRole('alert')).toBeHidden();
});

test.describe('a wrong clock', () => {
  const cases = [
    // The service reports whole seconds, and minutes are rounded down: half a minute avoids the boundary.
    {
      name: 'an hour slow',
      clockSkewMs: HOUR_MS + 30_000,
      tooltipMessage: 'off by 1 h 0 min',
      windowMessage: '1 h 0 min behind',
    },
    {
      name: 'nearly a day fast',
      clockSkewMs: -23 * HOUR_MS,
      tooltipMessage: 'off by 23 h 0 min',
      windowMessage: '23 h 0 min ahead',
    },
  ];
  for (const { name, clockSkewMs, tooltipMessage, windowMessage } of cases) {
    test(`a clock that is ${name} does not block a switch, and a warning is shown until it is corrected`, async ({
      standby,
      service,
      notifications,
    }) => {
      const { tray, page } = standby;
      service.clock.clockSkewMs = clockSkewMs;
      await tray.click('Rest', 'Lunch');
      const { icon } = await tray.waitFor(
        ({ toolTip }) => toolTip.startsWith('Rest · Lunch, since ') && toolTip.includes(tooltipMessage),
      );
      expect(getIconName(icon)).toBe('rest');
      await notifications.waitFor(`This computer's clock is ${tooltipMessage}`);
      await showMessage(page, `This computer's clock is ${windowMessage}.`);
      expect(service.switches().map(({ verdict }) => verdict)).toEqual(['AuthFailure.SignatureExpire', 'ok']);

      service.clock.clockSkewMs = 0;
      await tray.click('Free');
      await tray.waitFor(({ toolTip }) => new RegExp(`^Free, ${SINCE}$`).test(toolTip));
      await expect(page.getByText(/This computer's clock is/)).toBeHidden();
    });
  }

  test('with a clock that is a year fast switches fail with instructions, and work once it is corrected', async ({
    standby,
    service,
  }) => {
    const { tray, page } = standby;
    service.clock.clockSkewMs = -YEAR_MS;
    await tray.click('Rest', 'Lunch');
    await expect(page.getByText("This computer's clock is wrong by more than a day")).toBeVisible();
    await expect(
      page.getByText('Set the date and time in your system settings, then try again.'),
    ).toBeVisible();
    expect(service.switches().map(({ verdict }) => verdict)).toEqual(['AuthFailure.SignatureExpire']);
    expect(service.agent(AGENT)?.status).not.toBe('rest');

    service.clock.clockSkewMs = 0;
    await page.getByRole('button', { name: 'Try again' }).click();
    await tray.waitFor(({ toolTip }) => new RegExp(`^Rest · Lunch, ${SINCE}$`).test(toolTip));
  });

  test('a wrong clock does not change the time since when a status has lasted', async ({
    standby,
    service,
  }) => {
    service.clock.clockSkewMs = -23 * HOUR_MS;
    service.setAgent(AGENT, { status: 'rest', reason: 'Lunch' });
    await triggerRefresh(standby);
    const { toolTip } = await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    expect(toolTip).toMatch(new RegExp(`^Rest · Lunch, ${SINCE}`));
  });
});

test.describe('retries', () => {
  test('a switch that is rate-limited is retried with a countdown until it succeeds', async ({
    standby,
    service,
  }) => {
    service.faults.always({ kind: 'error', code: 'RequestLimitExceeded', ...switchAction });
    await standby.tray.click('Rest', 'Lunch');
    await expect(findCountdown(standby)).toBeVisible(LONG_TIMEOUT);
    const { toolTip } = await standby.tray.waitFor(({ icon }) => getIconName(icon).startsWith('switching'));
    expect(toolTip).toMatch(/^Free, /);
    service.faults.clear();
    await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'), { timeoutMs: 60_000 });
    const attempts = service.switches().length;
    expect(attempts).toBeGreaterThanOrEqual(2);
    expect((await readReceipt(standby))?.attempts).toBe(attempts);

    // "It switched late" can be answered from the log, which names neither the agent nor the reason.
    const file = join(standby.profileDir, 'logs/standby.log');
    const readLog = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    await expect
      .poll(readLog)
      .toMatch(
        new RegExp(`info \\[status\\] confirmed rest after \\d+ ms, attempts: ${attempts}, RequestId`),
      );
    expect(readLog()).toContain('failed: rateLimited, RequestLimitExceeded');
    expect(readLog()).not.toMatch(new RegExp(`Lunch|${AGENT}`));
  });

  test('"Stop trying" ends the retries: the status stays, and nothing more is sent', async ({
    standby,
    service,
  }) => {
    const { tray, page } = standby;
    service.faults.always({ kind: 'error', code: 'RequestLimitExceeded', ...switchAction });
    await tray.click('Rest', 'Lunch');
    await waitForLongCountdown(standby);
    const attempts = service.switches().length;
    await tray.click('Stop trying');
    await tray.waitFor(
      ({ icon, menu }) => getIconName(icon) === 'free-error' && getToggledLabels(menu).includes('Free'),
    );
    await expect(findCountdown(standby)).toBeHidden();
    await expect(page.getByRole('alert')).toContainText("Still Free. Couldn't switch to Rest · Lunch");

    service.faults.clear();
    await tray.click('Busy', 'Meeting');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
    expect(service.switches().slice(attempts)).toMatchObject([{ agents: [{ reason: 'Meeting' }] }]);
  });
});

test.describe('an unconfirmed switch', () => {
  test('a response without confirmation leaves the status unknown until a reading', async ({
    standby,
    service,
    notifications,
  }) => {
    const { tray, page } = standby;
    // The service applies the switch, but its response does not name the agent.
    service.faults.nextRequests(1, { kind: 'agentMissing', ...switchAction });
    service.faults.always({ kind: 'http', status: 503, ...readAction });
    await tray.click('Rest', 'Lunch');
    const { icon, menu } = await tray.waitFor(({ toolTip }) =>
      toolTip.includes("The switch to Rest · Lunch isn't confirmed"),
    );
    expect(getIconName(icon)).toBe('unknown-error');
    expect(getToggledLabels(menu)).toEqual([]);
    await notifications.waitFor("Status unknown. The switch to Rest · Lunch isn't confirmed");
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unknown');
    await showMessage(page, /Last confirmed: Free at \d\d:\d\d/);

    service.faults.clear();
    await triggerRefresh(standby);
    const snapshot = await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
    // The reading confirms the requested status, so the failure is removed.
    expect(snapshot.toolTip).not.toContain("isn't confirmed");
    expect(getIconName(snapshot.icon)).toBe('rest');
    await expect(page.getByRole('alert')).toBeHidden();
  });

  test('a switch whose response was lost is retried only until a reading confirms it', async ({
    standby,
    service,
  }) => {
    const { tray } = standby;
    service.faults.always({ kind: 'drop', applied: true, ...switchAction });
    // An unknown status is polled after one second, which would confirm it before the checks below.
    service.faults.always({ kind: 'http', status: 503, ...readAction });
    await tray.click('Rest', 'Lunch');
    await waitForLongCountdown(standby);
    const { toolTip } = await tray.waitFor(({ icon }) => getIconName(icon) === 'switching-error');
    expect(toolTip).toMatch(/^Status unknown\. Last confirmed: Free at/);
    const attempts = service.switches().length;
    service.faults.clear();
    await triggerRefresh(standby);
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    await expect(findCountdown(standby)).toBeHidden();
    expect((await readReceipt(standby))?.to.reason).toBe('Lunch');
    expect(service.switches()).toHaveLength(attempts);
  });
});

test('of a hundred quick intents the last one is confirmed, and few are sent', async ({
  standby,
  service,
}) => {
  const answerMs = 200;
  service.faults.always({ kind: 'delay', milliseconds: answerMs, ...switchAction });
  const startedAt = performance.now();
  const keys = ['ctrl+shift+F9', 'ctrl+shift+F10', 'ctrl+shift+F11'];
  await pressKeys(...Array.from({ length: 70 }, (_, at) => keys[at % keys.length] ?? ''));
  for (let click = 1; click <= 15; click += 1) {
    await standby.page.getByRole('button', { name: 'Lunch', exact: true }).click();
    await standby.page.getByRole('button', { name: 'Meeting', exact: true }).click();
  }
  await expectSettled(standby, service);
  const maxSwitches = Math.ceil((performance.now() - startedAt) / answerMs) + 1;
  expect(service.switches().length).toBeLessThanOrEqual(maxSwitches);
  expect(service.switches().at(-1)).toMatchObject({ verdict: 'ok', agents: [{ reason: 'Meeting' }] });
});

async function expectSettled({ tray, page }: Standby, service: Service): Promise<void> {
  const { icon } = await tray.waitFor(
    ({ toolTip }) => toolTip.startsWith('Busy · Meeting') && !toolTip.includes('Switching'),
  );
  expect(getIconName(icon)).toBe('busy');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Busy');
  expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
}
