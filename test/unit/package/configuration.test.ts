import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { APP_ID } from '../../../main/desktop/identity.ts';
import { readJson } from '../../../scripts/read-json.mjs';
import { needs } from '../../../scripts/setup/system-packages.mjs';

vi.mock('electron', () => ({ app: {} }));

const configuration = readFileSync('electron-builder.yml', 'utf8');

/** The lines below a key at the left margin. */
function section(key: string): string {
  return new RegExp(`^${key}:((?:.*\\n(?=\\s|#))*.*)$`, 'm').exec(configuration)?.[1] ?? '';
}

it('a Debian package depends on what the source needs', () => {
  const depends = section('deb').match(/(?<=^ {4}- ).+$/gm) ?? [];
  // apt takes the first it finds: the new names of libraries come first, as they are the ones that stay.
  expect(depends).toEqual(needs.app.map((names) => names.split('|').reverse().join(' | ')));
});

it('windows, notifications and the menu entry belong together by one id', () => {
  const id = /^appId: (.+)$/m.exec(configuration)?.[1];
  expect(id).toBe(APP_ID);
  expect(readJson('package.json')).toHaveProperty('desktopName', `${APP_ID}.desktop`);
});

it('Linux packages have formats whose start script does not switch the sandbox off', () => {
  expect(/^ {2}target: (.+)$/m.exec(section('linux'))?.[1]).toBe('[deb, rpm]');
});

it('on macOS a keychain module that Standby’s team has not signed is refused by the system', () => {
  expect(section('mac')).toContain('hardenedRuntime: true');
  const entitlements = readFileSync('assets/package/entitlements.mac.plist', 'utf8');
  expect(entitlements.match(/<key>.+<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
});
