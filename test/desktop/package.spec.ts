import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import keytar from 'keytar';
import { defaultSettings } from '../../main/settings/schema.ts';
import { packagedLanguages } from '../../scripts/package/languages.mjs';
import { newProfile } from '../support/desktop/app.ts';
import { AGENT, expect, KEY, SDK_APP_ID, statusKnown, test } from '../support/desktop/fixtures.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';
import { emptyKeyring } from '../support/desktop/keyring.ts';
import { filesBelow, filesInAsar, fusesOf, jsonInAsar, weigh } from '../support/desktop/packaged-files.ts';
import { packageStandby, startPackaged, type PackagedApp } from '../support/desktop/packaged.ts';
import { confinementOfPages } from '../support/desktop/processes.ts';
import { visibleWindows } from '../support/desktop/windows.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const electronDir = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';

/** What Standby puts beside Electron's own files. */
const ours = [
  'resources/LICENSE.txt',
  'resources/THIRD-PARTY-LICENSES.txt',
  'resources/app.asar',
  'resources/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node',
  'resources/policy.schema.json',
];

/**
 * Of the built files, those that no package runs: what packages are made from or have beside the archive, the main process
 * that is started from the source, and the simulator's program.
 */
const notShipped =
  /^(?:\.stamp|THIRD-PARTY-LICENSES\.txt|policy\.schema\.json|main\/.*|simulator\/.*|icons\/package\/.*|icons\/tray\/.*Template.*)$/;

/** Of Chromium's own texts, those of the languages that Standby speaks. */
const kept = packagedLanguages().map((language) => `${language}.pak`);

/** The packages that the source of these folders imports by their names. */
function packagesImportedBy(folders: readonly string[]): string[] {
  const names = folders
    .flatMap((folder) => filesBelow(join(checkout, folder)).map((file) => join(checkout, folder, file)))
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

  test('is Electron with our few files, and the archive holds the same as the folder', () => {
    const electrons = filesBelow(electronDir)
      .filter((path) => !/^(?:resources\/(?:app\/|default_app)|standby-stamp$|version$)/.test(path))
      .filter((path) => !path.startsWith('locales/') || kept.includes(basename(path)))
      .map((path) => (path === 'electron' ? 'standby' : path));
    expect(filesBelow(unpacked)).toEqual([...electrons, ...ours].sort());
    expect(filesBelow(folder)).toEqual(filesBelow(unpacked));
  });

  test('holds what runs, and nothing else', () => {
    const built = filesBelow(join(checkout, 'dist'))
      .filter((path) => !notShipped.test(path))
      .map((path) => path.replace(/^packaged\//, ''));
    const keytars = ['LICENSE.md', 'build/Release/keytar.node', 'lib/keytar.js', 'package.json'];
    expect(filesInAsar(asar)).toEqual(
      [
        'package.json',
        ...built.map((path) => `dist/${path}`),
        ...keytars.map((path) => `node_modules/keytar/${path}`),
      ].sort(),
    );
    // Whatever the build will be made of: these kinds of files, in these rooms.
    const kinds =
      /^(?:main\/.+\.mjs|preload\/.+\.cjs|renderer\/.+\.(?:html|js|css)|locales\/.+\.json|icons\/.+\.png)$/;
    expect(built.filter((path) => !kinds.test(path))).toEqual([]);
    expect(Object.keys(jsonInAsar(asar, 'package.json'))).not.toContain('devDependencies');
  });

  test("has keytar's binary for this system only, outside the archive", () => {
    const shipped = readFileSync(join(unpacked, ours[3] ?? ''));
    const built = readFileSync(join(checkout, 'node_modules/keytar/prebuilds/linux-x64/keytar.node'));
    expect(shipped.equals(built)).toBe(true);
  });

  test('adds at most 6 MB to Electron', () => {
    expect(weigh(unpacked, ours)).toBeLessThanOrEqual(6_000_000);
  });

  test('names the licence of every package in it', () => {
    const listed = readFileSync(join(unpacked, 'resources/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const names = [...listed.matchAll(/^─+\n(\S+) \S+ \((?:MIT|ISC)\)\n\n\S/gm)].map(([, name]) => name);
    // keytar is installed under another name than its own; the last one is needed by another among them.
    const imported = packagesImportedBy(['assets', 'main', 'preload', 'renderer']).filter(
      (name) => name !== 'electron' && name !== 'keytar',
    );
    expect(names).toEqual(expect.arrayContaining([...imported, '@github/keytar', 'react', 'scheduler']));
    // Each stands below a line of its own; none has slipped past the pattern above.
    expect(names).toHaveLength(listed.match(/^─+$/gm)?.length ?? 0);
  });

  test('has every fuse set', async () => {
    const { 8: wasmTrapHandlers, ...fuses } = await fusesOf(program);
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
    // Newer Electrons have it, on, and electron-builder has no name for it yet: it is how V8 checks bounds in WebAssembly.
    expect(['on', undefined]).toContain(wasmTrapHandlers);
  });

  test.describe('running', () => {
    let app: PackagedApp | undefined;

    test.beforeEach(() => emptyKeyring());
    test.afterEach(() => app?.kill());

    test('switches a status with the key in the keychain; its window works, in the sandbox', async ({
      host,
      notifications: _listening,
      service,
    }) => {
      await keytar.setPassword('Standby', 'Tencent Cloud API key', JSON.stringify(KEY));
      const profileDir = await newProfile();
      const settings = {
        ...defaultSettings('linux'),
        mode: 'account',
        account: { edition: 'custom', customAddress: service.url, sdkAppId: SDK_APP_ID, agent: AGENT },
      };
      writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings));

      app = await startPackaged(program, profileDir);
      const tray = await host.nextItem({ of: app.pid });
      await statusKnown(tray);
      await tray.click('Rest', 'Lunch');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
      expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });

      await tray.click('Open Standby');
      await expect.poll(() => visibleWindows('Standby')).toHaveLength(1);
      expect(confinementOfPages(profileDir)).toEqual([{ seccomp: '2', ownNamespaces: true }]);
      // The page hears the key, and asks the main process to hide the window.
      await expect
        .poll(async () => {
          await pressKeys('Escape');
          return visibleWindows('Standby');
        })
        .toEqual([]);
    });

    test('is opened by no variable and no argument', async ({ host }) => {
      const profileDir = await newProfile();
      const mark = join(profileDir, 'mark');
      const script = join(profileDir, 'intruder.cjs');
      writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
      // Were it obeyed, the tray would speak Chinese.
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
      // As itself it has come, and nothing else.
      const tray = await host.nextItem();
      await tray.click('Open Standby');
      await expect.poll(() => visibleWindows('Standby')).toHaveLength(1);
      expect(existsSync(mark)).toBe(false);
      expect(app.output()).not.toMatch(/debugger listening|devtools listening/i);
      expect(existsSync(join(profileDir, 'DevToolsActivePort'))).toBe(false);
      expect(confinementOfPages(profileDir)).toEqual([{ seccomp: '2', ownNamespaces: true }]);
    });
  });
});
