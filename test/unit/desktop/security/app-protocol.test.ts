import { join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { resolveRequest } from '../../../../main/desktop/security/app-protocol.ts';

vi.mock('electron', () => ({ net: {}, protocol: {} }));

const folder = resolve('/opt/standby/renderer');

it.each([
  ['app://standby/index.html', 'index.html'],
  ['app://standby/main.js?v=1#top', 'main.js'],
  ['app://standby/chunks/a%20b.js', 'chunks/a b.js'],
  ['app://standby/chunks/../main.css', 'main.css'],
  // URLs are normalized before they are checked: these do not leave the folder.
  ['app://standby/../../etc/passwd', 'etc/passwd'],
  ['app://standby/%2e%2e/%2e%2e/etc/passwd', 'etc/passwd'],
])('the address %s is served from the app’s files', (address, file) => {
  expect(resolveRequest(folder, address)).toBe(join(folder, file));
});

it.each([
  ['a path that leaves the folder', 'app://standby/..%2f..%2fetc/passwd'],
  ['one that leaves it from a folder below', 'app://standby/chunks/..%2f..%2f..%2fetc/passwd'],
  ["a neighbour whose name begins like the folder's", 'app://standby/..%2frenderer-old/index.html'],
  ['a null byte', 'app://standby/index.html%00.js'],
  ['what cannot be decoded', 'app://standby/%zz'],
  ['another host', 'app://elsewhere/index.html'],
  ['a host with a port', 'app://standby:80/index.html'],
  ['another scheme', 'file:///etc/passwd'],
  ['no address', 'index.html'],
])('an address of %s is not served', (_what, address) => {
  expect(resolveRequest(folder, address)).toBeNull();
});
