import { keyMayNotRead } from '../support/desktop/faults.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  readBack,
  test,
  type Service,
  type Standby,
} from '../support/desktop/fixtures.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';
import { iconName } from '../support/desktop/tray-icons.ts';
import { toggledLabels } from '../support/desktop/tray-menu.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** Waits are drawn at random and grow: sooner or later comes one that is long enough to act in. */
const aLongWait = { timeout: 60_000 };
test.describe.configure({ timeout: 150_000 });

const switching = { action: 'SetStaffStatus' };
const reading = { action: 'DescribeStaffStatusMetrics' };

const receipt = ({ page }: Standby) => page.getByRole('region', { name: 'Last switch' });
const countdown = ({ page }: Standby) => page.getByText(/^Trying again in/);

/** Waits until there is time to act before the next attempt. */
async function untilAttemptIsFarAway(standby: Standby): Promise<void> {
  await expect(countdown(standby)).toHaveText(/in (0:0[3-9]|0:[1-5]\d|[1-9])/, aLongWait);
}

test.describe('changed elsewhere', () => {
  test('a status that a supervisor changed is shown and told: from what, to what', async ({
    standby,
    service,
    notifications,
  }) => {
    service.setAgent(AGENT, { status: 'rest', reason: 'Lunch' });
    await readBack(standby);
    const { icon, menu } = await standby.tray.waitFor(({ toolTip }) =>
      toolTip.includes('Changed elsewhere: Free → Rest · Lunch'),
    );
    expect(iconName(icon)).toBe('rest');
    expect(toggledLabels(menu)).toEqual(['Rest ▸ Lunch']);
    const { body } = await notifications.waitFor('Changed elsewhere: Free → Rest · Lunch');
    expect(body).toMatch(/^Between \d\d:\d\d and \d\d:\d\d, not by Standby\.$/);
    await expect(standby.page.getByRole('heading', { level: 1 })).toHaveText('Rest');
    await expect(standby.page.getByText('Changed elsewhere: Free → Rest · Lunch')).toBeVisible();
    expect(service.switches()).toEqual([]);
  });

  // The reservation is read while the wish is still on its way, or in the same moment in which that ends.
  for (const milliseconds of [0, 40, 150, 300]) {
    test(`in a call a choice is for after it, with a service ${milliseconds} ms away: not "switched" before, no surprise when it comes`, async ({
      standby,
      service,
      notifications,
    }) => {
      service.faults.always({ kind: 'delay', milliseconds });
      const { tray, page } = standby;
      service.setAgent(AGENT, { status: 'busy' });
      await readBack(standby);
      await tray.waitFor(({ icon, toolTip }) => iconName(icon) === 'call' && toolTip.startsWith('In a call'));
      // Hidden, so that a "switched" would be notified.
      await page.keyboard.press('Escape');
      await tray.click('Rest', 'Lunch');
      const { icon, menu } = await tray.waitFor(({ toolTip }) => toolTip.includes('Rest after this call'));
      expect(iconName(icon)).toBe('call');
      expect(toggledLabels(menu)).toEqual([]);
      await notifications.untilUp(['Rest after this call']);
      service.faults.clear();
      await readBack(standby);
      await expect(page.getByText('Rest after this call')).toBeVisible();
      await expect(receipt(standby)).toBeHidden();

      service.endCall(AGENT);
      await readBack(standby);
      const after = await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
      expect(after.toolTip).not.toContain('Changed elsewhere');
      // What had been notified by now would be there before the next one.
      await page.keyboard.press('Escape');
      await tray.click('Busy', 'Meeting');
      await notifications.waitFor(/Busy/);
      // That it is being switched is said only where the answer takes its time.
      const expected = /^Switching to Rest · Lunch…$|^Rest after this call$|Busy/;
      expect(notifications.shown.filter(({ title }) => !expected.test(title))).toEqual([]);
    });
  }
});

test.describe('undo', () => {
  const ways: Record<string, (standby: Standby) => Promise<void>> = {
    'the tray menu': ({ tray }) => tray.click('Undo: back to Busy · Meeting'),
    'the window': ({ page }) => page.getByRole('button', { name: 'Undo' }).click(),
    'the shortcut': () => pressKeys('ctrl+shift+F8'),
  };
  for (const [name, undo] of Object.entries(ways)) {
    test(`by ${name} brings back the status before, with its reason`, async ({ standby, service }) => {
      const { tray } = standby;
      await tray.click('Busy', 'Meeting');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
      await tray.click('Rest', 'Lunch');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
      await undo(standby);
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
      await expect(receipt(standby)).toContainText('undone');
      expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
    });
  }
});

test('a key that may not read still switches, and says when that was confirmed', async ({
  start,
  service,
}) => {
  service.faults.always(keyMayNotRead);
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('alert')).toContainText('This key may not read your status');
  await page.getByRole('button', { name: 'Finish anyway' }).click();
  await expect(page.getByText('Your key may not read the status back')).toBeVisible();
  await tray.click('Rest', 'Lunch');
  const { icon, toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(iconName(icon)).toBe('rest');
  expect(toolTip).toMatch(/\(last confirmed \d\d:\d\d\)/);
  await expect(page.getByText(/^last confirmed \d\d:\d\d$/)).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test.describe('a wrong clock', () => {
  const cases = [
    // The service tells its time in whole seconds, and minutes are rounded down: half a one keeps clear of the edge.
    {
      name: 'an hour slow',
      serviceAheadMs: HOUR + 30_000,
      said: 'wrong by 1 h 0 min',
      inWindow: '1 h 0 min behind',
    },
    { name: 'a year fast', serviceAheadMs: -YEAR, said: 'wrong by 365 days', inWindow: '365 days ahead' },
  ];
  for (const { name, serviceAheadMs, said, inWindow } of cases) {
    test(`that is ${name} does not stop a switch, and is said until it is right`, async ({
      standby,
      service,
      notifications,
    }) => {
      const { tray, page } = standby;
      service.clock.aheadMs = serviceAheadMs;
      await tray.click('Rest', 'Lunch');
      const { icon } = await tray.waitFor(
        ({ toolTip }) => toolTip.startsWith('Rest · Lunch, since ') && toolTip.includes(said),
      );
      expect(iconName(icon)).toBe('rest');
      await notifications.waitFor(`This computer's clock is ${said}`);
      await expect(page.getByText(`This computer's clock is ${inWindow}.`)).toBeVisible();
      expect(service.switches().map(({ verdict }) => verdict)).toEqual(['AuthFailure.SignatureExpire', 'ok']);

      service.clock.aheadMs = 0;
      await tray.click('Free');
      await tray.waitFor(({ toolTip }) => /^Free, since \d\d:\d\d$/.test(toolTip));
      await expect(page.getByText(/This computer's clock is/)).toBeHidden();
    });
  }

  test('does not make a status older than it is', async ({ standby, service }) => {
    service.clock.aheadMs = -YEAR;
    service.setAgent(AGENT, { status: 'rest', reason: 'Lunch' });
    await readBack(standby);
    const { toolTip } = await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    expect(toolTip).toMatch(/^Rest · Lunch, since \d\d:\d\d/);
  });
});

test.describe('tried again', () => {
  test('a crowded service is waited for with a countdown, and the switch comes by itself', async ({
    standby,
    service,
  }) => {
    service.faults.always({ kind: 'error', code: 'RequestLimitExceeded', ...switching });
    await standby.tray.click('Rest', 'Lunch');
    await expect(countdown(standby)).toBeVisible(aLongWait);
    const { toolTip } = await standby.tray.waitFor(({ icon }) => iconName(icon).startsWith('switching'));
    expect(toolTip).toMatch(/^Free, /);
    service.faults.clear();
    await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'), { timeoutMs: 60_000 });
    const attempts = service.switches().length;
    expect(attempts).toBeGreaterThanOrEqual(2);
    await expect(receipt(standby)).toContainText(`${attempts} attempts`);
  });

  test('"Stop trying" ends it: the status stays, and nothing more is sent', async ({ standby, service }) => {
    const { tray, page } = standby;
    service.faults.always({ kind: 'error', code: 'RequestLimitExceeded', ...switching });
    await tray.click('Rest', 'Lunch');
    await untilAttemptIsFarAway(standby);
    const attempts = service.switches().length;
    await tray.click('Stop trying');
    await tray.waitFor(
      ({ icon, menu }) => iconName(icon) === 'free-error' && toggledLabels(menu).includes('Free'),
    );
    await expect(countdown(standby)).toBeHidden();
    await expect(page.getByRole('alert')).toContainText('Still Free: the switch to Rest · Lunch failed');

    service.faults.clear();
    await tray.click('Busy', 'Meeting');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting'));
    expect(service.switches().slice(attempts)).toMatchObject([{ agents: [{ reason: 'Meeting' }] }]);
  });
});

test.describe('no proof', () => {
  test('an answer that proves nothing leaves the status unknown until a reading tells it', async ({
    standby,
    service,
    notifications,
  }) => {
    const { tray, page } = standby;
    // The switch is made, but nobody says so.
    service.faults.nextRequests(1, { kind: 'agentMissing', ...switching });
    service.faults.always({ kind: 'http', status: 503, ...reading });
    await tray.click('Rest', 'Lunch');
    const { icon, menu } = await tray.waitFor(({ toolTip }) =>
      toolTip.includes('the switch to Rest · Lunch is not confirmed'),
    );
    expect(iconName(icon)).toBe('unknown-error');
    expect(toggledLabels(menu)).toEqual([]);
    await notifications.waitFor('Status unknown: the switch to Rest · Lunch is not confirmed');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unknown');
    await expect(page.getByText(/Last confirmed Free at \d\d:\d\d/)).toBeVisible();

    service.faults.clear();
    await readBack(standby);
    const told = await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
    // What was asked for has come true: nothing is left to complain about.
    expect(told.toolTip).not.toContain('failed');
    expect(iconName(told.icon)).toBe('rest');
    await expect(page.getByRole('alert')).toBeHidden();
  });

  test('a switch whose answer was lost is tried again only until a reading proves it', async ({
    standby,
    service,
  }) => {
    const { tray } = standby;
    service.faults.always({ kind: 'drop', applied: true, ...switching });
    // An unknown status is polled from one second on, which would tell before anything could be looked at.
    service.faults.always({ kind: 'http', status: 503, ...reading });
    await tray.click('Rest', 'Lunch');
    await untilAttemptIsFarAway(standby);
    const { toolTip } = await tray.waitFor(({ icon }) => iconName(icon) === 'switching-error');
    expect(toolTip).toMatch(/^Unknown, last confirmed Free at/);
    const attempts = service.switches().length;
    service.faults.clear();
    await readBack(standby);
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    await expect(countdown(standby)).toBeHidden();
    await expect(receipt(standby)).toContainText('Lunch');
    expect(service.switches()).toHaveLength(attempts);
  });
});

test('of a hundred quick choices the last one holds, and few are sent', async ({ standby, service }) => {
  const answerMs = 200;
  service.faults.always({ kind: 'delay', milliseconds: answerMs, ...switching });
  const startedAt = performance.now();
  const keys = ['ctrl+shift+F9', 'ctrl+shift+F10', 'ctrl+shift+F11'];
  await pressKeys(...Array.from({ length: 70 }, (_, at) => keys[at % keys.length] ?? ''));
  for (let click = 1; click <= 15; click += 1) {
    await standby.page.getByRole('button', { name: 'Lunch', exact: true }).click();
    await standby.page.getByRole('button', { name: 'Meeting', exact: true }).click();
  }
  await expectSettled(standby, service);
  const mostThatFit = Math.ceil((performance.now() - startedAt) / answerMs) + 1;
  expect(service.switches().length).toBeLessThanOrEqual(mostThatFit);
  expect(service.switches().at(-1)).toMatchObject({ verdict: 'ok', agents: [{ reason: 'Meeting' }] });
});

async function expectSettled({ tray, page }: Standby, service: Service): Promise<void> {
  const { icon } = await tray.waitFor(
    ({ toolTip }) => toolTip.startsWith('Busy · Meeting') && !toolTip.includes('Switching'),
  );
  expect(iconName(icon)).toBe('busy');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Busy');
  expect(service.agent(AGENT)).toMatchObject({ status: 'notReady', reason: 'Meeting' });
}
