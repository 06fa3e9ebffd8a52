import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import keytar from 'keytar';
import { defaultSettings } from '../../main/settings/schema.ts';
import { newProfile } from '../support/desktop/app.ts';
import { AGENT, expect, KEY, SDK_APP_ID, test } from '../support/desktop/fixtures.ts';
import { emptyKeyring } from '../support/desktop/keyring.ts';
import { packageStandby, startPackaged, type PackagedApp } from '../support/desktop/packaged.ts';
import { startRecordingProxy } from '../support/desktop/recording-proxy.ts';
import { visibleWindows } from '../support/desktop/windows.ts';

const languages = [
  { env: { LANG: 'en_US.UTF-8', LANGUAGE: 'en_US' }, open: 'Open Standby' },
  { env: { LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' }, open: '打开 Standby' },
];

test('in two languages, window opened, the only host that the packaged program asks for is the endpoint', async ({
  host,
  notifications: _listening,
}) => {
  test.setTimeout(180_000);
  const { unpacked } = await packageStandby();
  await emptyKeyring();
  await keytar.setPassword('Standby', 'Tencent Cloud API key', JSON.stringify(KEY));
  const running: PackagedApp[] = [];
  const opened = new Set<string>();
  const proxies = await Promise.all(languages.map(() => startRecordingProxy()));
  const hostsOf = (index: number) => proxies[index]?.hosts ?? [];
  try {
    // One after another to the tray, then side by side.
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
      await expect.poll(() => hostsOf(index).length, { timeout: 15_000 }).toBeGreaterThan(0);
      const before = hostsOf(index).length;
      await tray.click(open);
      // Each opens once. The window before it hides, as it has lost the focus.
      await expect
        .poll(async () => (await visibleWindows('Standby')).filter((id) => !opened.has(id)), {
          timeout: 15_000,
        })
        .toHaveLength(1);
      for (const id of await visibleWindows('Standby')) opened.add(id);
      // Opened, it has the status read again.
      await expect.poll(() => hostsOf(index).length, { timeout: 15_000 }).toBeGreaterThan(before);
    }
    // Longer is no better: of what Chromium asks for by itself, Electron has the dictionary only, and a session asks for
    // that as soon as it exists: before the status is first read, and with the window.
    for (const { hosts } of proxies) expect([...new Set(hosts)]).toEqual(['ccc.tencentcloudapi.com:443']);
  } finally {
    for (const app of running) await app.kill();
    for (const proxy of proxies) await proxy.close();
  }
});
