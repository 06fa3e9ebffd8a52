import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chinese from '../../assets/locales/zh-CN.json' with { type: 'json' };
import { newProfile } from '../support/desktop/app.ts';
import { AGENT, expect, KEY, SDK_APP_ID, statusKnown, test } from '../support/desktop/fixtures.ts';
import { readKeyring } from '../support/desktop/keyring.ts';
import { filesHolding } from '../support/desktop/search.ts';

const TOKEN = 'markerToken7standby9AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

/** A policy of the company's, for an app that runs from the source. */
async function policyOf(text: string): Promise<{ file: string; env: Record<string, string> }> {
  const file = join(await newProfile(), 'policy.json');
  writeFileSync(file, text, { mode: 0o600 });
  return { file, env: { STANDBY_POLICY_FILE: file } };
}

/** The program that hands out keys: it prints what is in a file, or says that there is no ticket. */
const PROGRAM = `#!${process.execPath}
  import { readFileSync } from 'node:fs';
  try {
    process.stdout.write(readFileSync(process.argv[2], 'utf8'));
  } catch {
    console.error('no ticket for the session ${TOKEN}');
    process.exitCode = 3;
  }
`;

test('what the company has set is in force and locked; its bad line is named, and the rest applies', async ({
  start,
}) => {
  const { file, env } = await policyOf(`{
  "language": "zh-CN",
  "sdkAppId": ${SDK_APP_ID},
  "theme": "black",
  "reasons": { "rest": ["午间用餐"], "notReady": ["整理工单", "团队例会"] }
}`);
  const { tray, profileDir, ...app } = await start({ env });
  const page = await app.window();
  const notice = page.getByRole('status').filter({ hasText: file });
  await expect(notice).toContainText(/第 4 行.*theme/);

  await page.getByRole('button', { name: chinese.window.welcome.try }).click();
  await tray.waitFor(({ menu }) => menu.some(({ label }) => label === chinese.status.rest));
  await tray.click(chinese.status.notReady, '团队例会');
  const { menu } = await tray.waitFor(({ toolTip }) => toolTip.startsWith('示忙 · 团队例会'));
  const labelsBelow = (status: string) =>
    menu.find(({ label }) => label === status)?.children.map(({ label }) => label);
  expect(labelsBelow(chinese.status.rest)).toContain('午间用餐');
  expect(labelsBelow(chinese.status.rest)).not.toContain(chinese.reasons.rest[0]);

  const state = await page.evaluate(async () => {
    const { preferences } = await window.standby.getState();
    await window.standby.savePreferences({ ...preferences, language: 'en', theme: 'dark' });
    await window.standby.editReasons({ do: 'add', status: 'rest', reason: 'Nap' });
    return window.standby.getState();
  });
  expect(state).toMatchObject({
    language: 'zh-CN',
    preferences: { language: 'zh-CN', theme: 'dark' },
    reasons: { rest: ['午间用餐'] },
    locked: ['sdkAppId', 'reasons', 'language'],
    policyFile: file,
  });
  const kept = readFileSync(join(profileDir, 'settings.json'), 'utf8');
  expect(kept).toContain('"theme": "dark"');
  for (const ofCompany of ['zh-CN', '午间用餐', String(SDK_APP_ID)]) expect(kept).not.toContain(ofCompany);
});

test.describe('with a program that hands out keys', () => {
  test.use({ token: TOKEN });

  test('an agent switches without any key on the computer, and is told when the program fails', async ({
    start,
    service,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const program = join(folder, 'program.mjs');
    const keys = join(folder, 'keys.json');
    writeFileSync(program, PROGRAM, { mode: 0o700 });
    const signIn = () =>
      writeFileSync(
        keys,
        JSON.stringify({
          SecretId: KEY.secretId,
          SecretKey: KEY.secretKey,
          Token: TOKEN,
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      );
    signIn();
    const { env } = await policyOf(
      JSON.stringify({
        edition: 'custom',
        customAddress: service.url,
        sdkAppId: SDK_APP_ID,
        agent: AGENT,
        credentialProcess: { program, arguments: [keys] },
      }),
    );

    // Nothing is left to ask: no window opens, and the status is read at once.
    const { tray, profileDir, output, ...app } = await start({ env });
    await statusKnown(tray);
    await tray.click('Rest', 'Lunch');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
    // The service takes this key with its token only.
    expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
    expect(await readKeyring()).toEqual([]);

    // The key is withdrawn, and whoever would hand out another one has no ticket.
    rmSync(keys);
    service.faults.nextRequests(1, {
      kind: 'error',
      code: 'AuthFailure.TokenFailure',
      action: 'SetStaffStatus',
    });
    await tray.click('Free');
    await tray.waitFor(({ toolTip }) => toolTip.includes('the switch to Free failed'));
    await tray.click('Open Standby');
    const page = await app.window();
    const card = page.getByRole('alert');
    await expect(card).toContainText("Your company's sign-in gave no key");
    await expect(card).toContainText('KeyProgram.Exit3');
    // What it said is in the log, masked, and nowhere in the window.
    await expect(card).toContainText('only in the log');
    const log = join(profileDir, 'logs/standby.log');
    expect(readFileSync(log, 'utf8')).toContain(
      '[keyProgram] KeyProgram.Exit3: no ticket for the session ••••',
    );
    expect(JSON.stringify(await page.evaluate(() => window.standby.getState()))).not.toContain('no ticket');
    await expect(page.getByText('no ticket')).toHaveCount(0);
    expect(service.agent(AGENT)?.status).toBe('rest');

    signIn();
    await tray.click('Try again: Free');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free'));

    const seenByWindow = await page.evaluate(
      async () => JSON.stringify(await window.standby.getState()) + document.documentElement.innerHTML,
    );
    expect(seenByWindow).toContain('"home":"process"');
    for (const secret of [KEY.secretId, KEY.secretKey, TOKEN]) {
      expect(filesHolding(profileDir, secret)).toEqual([]);
      expect(seenByWindow).not.toContain(secret);
      expect(await output()).not.toContain(secret);
    }
    rmSync(folder, { recursive: true });
  });

  test('one in a folder that others can write is not started, and the folder is named', async ({
    start,
    service,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const program = join(folder, 'program');
    const mark = join(folder, 'mark');
    writeFileSync(program, `#!/bin/sh\n: > ${mark}\n`, { mode: 0o700 });
    chmodSync(folder, 0o777);
    const account = { edition: 'custom', customAddress: service.url, sdkAppId: SDK_APP_ID, agent: AGENT };
    const { env } = await policyOf(JSON.stringify({ ...account, credentialProcess: { program } }));

    const { tray, ...app } = await start({ env });
    await tray.click('Free');
    await tray.click('Open Standby');
    const page = await app.window();
    await expect(page.getByText(`${folder}: can be written by its group or by others`)).toBeVisible();
    expect(existsSync(mark)).toBe(false);
    expect(service.requests).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
