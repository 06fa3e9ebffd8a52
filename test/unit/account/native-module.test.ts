import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NativeModuleChanged, assertSha256 } from '../../../main/account/native-module.ts';
import { keytarSha256 } from '../../../scripts/package/keytar-sha256.mjs';

const prebuild = 'node_modules/keytar/prebuilds/linux-x64/keytar.node';

it('accepts the module of the build', () => {
  expect(() => assertSha256(prebuild, keytarSha256()['linux-x64'])).not.toThrow();
});

it('refuses one that differs in a byte, is missing, or is of a system unknown to the build', () => {
  const changed = join(mkdtempSync(join(tmpdir(), 'module-')), 'keytar.node');
  writeFileSync(changed, Buffer.concat([readFileSync(prebuild), Buffer.from([0])]));
  const expected = keytarSha256()['linux-x64'];
  expect(() => assertSha256(changed, expected)).toThrow(NativeModuleChanged);
  expect(() => assertSha256(join(changed, 'nothing'), expected)).toThrow(NativeModuleChanged);
  expect(() => assertSha256(prebuild, undefined)).toThrow(NativeModuleChanged);
});

it('has a checksum for every system whose package checks it', () => {
  const sha256 = keytarSha256();
  expect(Object.keys(sha256)).toEqual(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64']);
  const bytes = readFileSync('node_modules/keytar/prebuilds/win32-x64/keytar.node');
  expect(sha256['win32-x64']).toBe(createHash('sha256').update(bytes).digest('hex'));
});
