import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chinese from '../../../assets/locales/zh-CN.json' with { type: 'json' };
import { newProfile } from '../../support/desktop/app.ts';
import {
  AGENT,
  expect,
  KEY,
  SDK_APP_ID,
  waitForConfirmedStatus,
  test,
} from '../../support/desktop/fixtures.ts';
import { readKeyring } from '../../support/desktop/session/keyring.ts';
import { findFilesContaining } from '../../support/desktop/secret-search.ts';
import { openDetails } from '../../support/desktop/messages.ts';
import { storeAccount } from '../../support/desktop/stored-account.ts';

const TOKEN = 'markerToken7standby9AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

/** Writes a policy for an app that runs from the source. */
async function createPolicy(text: string): Promise<{ file: string; env: Record<string, string> }> {
  const file = join(await newProfile(), 'policy.json');
  writeFileSync(file, text, { mode: 0o600 });
  return { file, env: { STANDBY_POLICY_FILE: file } };
}

/**
 * A credential process: it prints the contents of a file, or reports after one second that there is no ticket. The delay lets
 * a sign-in and a new switch happen during a run that is about to fail.
 */
const PROGRAM = `#!${process.execPath}
  import { readFileSync } from 'node:fs';
  try {
    process.stdout.write(readFileSync(process.argv[2], 'utf8'));
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    console.error('no ticket for the session ${TOKEN}');
    process.exitCode = 3;
  }
`;

test('policy settings apply and are locked; an invalid line is named, and the others apply', async ({
  start,
}) => {
  const { file, env } = await createPolicy(`{
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
  const { menu } = await tray.waitFor(({ toolTip }) => toolTip.startsWith('示忙·团队例会'));
  const labelsBelow = (status: string) =>
    menu.find(({ label }) => label === status)?.children.map(({ label }) => label);
  expect(labelsBelow(chinese.status.rest)).toContain('午间用餐');
  expect(labelsBelow(chinese.status.rest)).not.toContain(chinese.reasons.rest[0]);

  const state = await page.evaluate(async () => {
    const { preferences } = await window.standby.app.getState();
    await window.standby.settings.savePreferences({ ...preferences, language: 'en', theme: 'dark' });
    await window.standby.settings.editReasons({ type: 'add', status: 'rest', reason: 'Nap' });
    return window.standby.app.getState();
  });
  expect(state).toMatchObject({
    language: 'zh-CN',
    preferences: { language: 'zh-CN', theme: 'dark' },
    reasons: { rest: ['午间用餐'] },
    managedKeys: ['sdkAppId', 'reasons', 'language'],
    policyFile: file,
  });
  const savedSettings = readFileSync(join(profileDir, 'settings.json'), 'utf8');
  expect(savedSettings).toContain('"theme": "dark"');
  for (const managedValue of ['zh-CN', '午间用餐', String(SDK_APP_ID)])
    expect(savedSettings).not.toContain(managedValue);
});

test.describe('with a credential process', () => {
  test.use({ token: TOKEN });

  test('an agent switches without a stored key, and sees when the credential process fails', async ({
    start,
    service,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const program = join(folder, 'program.mjs');
    const keys = join(folder, 'keys.json');
    const audit = join(folder, 'audit.jsonl');
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
    const { env } = await createPolicy(
      JSON.stringify({
        edition: 'custom',
        customAddress: service.url,
        sdkAppId: SDK_APP_ID,
        agent: AGENT,
        credentialProcess: { program, arguments: [keys] },
        auditLog: { file: audit },
      }),
    );

    // No input is needed: no window opens, and the status is read at once.
    const { tray, profileDir, output, ...app } = await start({ env });
    await waitForConfirmedStatus(tray);
    await tray.click('Rest', 'Lunch');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
    // The service accepts this key with its token only.
    expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
    expect(await readKeyring()).toEqual([]);

    // The key is revoked, and the credential process has no ticket for another one.
    rmSync(keys);
    service.faults.nextRequests(1, {
      kind: 'error',
      code: 'AuthFailure.TokenFailure',
      action: 'SetStaffStatus',
    });
    await tray.click('Free');
    await tray.waitFor(({ toolTip }) => toolTip.includes("Couldn't switch to Free"));
    await tray.click('Open Standby');
    const page = await app.window();
    const card = await openDetails(page);
    await expect(card).toContainText("Your company's sign-in didn't provide a key");
    await expect(card).toContainText('KeyProgram.Exit3');
    // Its stderr is in the log, masked, and not in the window.
    await expect(card).toContainText('only in the log');
    const log = join(profileDir, 'logs/standby.log');
    expect(readFileSync(log, 'utf8')).toContain(
      '[keyProgram] KeyProgram.Exit3: no ticket for the session ••••',
    );
    expect(JSON.stringify(await page.evaluate(() => window.standby.app.getState()))).not.toContain(
      'no ticket',
    );
    await expect(page.getByText('no ticket')).toHaveCount(0);
    expect(service.agent(AGENT)?.status).toBe('rest');

    signIn();
    await tray.click('Try again: Free');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free'));

    const seenByWindow = await page.evaluate(
      async () => JSON.stringify(await window.standby.app.getState()) + document.documentElement.innerHTML,
    );
    expect(seenByWindow).toContain('"storage":"process"');
    // The company's audit log has what happened.
    const events = readFileSync(audit, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(events).toMatchObject([
      { event: 'appStarted', agent: AGENT, endpoint: service.url },
      { event: 'statusSwitched', to: { status: 'rest', reason: 'Lunch' }, requestedBy: 'tray' },
      { event: 'switchFailed', to: { status: 'free' }, code: 'KeyProgram.Exit3' },
      { event: 'statusSwitched', to: { status: 'free' } },
    ]);
    for (const secret of [KEY.secretId, KEY.secretKey, TOKEN]) {
      expect(readFileSync(audit, 'utf8')).not.toContain(secret);
      expect(findFilesContaining(profileDir, secret)).toEqual([]);
      expect(seenByWindow).not.toContain(secret);
      expect(await output()).not.toContain(secret);
    }
    rmSync(folder, { recursive: true });
  });

  test('a credential process in a folder that others can write is not started, and the folder is named', async ({
    start,
    service,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const program = join(folder, 'program');
    const markerFile = join(folder, 'mark');
    writeFileSync(program, `#!/bin/sh\n: > ${markerFile}\n`, { mode: 0o700 });
    chmodSync(folder, 0o777);
    const account = { edition: 'custom', customAddress: service.url, sdkAppId: SDK_APP_ID, agent: AGENT };
    const { env } = await createPolicy(JSON.stringify({ ...account, credentialProcess: { program } }));

    const { tray, ...app } = await start({ env });
    await tray.click('Free');
    await tray.click('Open Standby');
    const page = await app.window();
    await expect(
      (await openDetails(page)).getByText(`${folder}: can be written by its group or by others`),
    ).toBeVisible();
    expect(existsSync(markerFile)).toBe(false);
    expect(service.requests).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

test.describe('a stored lasting key', () => {
  /** Policy settings with a credential process, which is never called here. */
  const createIssuedKeysPolicy = (address: string) => ({
    edition: 'custom',
    customAddress: address,
    sdkAppId: SDK_APP_ID,
    agent: AGENT,
    credentialProcess: { program: '/usr/bin/false' },
  });
  const readLog = (profileDir: string) => {
    const file = join(profileDir, 'logs/standby.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };

  test('a stored key is removed from the keychain once the policy names a credential process, and this is logged', async ({
    start,
    service,
  }) => {
    const profileDir = await storeAccount(service.url);
    expect(await readKeyring()).toHaveLength(1);
    const { env } = await createPolicy(JSON.stringify(createIssuedKeysPolicy(service.url)));
    const first = await start({ profileDir, env });
    await expect.poll(() => readLog(profileDir)).toContain('[keychain]');
    expect(await readKeyring()).toEqual([]);
    const logText = readLog(profileDir);
    expect(logText).toContain('was deleted, because the policy names what issues keys');
    for (const secret of Object.values(KEY)) expect(logText).not.toContain(secret);
    await first.close();

    // The second start removes nothing, so it logs nothing.
    const second = await start({ profileDir, env });
    await second.tray.waitFor(({ toolTip }) => toolTip !== '');
    await second.close();
    expect(readLog(profileDir).match(/\[keychain\]/g)).toHaveLength(1);
  });

  for (const [what, policy] of [
    ['breaks off after the program', (whole: string) => whole.slice(0, -1) + ', "theme": '],
    ['names none', () => '{}'],
  ] as const) {
    test(`a stored key stays in the keychain if the policy ${what}`, async ({ start, service }) => {
      const profileDir = await storeAccount(service.url);
      const { env } = await createPolicy(policy(JSON.stringify(createIssuedKeysPolicy(service.url))));
      const app = await start({ profileDir, env });
      await app.tray.click('Free');
      await app.tray.waitFor(({ toolTip }) => !toolTip.includes('Switching'));
      await app.close();
      expect(await readKeyring()).toHaveLength(1);
      expect(readLog(profileDir)).not.toContain('[keychain]');
    });
  }
});
