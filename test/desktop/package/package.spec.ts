import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedLanguages } from '../../../scripts/package/languages.mjs';
import { newProfile } from '../../support/desktop/app.ts';
import { AGENT, expect, waitForConfirmedStatus, test } from '../../support/desktop/fixtures.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { clearKeyring } from '../../support/desktop/session/keyring.ts';
import {
  listFiles,
  listAsarFiles,
  readFuses,
  readAsarJson,
  getTotalSize,
} from '../../support/desktop/package/packaged-files.ts';
import { packageStandby, startPackaged, type PackagedApp } from '../../support/desktop/package/packaged.ts';
import { readRendererSandboxes } from '../../support/desktop/processes.ts';
import { createAccountProfile, storeKeyFor } from '../../support/desktop/stored-account.ts';
import { findVisibleWindows } from '../../support/desktop/windows.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const electronDir = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';

/** The files that Standby adds to Electron's own. */
const standbyFiles = [
  'resources/LICENSE.txt',
  'resources/THIRD-PARTY-LICENSES.txt',
  'resources/app.asar',
  'resources/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node',
  'resources/policy.schema.json',
  'resources/sbom.cdx.json',
];

/**
 * Built files that are in no archive: input of the packages and files beside the archive, programs that are started from the
 * source, the programs of the simulator and the gateway, and source maps.
 */
const notShipped =
  /^(?:\.stamp|THIRD-PARTY-LICENSES\.txt|policy\.schema\.json|sbom\.cdx\.json|(?:man|policy-templates)\/.*|(?:cli|gateway|main|preload|renderer|simulator)\/.*|.*\.map|icons\/package\/.*|icons\/tray\/(?:.*Template.*|.*\.ico))$/;

/** Chromium's locale files of the languages that Standby has. */
const keptLocales = packagedLanguages().map((language) => `${language}.pak`);

/** Names of the npm packages that the source in these folders imports. */
function findImportedPackages(folders: readonly string[]): string[] {
  const names = folders
    .flatMap((folder) => listFiles(join(checkout, folder)).map((file) => join(checkout, folder, file)))
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(?!node:)((?:@[^/']+\/)?[a-z][^/':]*)/g),
    ])
    .map(([, name = '']) => name);
  return [...new Set(names)];
}

test.describe('the packaged program', () => {
  let folder: string;
  let unpacked: string;
  let asar: string;
  let program: string;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    ({ folder, unpacked } = await packageStandby());
    asar = join(unpacked, 'resources/app.asar');
    program = join(unpacked, 'standby');
  });

  test('the package consists of Electron and our few files, and the archive has the same files as the folder', () => {
    const electronFiles = listFiles(electronDir)
      .filter((path) => !/^(?:resources\/(?:app\/|default_app)|standby-stamp$|version$)/.test(path))
      .filter((path) => !path.startsWith('locales/') || keptLocales.includes(basename(path)))
      .map((path) => (path === 'electron' ? 'standby' : path));
    expect(listFiles(unpacked)).toEqual([...electronFiles, ...standbyFiles].sort());
    expect(listFiles(folder)).toEqual(listFiles(unpacked));
  });

  test('app.asar contains the files that run, and no others', () => {
    const built = listFiles(join(checkout, 'dist'))
      .filter((path) => !notShipped.test(path))
      .map((path) => path.replace(/^packaged\//, ''));
    const keytarFiles = ['LICENSE.md', 'build/Release/keytar.node', 'lib/keytar.js', 'package.json'];
    expect(listAsarFiles(asar)).toEqual(
      [
        'package.json',
        ...built.map((path) => `dist/${path}`),
        ...keytarFiles.map((path) => `node_modules/keytar/${path}`),
      ].sort(),
    );
    // Independent of the list above: only these kinds of files are allowed, in these folders.
    const kinds =
      /^(?:(?:cli|main)\/.+\.mjs|completions\/[a-z]+|preload\/.+\.cjs|renderer\/.+\.(?:html|js|css)|locales\/.+\.json|icons\/.+\.png)$/;
    expect(built.filter((path) => !kinds.test(path))).toEqual([]);
    expect(Object.keys(readAsarJson(asar, 'package.json'))).not.toContain('devDependencies');
  });

  test("the package has keytar's binary for this system only, outside the archive", () => {
    const shipped = readFileSync(join(unpacked, standbyFiles[3] ?? ''));
    const built = readFileSync(join(checkout, 'node_modules/keytar/prebuilds/linux-x64/keytar.node'));
    expect(shipped.equals(built)).toBe(true);
  });

  test('the package adds at most 6 MB to Electron', () => {
    expect(getTotalSize(unpacked, standbyFiles)).toBeLessThanOrEqual(6_000_000);
  });

  test('the package names the license of every npm package in it', () => {
    const listed = readFileSync(join(unpacked, 'resources/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const names = [...listed.matchAll(/^─+\n(\S+) \S+ \((?:MIT|ISC)\)\n\n\S/gm)].map(([, name]) => name);
    // keytar is installed under an alias; "scheduler" is a dependency of react-dom.
    const imported = findImportedPackages(['assets', 'cli', 'main', 'preload', 'renderer']).filter(
      (name) => name !== 'electron' && name !== 'keytar',
    );
    expect(names).toEqual(expect.arrayContaining([...imported, '@github/keytar', 'react', 'scheduler']));
    // Each license follows a separator line, so the pattern above has matched all of them.
    expect(names).toHaveLength(listed.match(/^─+$/gm)?.length ?? 0);
  });

  test('the packaged program has every fuse set', async () => {
    const { 8: wasmTrapHandlers, ...fuses } = await readFuses(program);
    expect(fuses).toEqual({
      RunAsNode: 'off',
      EnableCookieEncryption: 'off',
      EnableNodeOptionsEnvironmentVariable: 'off',
      EnableNodeCliInspectArguments: 'off',
      EnableEmbeddedAsarIntegrityValidation: 'on',
      OnlyLoadAppFromAsar: 'on',
      LoadBrowserProcessSpecificV8Snapshot: 'off',
      GrantFileProtocolExtraPrivileges: 'off',
    });
    // Bounds checks of WebAssembly: newer versions of Electron have this fuse, on, and electron-builder has no name for it yet.
    expect(['on', undefined]).toContain(wasmTrapHandlers);
  });

  test.describe('running', () => {
    let app: PackagedApp | undefined;

    test.beforeEach(() => clearKeyring());
    test.afterEach(() => app?.kill());

    test('the packaged program switches a status with the key in the keychain, and its sandboxed window works', async ({
      host,
      notifications: _listening,
      service,
    }) => {
      await storeKeyFor(service.url);
      const profileDir = await createAccountProfile(service.url);

      // Without this argument a package refuses http, also on loopback.
      app = await startPackaged(program, profileDir, { args: ['--loopback-http'] });
      const tray = await host.nextItem({ of: app.pid });
      await waitForConfirmedStatus(tray);
      await tray.click('Rest', 'Lunch');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
      expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });

      await tray.click('Open Standby');
      await expect.poll(() => findVisibleWindows('Standby')).toHaveLength(1);
      expect(readRendererSandboxes(profileDir)).toEqual([{ seccomp: '2', ownNamespaces: true }]);
      // The page handles the key and calls the main process, which hides the window.
      await expect
        .poll(async () => {
          await pressKeys('Escape');
          return findVisibleWindows('Standby');
        })
        .toEqual([]);
    });

    test('the packaged program ignores hostile variables and arguments', async ({ host }) => {
      const profileDir = await newProfile();
      const markerFile = join(profileDir, 'mark');
      const script = join(profileDir, 'intruder.cjs');
      writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(markerFile)}, '')`);
      // If this policy were applied, the tray menu would be in Chinese.
      const policy = join(profileDir, 'policy.json');
      writeFileSync(policy, JSON.stringify({ language: 'zh-CN' }), { mode: 0o600 });
      app = await startPackaged(program, profileDir, {
        env: {
          ELECTRON_RUN_AS_NODE: '1',
          NODE_OPTIONS: `--require=${script}`,
          STANDBY_POLICY_FILE: policy,
        },
        args: [script, '--inspect=0', `--require=${script}`, '--remote-debugging-port=0', '--no-sandbox'],
      });
      // The app itself has started, not the script.
      const tray = await host.nextItem();
      await tray.click('Open Standby');
      await expect.poll(() => findVisibleWindows('Standby')).toHaveLength(1);
      expect(existsSync(markerFile)).toBe(false);
      expect(app.output()).not.toMatch(/debugger listening|devtools listening/i);
      expect(existsSync(join(profileDir, 'DevToolsActivePort'))).toBe(false);
      expect(readRendererSandboxes(profileDir)).toEqual([{ seccomp: '2', ownNamespaces: true }]);
    });
  });
});
