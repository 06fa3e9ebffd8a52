import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import keytar from 'keytar';
import { defaultSettings } from '../../main/settings/schema.ts';
import { newProfile } from '../support/desktop/app.ts';
import { startFalseCloud, type FalseCloud } from '../support/desktop/false-cloud.ts';
import { AGENT, expect, KEY, SDK_APP_ID, test } from '../support/desktop/fixtures.ts';
import { emptyKeyring } from '../support/desktop/keyring.ts';
import {
  copyOfProgram,
  mainProcessOf,
  packageStandby,
  startPackaged,
  type PackagedApp,
} from '../support/desktop/packaged.ts';
import { argumentsOf, confinementOfPages } from '../support/desktop/processes.ts';
import { startRecordingProxy, type RecordingProxy } from '../support/desktop/recording-proxy.ts';
import { visibleWindows } from '../support/desktop/windows.ts';

/** A host that no name server knows: only a switch can lead to it, or the proxy be asked for it. */
const HOST = 'ccc.standby.invalid';

const SANDBOXED = [{ seccomp: '2', ownNamespaces: true }];

/** Writes the settings of an agent whose service is at an address. */
async function profileAt(customAddress: string): Promise<string> {
  const profileDir = await newProfile();
  const account = { edition: 'custom', customAddress, sdkAppId: SDK_APP_ID, agent: AGENT };
  const settings = { ...defaultSettings('linux'), mode: 'account', account };
  writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings));
  return profileDir;
}

test.describe('the packaged program, attacked by whoever starts it', () => {
  let unpacked: string;
  let program: string;
  let proxy: RecordingProxy;
  let cloud: FalseCloud;
  let app: PackagedApp | undefined;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    ({ unpacked } = await packageStandby());
    program = join(unpacked, 'standby');
  });

  test.beforeEach(async () => {
    await emptyKeyring();
    await keytar.setPassword('Standby', 'Tencent Cloud API key', JSON.stringify(KEY));
    proxy = await startRecordingProxy();
    cloud = await startFalseCloud();
  });

  test.afterEach(async () => {
    await app?.kill();
    app = undefined;
    await proxy.close();
    await cloud.close();
  });

  test('no switch leads it to a false cloud, writes its secrets down or opens it', async ({ host }) => {
    const profileDir = await profileAt(`https://${HOST}/`);
    const file = (name: string) => join(profileDir, name);
    app = await startPackaged(program, profileDir, {
      env: { https_proxy: proxy.url },
      args: [
        '--ignore-certificate-errors',
        `--host-resolver-rules=MAP ${HOST} 127.0.0.1:${cloud.port}`,
        '--no-proxy-server',
        // Chromium takes a single dash as well, and this one as a switch without a name that anybody lists.
        '-allow-insecure-localhost',
        `--ssl-key-log-file=${file('tls-secrets')}`,
        `--log-net-log=${file('net-log')}`,
        '--net-log-capture-mode=Everything',
        '--js-flags=--expose-gc',
        '--remote-debugging-port=0',
        '--inspect=0',
        file('document'),
      ],
    });
    await host.nextItem();
    // By the system's proxy, or by the attacker's way.
    await expect.poll(() => proxy.hosts.length + cloud.connections, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(cloud.requests).toEqual([]);
    expect(cloud.connections).toBe(0);
    expect(proxy.hosts).toContain(`${HOST}:443`);
    const written = readdirSync(profileDir);
    for (const name of ['tls-secrets', 'net-log', 'DevToolsActivePort']) expect(written).not.toContain(name);
    const pid = mainProcessOf(profileDir) ?? 0;
    expect(argumentsOf(pid)).toEqual(['--relaunched', `--user-data-dir=${profileDir}`]);
    expect(await app.ended).toBe(0);
  });

  test('a start with nothing but what is allowed is not repeated', async ({ host }) => {
    const profileDir = await newProfile();
    app = await startPackaged(program, profileDir, {
      args: ['--force-device-scale-factor=1.5', '--disable-gpu'],
    });
    await host.nextItem({ of: app.pid });
    expect(mainProcessOf(profileDir)).toBe(app.pid);
  });

  test('no variable has it write its TLS secrets down', async ({ host }) => {
    const profileDir = await profileAt(`https://localhost:${cloud.port}/`);
    const secrets = join(profileDir, 'tls-secrets');
    app = await startPackaged(program, profileDir, { env: { SSLKEYLOGFILE: secrets } });
    await host.nextItem();
    // The handshake begins, and ends at the certificate.
    await expect.poll(() => cloud.connections, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(cloud.requests).toEqual([]);
    expect(existsSync(secrets) ? readFileSync(secrets, 'utf8') : '').toBe('');
    const pid = mainProcessOf(profileDir) ?? 0;
    expect(argumentsOf(pid)).toEqual([`--user-data-dir=${profileDir}`]);
  });

  const unconfined: [how: string, start: { args?: string[]; env?: Record<string, string> }][] = [
    ['--no-sandbox', { args: ['--no-sandbox'] }],
    ['-no-sandbox', { args: ['-no-sandbox'] }],
    ['--disable-seccomp-filter-sandbox', { args: ['--disable-seccomp-filter-sandbox'] }],
    ['ELECTRON_DISABLE_SANDBOX', { env: { ELECTRON_DISABLE_SANDBOX: '1' } }],
  ];
  for (const [how, start] of unconfined) {
    test(`the sandbox of its window is whole in spite of ${how}`, async ({ host }) => {
      const profileDir = await newProfile();
      app = await startPackaged(program, profileDir, start);
      await host.nextItem();
      // Not set up yet, it opens its window by itself.
      await expect.poll(() => visibleWindows('Standby')).toHaveLength(1);
      expect(confinementOfPages(profileDir)).toEqual(SANDBOXED);
    });
  }

  test('a second start that is not clean either ends, and says why', async () => {
    const profileDir = await newProfile();
    app = await startPackaged(program, profileDir, { args: ['--relaunched', '--no-sandbox'] });
    expect(await app.ended).toBe(1);
    expect(app.output()).toContain('Standby could not start');
    expect(app.output()).toContain('--no-sandbox');
    expect(mainProcessOf(profileDir)).toBeUndefined();
  });

  test('called "electron", a copy of it is a package still', async ({ host }) => {
    const copy = await copyOfProgram(unpacked);
    renameSync(join(copy, 'standby'), join(copy, 'electron'));
    const profileDir = await newProfile();
    const policy = join(profileDir, 'policy.json');
    writeFileSync(policy, JSON.stringify({ language: 'zh-CN' }), { mode: 0o600 });
    app = await startPackaged(join(copy, 'electron'), profileDir, {
      env: { STANDBY_POLICY_FILE: policy },
      args: ['--remote-debugging-port=0'],
    });
    const tray = await host.nextItem();
    // Obeyed, the policy would have its menu in Chinese.
    await tray.click('Open Standby');
    expect(existsSync(join(profileDir, 'DevToolsActivePort'))).toBe(false);
    expect(confinementOfPages(profileDir)).toEqual(SANDBOXED);
    rmSync(copy, { recursive: true });
  });

  test('a replaced keychain module is not loaded, and no key is read', async ({ host, service }) => {
    const copy = await copyOfProgram(unpacked);
    const nativeModule = join(
      copy,
      'resources/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node',
    );
    // What follows the end of an ELF file does not keep the system from loading it: another module that works.
    writeFileSync(nativeModule, Buffer.concat([readFileSync(nativeModule), Buffer.from('changed')]));
    const profileDir = await profileAt(service.url);
    app = await startPackaged(join(copy, 'standby'), profileDir);
    const tray = await host.nextItem({ of: app.pid });
    await tray.waitFor(({ menu }) => JSON.stringify(menu).includes('Your key could not be read'));
    expect(readFileSync(`/proc/${app.pid}/maps`, 'utf8')).not.toContain('keytar.node');
    expect(service.requests).toEqual([]);
    rmSync(copy, { recursive: true });
  });
});
