import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NativeModuleChanged, requireSha256 } from '../../../main/account/native-module.ts';
import { keytarSha256 } from '../../../scripts/package/keytar-sha256.mjs';

const prebuild = 'node_modules/keytar/prebuilds/linux-x64/keytar.node';

it('takes the module of the build', () => {
  expect(() => requireSha256(prebuild, keytarSha256()['linux-x64'])).not.toThrow();
});

it('refuses one that differs in a byte, one that is gone, and one of a system that the build knew nothing of', () => {
  const changed = join(mkdtempSync(join(tmpdir(), 'module-')), 'keytar.node');
  writeFileSync(changed, Buffer.concat([readFileSync(prebuild), Buffer.from([0])]));
  const expected = keytarSha256()['linux-x64'];
  expect(() => requireSha256(changed, expected)).toThrow(NativeModuleChanged);
  expect(() => requireSha256(join(changed, 'nothing'), expected)).toThrow(NativeModuleChanged);
  expect(() => requireSha256(prebuild, undefined)).toThrow(NativeModuleChanged);
});

it('knows the module of every system whose package compares it', () => {
  const sha256 = keytarSha256();
  expect(Object.keys(sha256)).toEqual(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64']);
  const bytes = readFileSync('node_modules/keytar/prebuilds/win32-x64/keytar.node');
  expect(sha256['win32-x64']).toBe(createHash('sha256').update(bytes).digest('hex'));
});
