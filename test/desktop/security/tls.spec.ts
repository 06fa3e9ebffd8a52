/** Tests TLS, redirects and bodies in Electron's network stack, with a CA that the company's policy names. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import chinese from '../../../assets/locales/zh-CN.json' with { type: 'json' };
import english from '../../../assets/locales/en.json' with { type: 'json' };
import { createAuthority, type Identity } from '../../support/certificates.ts';
import {
  AGENT,
  expect,
  fillInAccount,
  KEY,
  submitAccount,
  waitForConfirmedStatus,
  test as base,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { readKeyring } from '../../support/desktop/session/keyring.ts';
import {
  createCompany,
  forwardTo,
  startSecureServer,
  type Company,
  type SecureServer,
} from '../../support/desktop/network/secure-service.ts';
import { SINCE } from '../../support/desktop/since.ts';
import { getToggledLabels } from '../../support/desktop/session/tray-menu.ts';
import { openDetails } from '../../support/desktop/messages.ts';
import { createBomb, sendBomb, redirect, REDIRECTS, trickle } from '../../support/hostile-server.ts';

type Fixtures = {
  company: Company;
  good: Identity;
  /** TLS gateway in front of the service, with a certificate of the company's CA. */
  gateway: SecureServer;
  /** Standby with an account at the gateway and an open window. */
  secured: Standby;
};

const hosts = ['localhost'];

const test = base.extend<Fixtures>({
  // Playwright reads the names of other fixtures from this first parameter; this fixture needs none.
  // eslint-disable-next-line no-empty-pattern
  company: async ({}, use) => {
    await use(await createCompany());
  },
  good: async ({ company }, use) => {
    await use(company.authority.issue({ hosts }));
  },
  gateway: async ({ good, service }, use) => {
    const gateway = await startSecureServer(good, forwardTo(service.url));
    await use(gateway);
    await gateway.close();
  },
  secured: async ({ start, company, gateway }, use) => {
    const app = await start({ env: company.env });
    const page = await app.window();
    await submitAccount(page, gateway.url);
    await waitForConfirmedStatus(app.tray);
    await use({ ...app, page });
  },
});

const DAY_MS = 86_400_000;
const past = { from: new Date(Date.now() - 3 * DAY_MS), to: new Date(Date.now() - 2 * DAY_MS) };

type Failure = { kind: keyof typeof english.failure; code: string; unknown?: boolean };

/** Requests Rest, and expects tray and window to show the failure and what to do. */
async function expectRestFails(
  { tray, page }: Standby,
  { kind, code, unknown = false }: Failure,
): Promise<void> {
  await tray.click('Rest', 'Lunch');
  const { toolTip, menu } = await tray.waitFor(
    (seen) => seen.toolTip.includes(unknown ? "isn't confirmed" : "Couldn't switch to Rest · Lunch"),
    { timeoutMs: 30_000 },
  );
  expect(toolTip).toMatch(unknown ? /^Status unknown\. Last confirmed: Free/ : /^Free, /);
  expect(getToggledLabels(menu)).toEqual(unknown ? [] : ['Free']);
  const card = await openDetails(page);
  const { headline, nextStep } = english.failure[kind];
  for (const text of [headline, nextStep, code]) await expect(card).toContainText(text);
}

/** Expects a switch to Rest and back to Free to succeed. */
async function expectSwitching({ tray }: Standby): Promise<void> {
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => new RegExp(`^Free, ${SINCE}(?:\n|$)`).test(toolTip));
}

/** Returns what the main process gets from the network stack: an HTTP status or an error. */
function fetchFromMain({ electron }: Pick<Standby, 'electron'>, url: string): Promise<string> {
  return electron.evaluate(
    ({ net }, address) =>
      net.fetch(address, { cache: 'no-store' }).then(
        ({ status }) => String(status),
        (error: unknown) => String(error),
      ),
    url,
  );
}

test('a server with a certificate of the company’s CA is trusted; another one is not, whatever was accepted before', async ({
  secured,
  company,
  gateway,
  good,
  service,
}) => {
  test.setTimeout(120_000);
  expect(service.requests.length).toBeGreaterThan(0);
  const { authority } = company;
  const bad: [string, Identity, string][] = [
    ['an unknown CA', createAuthority({ name: 'Stranger' }).issue({ hosts }), 'AUTHORITY_INVALID'],
    [
      'another key by the CA’s name',
      createAuthority({ name: 'Company CA' }).issue({ hosts }),
      'AUTHORITY_INVALID',
    ],
    ['another host', authority.issue({ hosts: ['other.example'] }), 'COMMON_NAME_INVALID'],
    ['an expired certificate', authority.issue({ hosts, ...past }), 'DATE_INVALID'],
  ];
  for (const [what, identity, error] of bad) {
    await test.step(what, async () => {
      gateway.setIdentity(identity);
      const before = { requests: gateway.received.length, connections: gateway.connections };
      await expectRestFails(secured, { kind: 'tlsUntrusted', code: 'Network.TlsUntrusted' });
      const failureMessage = await secured.page.evaluate(
        async () => (await window.standby.app.getState()).agent.failure?.message,
      );
      expect(failureMessage).toBe(`net::ERR_CERT_${error}`);
      expect(gateway.connections).toBeGreaterThan(before.connections);
      expect(gateway.received.length).toBe(before.requests);
      expect(service.agent(AGENT)?.status).toBe('free');

      gateway.setIdentity(good);
      await expectSwitching(secured);
    });
  }
});

test('only valid chains to the company’s CA are trusted', async ({ secured, company, gateway, good }) => {
  const { authority } = company;
  const inner = authority.issue({ name: 'Inner CA', ca: true, pathLength: 0 });
  const server = inner.issue({ hosts });
  const chain = (...certificates: Identity[]): Identity => ({
    key: certificates[0]?.key ?? '',
    cert: certificates.map(({ cert }) => cert).join(''),
  });
  let deepest = authority;
  const deep = Array.from({ length: 50 }, (_unused, place) => {
    deepest = deepest.issue({ name: `CA ${place}`, ca: true });
    return deepest;
  }).toReversed();
  const posing = authority.issue({ name: 'posing', hosts });
  const fetchWithIdentity = async (identity: Identity) => {
    gateway.setIdentity(identity);
    return fetchFromMain(secured, gateway.url);
  };
  gateway.setHandler((_request, response) => response.end());
  expect(await fetchWithIdentity(good)).toBe('200');
  expect(await fetchWithIdentity(chain(server, inner))).toBe('200');
  expect(await fetchWithIdentity(chain(server, authority, inner))).toBe('200');

  const before = gateway.received.length;
  const refused: [string, Identity][] = [
    ['a missing link', server],
    ['a server’s certificate as CA', chain(posing.issue({ hosts }), posing)],
    [
      'one that vouches for itself by the CA’s name',
      createAuthority({ name: 'Company CA', ca: false, hosts }),
    ],
    [
      'a longer chain than a CA allows',
      chain(inner.issue({ name: 'Below', ca: true }).issue({ hosts }), inner),
    ],
    ['fifty links', chain(deepest.issue({ hosts }), ...deep)],
    ['SHA-1', authority.issue({ hosts, digest: 'sha1' })],
    ['a certificate for clients', authority.issue({ hosts, purposes: [2] })],
  ];
  for (const [what, identity] of refused)
    expect(await fetchWithIdentity(identity), what).toContain('net::ERR_CERT_');
  expect(gateway.received.length).toBe(before);
  expect(await fetchWithIdentity(good)).toBe('200');
  // The certificate is issued for `localhost`.
  expect(await fetchFromMain(secured, gateway.url.replace('localhost', '127.0.0.1'))).toContain(
    'net::ERR_CERT_COMMON_NAME_INVALID',
  );
  gateway.setIdentity(authority.issue({ hosts: ['127.0.0.1'] }));
  expect(await fetchFromMain(secured, gateway.url.replace('localhost', '127.0.0.1'))).toBe('200');
});

test('redirects are not followed, and a response that unpacks to 300 MB is cut off', async ({
  secured,
  company,
  gateway,
  service,
}) => {
  test.setTimeout(3 * 60_000);
  await test.step('redirects are reported as failures and never followed', async () => {
    const elsewhere = await startSecureServer(company.authority.issue({ hosts }), (_request, response) => {
      response.end('{}');
    });
    // The target is reachable, so that only the redirect can be the reason.
    expect(await fetchFromMain(secured, elsewhere.url)).toBe('200');
    const before = { requests: elsewhere.received.length, connections: elsewhere.connections };
    for (const status of REDIRECTS) {
      await test.step(String(status), async () => {
        gateway.setHandler((_request, response) => redirect(response, status, `${elsewhere.url}/`));
        await expectRestFails(secured, { kind: 'redirected', code: 'Http.Redirect' });
        expect(service.agent(AGENT)?.status).toBe('free');
        gateway.setHandler(null);
        await expectSwitching(secured);
      });
    }
    expect(elsewhere.received.length).toBe(before.requests);
    expect(elsewhere.connections).toBe(before.connections);
    await elsewhere.close();
  });

  await test.step('a small response that unpacks to 300 MB is cut off, and no process grows', async () => {
    const packed = await createBomb(300);
    expect(packed.length).toBeLessThan(1_000_000);
    const pids = await secured.electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
    const before = readPeakMemoryKb(pids);
    let dropped = 0;
    gateway.setHandler((_request, response) => {
      dropped += 1;
      sendBomb(response, packed);
    });
    await expectRestFails(secured, { kind: 'responseTooLarge', code: 'Answer.TooLarge', unknown: true });
    expect(dropped).toBeGreaterThan(0);
    const after = readPeakMemoryKb(pids);
    for (const [place, peakMemoryKb] of after.entries()) {
      expect((peakMemoryKb - (before[place] ?? 0)) / 1024, `MB of process ${pids[place]}`).toBeLessThan(64);
    }
    gateway.setHandler(null);
    await waitForConfirmedStatus(secured.tray);
    await expectSwitching(secured);
  });
});

/** Peak memory of each process, in kilobytes. */
function readPeakMemoryKb(pids: readonly number[]): number[] {
  return pids.map((pid) => {
    const [, peakMemoryKb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(peakMemoryKb);
  });
}

test('a response that arrives byte by byte ends at the time limit', async ({ secured, gateway }) => {
  test.setTimeout(90_000);
  let bytes = 0;
  gateway.setHandler((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    // The longest response: the unknown status is read meanwhile, which begins another one.
    void trickle(response, 300, (count) => (bytes = Math.max(bytes, count)));
  });
  const startedAt = performance.now();
  await expectRestFails(secured, { kind: 'timedOut', code: 'Network.TimedOut', unknown: true });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(bytes).toBeGreaterThan(20);
  gateway.setHandler(null);
  await waitForConfirmedStatus(secured.tray);
  await expectSwitching(secured);
});

test('without the company’s CA the same server is not trusted, and no request is sent', async ({
  start,
  gateway,
  service,
}) => {
  const app = await start();
  const page = await app.window();
  await fillInAccount(page, gateway.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  const card = page.getByRole('alert');
  const { headline } = english.failure.tlsUntrusted;
  for (const text of [headline, 'ask your admin', 'Network.TlsUntrusted']) {
    await expect(card).toContainText(text);
  }
  expect(gateway.connections).toBeGreaterThan(0);
  expect(gateway.received).toEqual([]);
  expect(JSON.stringify(await readKeyring())).not.toContain(KEY.secretKey);

  await page.getByLabel('Service address').fill(service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await waitForConfirmedStatus(app.tray);
});

test.describe('an unusable CA bundle', () => {
  const corruptions: [string, (bundle: string) => void, string, string][] = [
    ['can be written by others', (bundle) => chmodSync(bundle, 0o666), 'unsafeFile', '/company-ca.pem'],
    [
      'is in a folder that others can write',
      (bundle) => chmodSync(dirname(bundle), 0o777),
      'unsafeFile',
      '/ca',
    ],
    [
      'is damaged',
      (bundle) => writeFileSync(bundle, '-----BEGIN CERTIFICATE-----\nMII'),
      'notCertificates',
      '1: END?',
    ],
  ];
  for (const [what, corrupt, kind, detail] of corruptions) {
    for (const [language, texts] of [
      ['en', english],
      ['zh-CN', chinese],
    ] as const) {
      test(`a CA bundle that ${what} is reported in ${language}, and Standby runs without it`, async ({
        start,
        gateway,
      }) => {
        const { bundle, env } = await createCompany({ language });
        corrupt(bundle);
        const app = await start({ env });
        const page = await app.window();
        const notice = page.getByRole('status').getByRole('listitem');
        const policyErrors: Record<string, string> = texts.policy.error;
        const [messageStart = ''] = policyErrors[kind]?.split('{{') ?? [];
        await expect(notice).toContainText('caBundle');
        await expect(notice).toContainText(messageStart);
        await expect(notice).toContainText(detail);
        expect(await fetchFromMain(app, gateway.url)).toContain('net::ERR_CERT_AUTHORITY_INVALID');
        expect(gateway.received).toEqual([]);
      });
    }
  }
});
