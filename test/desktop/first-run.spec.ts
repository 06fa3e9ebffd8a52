import { keyMayNotRead } from '../support/desktop/faults.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  KEY,
  SDK_APP_ID,
  statusKnown,
  test,
} from '../support/desktop/fixtures.ts';
import { freezeKeyring, lockKeyring, readKeyring, unlockKeyring } from '../support/desktop/keyring.ts';
import { filesHolding } from '../support/desktop/search.ts';

test('without an account the simulator is in use, and says so wherever it is', async ({ start }) => {
  const { tray, close, profileDir, ...app } = await start();
  const page = await app.window();
  await page.getByRole('button', { name: 'Try without an account' }).click();
  await expect(page.getByText('Simulator', { exact: true })).toBeVisible();
  await statusKnown(tray);
  await tray.click('Rest', 'Lunch');
  const { menu, toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(toolTip).toContain('Simulator');
  expect(menu[0]?.label).toContain('(Simulator)');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');

  await close();
  const again = await start({ profileDir });
  await again.tray.waitFor((seen) => seen.toolTip.includes('Simulator'));
});

test('own keys go to the keychain and nowhere else, and are there after a restart', async ({
  start,
  service,
}) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await statusKnown(tray);
  await tray.click('Busy', 'Meeting');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));

  const stored = await readKeyring();
  expect(stored).toHaveLength(1);
  expect(JSON.parse(stored[0]?.secret ?? '')).toEqual(KEY);

  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText('••••TEST')).toBeVisible();
  const seenByWindow = await page.evaluate(async () => {
    const state = await window.standby.getState();
    return JSON.stringify(state) + document.documentElement.innerHTML;
  });
  await app.close();
  for (const secret of [KEY.secretId, KEY.secretKey]) {
    expect(filesHolding(app.profileDir, secret)).toEqual([]);
    expect(seenByWindow).not.toContain(secret);
    expect(await app.output()).not.toContain(secret);
  }

  const again = await start({ profileDir: app.profileDir });
  await again.tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
  await again.tray.click('Free');
  await again.tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  expect(service.agent(AGENT)?.status).toBe('free');
});

test('wrong input gets a message beside its field, nothing is sent, and what was typed stays', async ({
  start,
  service,
}) => {
  const { ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, 'http://ccc.example.com', {
    secretId: ` ${KEY.secretId}\t`,
    secretKey: KEY.secretKey,
  });
  await page.getByLabel('SdkAppId').fill('14-00');
  await page.getByLabel('Agent account').fill('  ');
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByText('This is a whole number such as 1400692008.')).toBeVisible();
  await expect(page.getByText('Enter your agent account')).toBeVisible();
  await expect(page.getByText('Use https://.')).toBeVisible();
  await expect(page.getByLabel('SdkAppId')).toHaveValue('14-00');
  await expect(page.getByLabel('SecretKey')).toHaveValue(KEY.secretKey);
  expect(service.requests).toEqual([]);
  expect(await readKeyring()).toEqual([]);
});

const mistakes = [
  {
    name: 'a SecretId that does not exist',
    field: 'SecretId',
    typed: 'AKIDnobodyhasthisone',
    right: KEY.secretId,
    words: 'Tencent Cloud has no API key with this SecretId.',
    code: 'AuthFailure.SecretIdNotFound',
  },
  {
    name: 'a SecretKey of another key',
    field: 'SecretKey',
    typed: 'notTheKey',
    right: KEY.secretKey,
    words: 'This SecretKey does not belong to the SecretId.',
    code: 'AuthFailure.SignatureFailure',
  },
  {
    name: 'the SdkAppId of nobody',
    field: 'SdkAppId',
    typed: '1400000001',
    right: String(SDK_APP_ID),
    words: 'There may be no application with this SdkAppId.',
    code: 'InstanceNotExist',
  },
  {
    name: 'an account that the centre does not have',
    field: 'Agent account',
    typed: 'nobody@example.com',
    right: AGENT,
    words: 'This contact center has no such agent account.',
    code: 'Answer.AgentMissing',
  },
];

for (const { name, field, typed, right, words, code } of mistakes) {
  test(`${name} is named at its field, changes nothing, and is put right`, async ({ start, service }) => {
    const { tray, ...app } = await start();
    const page = await app.window();
    await fillInAccount(page, service.url);
    const wrong = page.getByLabel(field, { exact: true });
    await wrong.fill(typed);
    await wrong.press('Enter');

    await expect(wrong).toBeFocused();
    await expect(wrong).toHaveAttribute('aria-invalid', 'true');
    await expect(wrong).toHaveAccessibleDescription(new RegExp(`^${words}`));
    const asked = service.requests.at(-1);
    await expect(page.getByRole('alert')).toContainText(code);
    await expect(page.getByRole('alert')).toContainText(`RequestId ${asked?.RequestId}`);
    await expect(page.getByLabel('SecretKey')).not.toHaveValue('');
    expect(await readKeyring()).toEqual([]);

    await wrong.fill(right);
    await wrong.press('Enter');
    await expect(page.getByText('Checked and saved. You are Free now.')).toBeVisible();
    await statusKnown(tray);
    expect(await readKeyring()).toHaveLength(1);
    expect(service.switches()).toEqual([]);
  });
}

test('a key that may not read is said so, and the account can be finished anyway', async ({
  start,
  service,
}) => {
  service.faults.always(keyMayNotRead);
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('alert')).toContainText('could not verify the account and the agent');
  expect(await readKeyring()).toEqual([]);
  await page.getByRole('button', { name: 'Finish anyway' }).click();
  await expect(page.getByText('Your key may not read the status back')).toBeVisible();
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
});

test('a wrong key that was saved unchecked is named by the first reading', async ({ start, service }) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url, { ...KEY, secretKey: 'notTheKey' });
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  const card = page.getByRole('alert');
  await expect(card).toContainText('Your status could not be read');
  await tray.click('Free');
  await expect(card).toContainText('the switch to Free');
  await expect(card).toContainText('AuthFailure.SignatureFailure');
  await tray.waitFor(({ menu }) => !menu.some(({ toggled }) => toggled));
});

test('nobody at the address: that is said there, and the account can be finished without a check', async ({
  start,
  service,
}) => {
  const { ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await service.close();
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByLabel('Address of the service')).toBeFocused();
  await expect(page.getByRole('alert')).toContainText('Network.Refused');
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible();
});

test('a locked keychain is said, keys can be kept for this session, and unlocking mends it', async ({
  start,
  service,
}) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await lockKeyring();
  try {
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect(page.getByText(/The keychain (is locked|refused access|does not answer)/)).toBeVisible({
      timeout: 25_000,
    });
    await page.getByRole('radio', { name: 'For this session only' }).check();
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await statusKnown(tray);
    await tray.click('Free');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  } finally {
    await unlockKeyring();
  }
  expect(await readKeyring()).toEqual([]);
});

test('a key that the keychain takes after its time limit is said to be unknown, and then to be saved', async ({
  start,
  service,
}) => {
  const { tray, electron, ...app } = await start();
  const page = await app.window();
  // The time limit is over at once; the keychain answers only when it is let go on.
  await electron.evaluate(() => {
    const wait = globalThis.setTimeout;
    const impatient = (callback: () => void, ms?: number) => wait(callback, ms === 20_000 ? 0 : ms);
    globalThis.setTimeout = impatient as typeof setTimeout;
    Reflect.set(globalThis, 'usualTimeout', wait);
  });
  await fillInAccount(page, service.url);
  const thaw = await freezeKeyring();
  try {
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect(page.getByText('it is not known whether the key is saved')).toBeVisible();
    await expect(page.getByText('Nothing was saved')).toHaveCount(0);
    await electron.evaluate(() => {
      globalThis.setTimeout = Reflect.get(globalThis, 'usualTimeout') as typeof setTimeout;
    });
  } finally {
    thaw();
  }
  await expect(page.getByText('The keychain has answered after all: the key is saved.')).toBeVisible();
  await statusKnown(tray);
  expect(await readKeyring()).toHaveLength(1);
});
