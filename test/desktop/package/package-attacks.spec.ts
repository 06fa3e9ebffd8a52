import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newProfile } from '../../support/desktop/app.ts';
import { startFakeCloud, type FakeCloud } from '../../support/desktop/network/fake-cloud.ts';
import { expect, test } from '../../support/desktop/fixtures.ts';
import { clearKeyring } from '../../support/desktop/session/keyring.ts';
import {
  copyProgram,
  findMainProcess,
  packageStandby,
  startPackaged,
  type PackagedApp,
} from '../../support/desktop/package/packaged.ts';
import { readArguments, readRendererSandboxes } from '../../support/desktop/processes.ts';
import { startRecordingProxy, type RecordingProxy } from '../../support/desktop/network/recording-proxy.ts';
import { createAccountProfile, storeKeyFor } from '../../support/desktop/stored-account.ts';
import { findVisibleWindows } from '../../support/desktop/windows.ts';

/** A host without a DNS entry: it is reached only by a command-line switch, or through the proxy. */
const HOST = 'ccc.standby.invalid';

const SANDBOXED = [{ seccomp: '2', ownNamespaces: true }];

test.describe('the packaged program, started with hostile arguments or variables', () => {
  let unpacked: string;
  let program: string;
  let proxy: RecordingProxy;
  let fakeCloud: FakeCloud;
  let app: PackagedApp | undefined;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    ({ unpacked } = await packageStandby());
    program = join(unpacked, 'standby');
  });

  test.beforeEach(async () => {
    await clearKeyring();
    await storeKeyFor(`https://${HOST}`);
    proxy = await startRecordingProxy();
    fakeCloud = await startFakeCloud();
  });

  test.afterEach(async () => {
    await app?.kill();
    app = undefined;
    await proxy.close();
    await fakeCloud.close();
  });

  test('no command-line switch redirects the packaged program, logs its secrets or opens a debugger', async ({
    host,
  }) => {
    const profileDir = await createAccountProfile(`https://${HOST}/`);
    const file = (name: string) => join(profileDir, name);
    app = await startPackaged(program, profileDir, {
      env: { https_proxy: proxy.url },
      args: [
        '--ignore-certificate-errors',
        `--host-resolver-rules=MAP ${HOST} 127.0.0.1:${fakeCloud.port}`,
        '--no-proxy-server',
        // Chromium also accepts a single dash, and it parses this argument as a switch with an empty name.
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
    // Through the system's proxy, or through the attacker's.
    await expect
      .poll(() => proxy.hosts.length + fakeCloud.connections, { timeout: 15_000 })
      .toBeGreaterThan(0);
    expect(fakeCloud.requests).toEqual([]);
    expect(fakeCloud.connections).toBe(0);
    expect(proxy.hosts).toContain(`${HOST}:443`);
    const written = readdirSync(profileDir);
    for (const name of ['tls-secrets', 'net-log', 'DevToolsActivePort']) expect(written).not.toContain(name);
    const pid = findMainProcess(profileDir) ?? 0;
    expect(readArguments(pid)).toEqual(['--relaunched', `--user-data-dir=${profileDir}`]);
    expect(await app.ended).toBe(0);
  });

  test('a packaged program that was started with allowed arguments only does not relaunch', async ({
    host,
  }) => {
    const profileDir = await newProfile();
    app = await startPackaged(program, profileDir, {
      args: ['--force-device-scale-factor=1.5', '--disable-gpu'],
    });
    await host.nextItem({ of: app.pid });
    expect(findMainProcess(profileDir)).toBe(app.pid);
  });

  test('no environment variable makes the packaged program log its TLS secrets', async ({ host }) => {
    await storeKeyFor(`https://localhost:${fakeCloud.port}`);
    const profileDir = await createAccountProfile(`https://localhost:${fakeCloud.port}/`);
    const secrets = join(profileDir, 'tls-secrets');
    app = await startPackaged(program, profileDir, { env: { SSLKEYLOGFILE: secrets } });
    await host.nextItem();
    // The handshake fails at the certificate.
    await expect.poll(() => fakeCloud.connections, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(fakeCloud.requests).toEqual([]);
    expect(existsSync(secrets) ? readFileSync(secrets, 'utf8') : '').toBe('');
    const pid = findMainProcess(profileDir) ?? 0;
    expect(readArguments(pid)).toEqual([`--user-data-dir=${profileDir}`]);
  });

  const sandboxOverrides: [
    sandboxOverride: string,
    start: { args?: string[]; env?: Record<string, string> },
  ][] = [
    ['--no-sandbox', { args: ['--no-sandbox'] }],
    ['-no-sandbox', { args: ['-no-sandbox'] }],
    ['--disable-seccomp-filter-sandbox', { args: ['--disable-seccomp-filter-sandbox'] }],
    ['ELECTRON_DISABLE_SANDBOX', { env: { ELECTRON_DISABLE_SANDBOX: '1' } }],
  ];
  for (const [sandboxOverride, start] of sandboxOverrides) {
    test(`the renderer's sandbox is complete in spite of ${sandboxOverride}`, async ({ host }) => {
      const profileDir = await newProfile();
      app = await startPackaged(program, profileDir, start);
      await host.nextItem();
      // An app without an account opens its window at start.
      await expect.poll(() => findVisibleWindows('Standby')).toHaveLength(1);
      expect(readRendererSandboxes(profileDir)).toEqual(SANDBOXED);
    });
  }

  const unsafeRelaunches: [what: string, start: { args?: string[]; env?: Record<string, string> }][] = [
    ['--no-sandbox', { args: ['--no-sandbox'] }],
    ['ELECTRON_DISABLE_SANDBOX', { env: { ELECTRON_DISABLE_SANDBOX: '1' } }],
    ['ELECTRON_ENABLE_LOGGING', { env: { ELECTRON_ENABLE_LOGGING: '1' } }],
    ['NODE_COMPILE_CACHE', { env: { NODE_COMPILE_CACHE: '/tmp' } }],
  ];
  for (const [what, { args = [], env = {} }] of unsafeRelaunches) {
    test(`a start that pretends to be the relaunched one exits with an explanation: ${what}`, async () => {
      const profileDir = await newProfile();
      app = await startPackaged(program, profileDir, { args: ['--relaunched', ...args], env });
      expect(await app.ended).toBe(1);
      expect(app.output()).toContain('Standby could not start');
      expect(app.output()).toContain(what);
      expect(findMainProcess(profileDir)).toBeUndefined();
    });
  }

  test('a copy of the packaged program that is named "electron" still counts as packaged', async ({
    host,
  }) => {
    const copy = await copyProgram(unpacked);
    renameSync(join(copy, 'standby'), join(copy, 'electron'));
    const profileDir = await newProfile();
    const policy = join(profileDir, 'policy.json');
    writeFileSync(policy, JSON.stringify({ language: 'zh-CN' }), { mode: 0o600 });
    app = await startPackaged(join(copy, 'electron'), profileDir, {
      env: { STANDBY_POLICY_FILE: policy },
      args: ['--remote-debugging-port=0'],
    });
    const tray = await host.nextItem();
    // If the policy were applied, the menu would be in Chinese.
    await tray.click('Open Standby');
    expect(existsSync(join(profileDir, 'DevToolsActivePort'))).toBe(false);
    expect(readRendererSandboxes(profileDir)).toEqual(SANDBOXED);
    rmSync(copy, { recursive: true });
  });

  test('a replaced keychain module is not loaded, and no key is read', async ({ host, service }) => {
    const copy = await copyProgram(unpacked);
    const nativeModule = join(
      copy,
      'resources/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node',
    );
    // An ELF file with appended bytes still loads: this is a working module with another checksum.
    writeFileSync(nativeModule, Buffer.concat([readFileSync(nativeModule), Buffer.from('changed')]));
    const profileDir = await createAccountProfile(service.url);
    app = await startPackaged(join(copy, 'standby'), profileDir, { args: ['--loopback-http'] });
    const tray = await host.nextItem({ of: app.pid });
    await tray.waitFor(({ menu }) => JSON.stringify(menu).includes("Your key couldn't be read"));
    expect(readFileSync(`/proc/${app.pid}/maps`, 'utf8')).not.toContain('keytar.node');
    expect(service.requests).toEqual([]);
    rmSync(copy, { recursive: true });
  });
});
