import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { newProfile } from '../../support/desktop/app.ts';
import { AGENT, expect, SDK_APP_ID, test } from '../../support/desktop/fixtures.ts';
import { clearKeyring } from '../../support/desktop/session/keyring.ts';
import { packageStandby, startPackaged, type PackagedApp } from '../../support/desktop/package/packaged.ts';
import { startRecordingProxy } from '../../support/desktop/network/recording-proxy.ts';
import { storeKeyFor } from '../../support/desktop/stored-account.ts';
import { findVisibleWindows } from '../../support/desktop/windows.ts';

const MINUTE_MS = 60_000;

const languages = [
  { env: { LANG: 'en_US.UTF-8', LANGUAGE: 'en_US' }, open: 'Open Standby' },
  { env: { LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' }, open: '打开 Standby' },
];

test('the packaged program requests no host but the endpoint, in a minute with an open window, in two languages', async ({
  host,
  notifications: _listening,
}) => {
  test.setTimeout(180_000);
  const { unpacked } = await packageStandby();
  await clearKeyring();
  await storeKeyFor('https://ccc.tencentcloudapi.com');
  const running: PackagedApp[] = [];
  const opened = new Set<string>();
  const proxies = await Promise.all(languages.map(() => startRecordingProxy()));
  const getHosts = (index: number) => proxies[index]?.hosts ?? [];
  try {
    // They start one after the other, so that each tray item is identified, and then run side by side.
    for (const [index, { env, open }] of languages.entries()) {
      const profileDir = await newProfile();
      const account = { edition: 'mainland', customAddress: '', sdkAppId: SDK_APP_ID, agent: AGENT };
      const settings = { ...defaultSettings('linux'), mode: 'account', account };
      writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings));
      const proxy = proxies[index]?.url ?? '';
      const app = await startPackaged(join(unpacked, 'standby'), profileDir, {
        env: { ...env, http_proxy: proxy, https_proxy: proxy, no_proxy: '' },
      });
      running.push(app);
      const tray = await host.nextItem({ of: app.pid });
      await expect.poll(() => getHosts(index).length, { timeout: 15_000 }).toBeGreaterThan(0);
      const before = getHosts(index).length;
      await tray.click(open);
      // Each window opens once. The previous one hides because it loses the focus.
      await expect
        .poll(async () => (await findVisibleWindows('Standby')).filter((id) => !opened.has(id)), {
          timeout: 15_000,
        })
        .toHaveLength(1);
      for (const id of await findVisibleWindows('Standby')) opened.add(id);
      // An opened window triggers a refresh.
      await expect.poll(() => getHosts(index).length, { timeout: 15_000 }).toBeGreaterThan(before);
    }
    // Chromium requests a dictionary as soon as a session exists. Other requests get a minute: no event reports their absence.
    await delay(MINUTE_MS);
    for (const { hosts } of proxies) expect([...new Set(hosts)]).toEqual(['ccc.tencentcloudapi.com:443']);
  } finally {
    for (const app of running) await app.kill();
    for (const proxy of proxies) await proxy.close();
  }
});
