import { readDeniedFault } from '../../support/desktop/network/faults.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  KEY,
  SDK_APP_ID,
  waitForConfirmedStatus,
  test,
} from '../../support/desktop/fixtures.ts';
import {
  freezeKeyring,
  lockKeyring,
  readKeyring,
  unlockKeyring,
} from '../../support/desktop/session/keyring.ts';
import { openDetails } from '../../support/desktop/messages.ts';

test('invalid input gets a message beside its field, is not sent, and stays in the form', async ({
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
  await expect(page.getByText('Enter a number such as 1400692008.')).toBeVisible();
  await expect(page.getByText('Enter your agent account')).toBeVisible();
  await expect(page.getByText('Use https://.')).toBeVisible();
  await expect(page.getByLabel('SdkAppId')).toHaveValue('14-00');
  await expect(page.getByLabel('SecretKey')).toHaveValue(KEY.secretKey);
  expect(service.requests).toEqual([]);
  expect(await readKeyring()).toEqual([]);
});

test('a set-up text from a chat fills the form, and the saved account can be passed on without agent and key', async ({
  start,
  service,
}) => {
  const { tray, electron, ...app } = await start();
  const page = await app.window();
  const writeClipboard = (copied: string) =>
    electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), copied);
  await page.getByRole('button', { name: 'Set up my account' }).click();
  const field = page.getByRole('textbox', { name: 'Set-up text from your admin' });

  await writeClipboard(`{"standby":1,"secretKey":"${KEY.secretKey}"}`);
  await field.press('ControlOrMeta+V');
  await expect(field).toHaveAccessibleDescription(/Keys don't belong in a set-up text/);
  await expect(field).toHaveValue('');

  const members = `“customAddress”:\u00A0“${service.url}”,\n“sdkAppId”: ${SDK_APP_ID}, “agent”: “${AGENT}”`;
  await writeClipboard(`Hi Mei,\n{“standby”: 1, ${members}, “secretId”: “${KEY.secretId}”}\nSee you!`);
  await field.press('ControlOrMeta+V');
  await expect(page.getByText('Still to enter: SecretKey.')).toBeVisible();
  await page.getByLabel('SecretKey').fill(KEY.secretKey);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await waitForConfirmedStatus(tray);

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Copy set-up for a colleague' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(JSON.parse(await electron.evaluate(({ clipboard }) => clipboard.readText()))).toEqual({
    standby: 1,
    edition: 'custom',
    customAddress: service.url,
    sdkAppId: String(SDK_APP_ID),
  });
});

const invalidInputs = [
  {
    name: 'a SecretId that does not exist',
    field: 'SecretId',
    invalidValue: 'AKIDnobodyhasthisone',
    validValue: KEY.secretId,
    message: 'Tencent Cloud has no API key with this SecretId.',
    code: 'AuthFailure.SecretIdNotFound',
  },
  {
    name: 'a SecretKey of another key',
    field: 'SecretKey',
    invalidValue: 'notTheKey',
    validValue: KEY.secretKey,
    message: "This SecretKey doesn't match the SecretId.",
    code: 'AuthFailure.SignatureFailure',
  },
  {
    name: 'the SdkAppId of nobody',
    field: 'SdkAppId (application ID)',
    invalidValue: '1400000001',
    validValue: String(SDK_APP_ID),
    message: 'There may be no application with this SdkAppId.',
    code: 'InstanceNotExist',
  },
  {
    name: 'an account that the contact center does not have',
    field: 'Agent account',
    invalidValue: 'nobody@example.com',
    validValue: AGENT,
    message: 'This contact center has no such agent account.',
    code: 'Answer.AgentMissing',
  },
];

for (const { name, field, invalidValue, validValue, message, code } of invalidInputs) {
  test(`${name} is reported at its field, changes nothing, and can be corrected`, async ({
    start,
    service,
  }) => {
    const { tray, ...app } = await start();
    const page = await app.window();
    await fillInAccount(page, service.url);
    const input = page.getByLabel(field, { exact: true });
    await input.fill(invalidValue);
    await input.press('Enter');

    await expect(input).toBeFocused();
    await expect(input).toHaveAttribute('aria-invalid', 'true');
    await expect(input).toHaveAccessibleDescription(new RegExp(`^${message}`));
    const lastRequest = service.requests.at(-1);
    await expect(page.getByRole('alert')).toContainText(code);
    await expect(page.getByRole('alert')).toContainText(`RequestId ${lastRequest?.RequestId}`);
    await expect(page.getByLabel('SecretKey')).not.toHaveValue('');
    expect(await readKeyring()).toEqual([]);

    await input.fill(validValue);
    await input.press('Enter');
    await expect(page.getByText('Checked and saved. Status at the check: Free.')).toBeVisible();
    await waitForConfirmedStatus(tray);
    expect(await readKeyring()).toHaveLength(1);
    expect(service.switches()).toEqual([]);
  });
}

test('a key without the read permission is reported, and the account can be saved anyway', async ({
  start,
  service,
}) => {
  service.faults.always(readDeniedFault);
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('alert')).toContainText("couldn't verify the application and agent account");
  expect(await readKeyring()).toEqual([]);
  await page.getByRole('button', { name: 'Finish anyway' }).click();
  await expect(page.getByText("Your key doesn't have permission to read your status")).toBeVisible();
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
});

test('a wrong key that was saved without a test is reported by the first reading', async ({
  start,
  service,
}) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url, { ...KEY, secretKey: 'notTheKey' });
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  const card = page.getByRole('alert');
  await expect(card).toContainText("Couldn't read your status");
  await tray.click('Free');
  await expect(card).toContainText('switch to Free');
  await expect(await openDetails(page)).toContainText('AuthFailure.SignatureFailure');
  await tray.waitFor(({ menu }) => !menu.some(({ toggled }) => toggled));
});

test('an unreachable address is reported at its field, and the account can be saved without a test', async ({
  start,
  service,
}) => {
  const { ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await service.close();
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByLabel('Service address')).toBeFocused();
  await expect(page.getByRole('alert')).toContainText('Network.Refused');
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible();
});

test('a locked keychain is reported, keys can be used for this session, and unlocking resolves it', async ({
  start,
  service,
}) => {
  const { tray, ...app } = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await lockKeyring();
  try {
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect(page.getByText(/Your keyring (is locked|didn't allow access|isn't responding)/)).toBeVisible(
      {
        timeout: 25_000,
      },
    );
    await page.getByRole('button', { name: 'Use for this session' }).click();
    await waitForConfirmedStatus(tray);
    await tray.click('Free');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  } finally {
    await unlockKeyring();
  }
  expect(await readKeyring()).toEqual([]);
});

test('a key that the keychain stores after the time limit is reported as unknown first, and then as saved', async ({
  start,
  service,
}) => {
  const { tray, electron, ...app } = await start();
  const page = await app.window();
  // The time limit elapses at once; the keychain responds only after it is resumed.
  await electron.evaluate(() => {
    const originalSetTimeout = globalThis.setTimeout;
    const setTimeoutWithoutLimit = (callback: () => void, ms?: number) =>
      originalSetTimeout(callback, ms === 20_000 ? 0 : ms);
    globalThis.setTimeout = setTimeoutWithoutLimit as typeof setTimeout;
    Reflect.set(globalThis, 'originalSetTimeout', originalSetTimeout);
  });
  await fillInAccount(page, service.url);
  const unfreeze = await freezeKeyring();
  try {
    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expect(page.getByText("Standby doesn't know whether the key is saved")).toBeVisible();
    await expect(page.getByText('Nothing was saved')).toHaveCount(0);
    await electron.evaluate(() => {
      globalThis.setTimeout = Reflect.get(globalThis, 'originalSetTimeout') as typeof setTimeout;
    });
  } finally {
    unfreeze();
  }
  await expect(page.getByText('Your keyring has responded: the key is saved.')).toBeVisible();
  await waitForConfirmedStatus(tray);
  expect(await readKeyring()).toHaveLength(1);
});
