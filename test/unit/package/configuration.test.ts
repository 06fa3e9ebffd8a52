import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { APP_ID } from '../../../main/desktop/system/app-user-model-id.ts';
import { appId, missingFields } from '../../../scripts/package/identity.mjs';
import requireNotarization from '../../../scripts/package/notarization.mjs';
import { unsignedName, unsignedOptions, writeChecksums } from '../../../scripts/package/release.mjs';
import { checkPackageConfiguration } from '../../../scripts/lint/package-configuration.mjs';
import { readJson } from '../../../scripts/read-json.mjs';
import { needs } from '../../../scripts/headless/system-packages.mjs';

vi.mock('electron', () => ({ app: {} }));

const configuration = readFileSync('electron-builder.yml', 'utf8');

const author = { name: 'The Standby authors' };

/** The lines below a top-level key. */
function section(key: string): string {
  return new RegExp(`^${key}:((?:.*\\n(?=\\s|#))*.*)$`, 'm').exec(configuration)?.[1] ?? '';
}

it('lint finds a key that electron-builder does not know, and a value that it refuses', () => {
  expect(checkPackageConfiguration(configuration)).toEqual([]);
  const wrongKey = configuration.replace('\n  oneClick:', '\n  oneClik:');
  expect(checkPackageConfiguration(wrongKey).join('\n')).toContain('"additionalProperty":"oneClik"');
  const wrongValue = configuration.replace('perMachine: true', 'perMachine: sometimes');
  expect(checkPackageConfiguration(wrongValue).join('\n')).toContain('/nsis/perMachine: must be boolean');
});

it('a Debian package depends on what the source needs', () => {
  const depends = section('deb').match(/(?<=^ {4}- )(?!dist\/).+$/gm) ?? [];
  // apt uses the first alternative that exists: the new names of libraries come first, because they will remain.
  expect(depends).toEqual(needs.app.map((names) => names.split('|').reverse().join(' | ')));
});

it('windows, notifications and the menu entry have one app id, which package.json names', () => {
  expect(readJson('package.json')).toHaveProperty('desktopName', `${APP_ID}.desktop`);
  expect(appId({ desktopName: `${APP_ID}.desktop`, author })).toBe(APP_ID);
  // What electron-builder.yml named would not follow package.json.
  expect(configuration).not.toMatch(/^ *(?:appId|homepage|maintainer|vendor):/m);
});

it('a package to publish needs the addresses of its owner', () => {
  const desktopName = `${APP_ID}.desktop`;
  const missing = ['homepage', 'repository', 'author.email'];
  expect(missingFields({ desktopName, author })).toEqual(missing);
  const homepage = 'https://standby.example/';
  const filledIn = {
    homepage,
    repository: { url: homepage },
    author: { ...author, email: 'a@standby.example' },
  };
  expect(missingFields({ desktopName, ...filledIn })).toEqual([]);
  const guide = readFileSync('docs/release.md', 'utf8');
  for (const field of [...missing, 'desktopName']) expect(guide).toContain(`\`${field}\``);
});

it('Linux packages have formats whose start script does not switch the sandbox off', () => {
  expect(section('linux').match(/(?<=^ {4}- target: ).+$/gm)).toEqual(['deb', 'rpm']);
});

it('on macOS a keychain module that Standby’s team has not signed is refused by the system', () => {
  expect(section('mac')).toContain('hardenedRuntime: true');
  const entitlements = readFileSync('assets/package/entitlements.mac.plist', 'utf8');
  expect(entitlements.match(/<key>.+<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
});

it('a package for macOS or Windows is signed, or not made, and one for macOS is notarized', () => {
  expect(configuration).toMatch(/^forceCodeSigning: true$/m);
  expect(section('mac')).toMatch(/^ {2}notarize: true$/m);
});

it('a package for macOS that cannot be notarized is not made, except for an unsigned one', () => {
  expect(configuration).toMatch(/^beforePack: \.\/scripts\/package\/notarization\.mjs$/m);
  const pack = (electronPlatformName: string, notarize: boolean) => () =>
    requireNotarization({ electronPlatformName, packager: { platformSpecificBuildOptions: { notarize } } });
  vi.stubEnv('APPLE_API_KEY', 'key.p8');
  vi.stubEnv('APPLE_API_KEY_ID', undefined);
  vi.stubEnv('APPLE_API_ISSUER', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(pack('darwin', true)).toThrow('Not set: APPLE_API_KEY_ID, APPLE_API_ISSUER.');
  expect(pack('darwin', false)).not.toThrow();
  expect(pack('win32', true)).not.toThrow();
  vi.stubEnv('APPLE_API_KEY_ID', 'id');
  vi.stubEnv('APPLE_API_ISSUER', 'issuer');
  expect(pack('darwin', true)).not.toThrow();
});

it('the Windows package is installed for all users, where only administrators can write', () => {
  expect(section('nsis')).toMatch(/^ {2}perMachine: true$/m);
});

it('the Windows installer asks a running Standby to quit, and only a real removal deletes its start at login', () => {
  const [, include = ''] = /^ {2}include: (.+)$/m.exec(section('nsis')) ?? [];
  const script = readFileSync(include, 'utf8');
  expect(script).toMatch(
    /!macro customCheckAppRunning[^!]*[\s\S]*--quit`[\s\S]*!insertmacro _CHECK_APP_RUNNING\n!macroend/,
  );
  expect(script).toMatch(/\$\{ifNot\} \$\{isUpdated\}\n {4}DeleteRegValue HKCU ".*\\Run" "\$\{APP_ID\}"/);
});

it('an unsigned package needs an option, and its name says so', () => {
  expect(unsignedOptions).toContain('-c.forceCodeSigning=false');
  expect(unsignedName).toContain('-UNSIGNED.');
  expect(configuration).not.toMatch(/artifactName|identity: null/);
});

it('the checksums of a run list its packages in the format of sha256sum', async () => {
  const out = mkdtempSync(join(tmpdir(), 'out-'));
  onTestFinished(() => rmSync(out, { recursive: true }));
  for (const name of ['standby_1_amd64.deb', 'old.rpm', 'builder-debug.yml'])
    writeFileSync(join(out, name), name);
  utimesSync(join(out, 'old.rpm'), 1, 1);
  expect(await writeChecksums(out, 2_000)).toEqual(['standby_1_amd64.deb']);
  const hash = createHash('sha256').update('standby_1_amd64.deb').digest('hex');
  expect(readFileSync(join(out, 'SHA256SUMS'), 'utf8')).toBe(`${hash}  standby_1_amd64.deb\n`);
});
