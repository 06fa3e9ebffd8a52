/** Where the local API listens on Linux and macOS, and whom it trusts there. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createServerHarness, newFolder } from './support.ts';

const NAME = 'standby-0123456789abcdef';
const isRoot = process.getuid?.() === 0;
const mode = (path: string) => lstatSync(path).mode & 0o777;

/** A socket that nothing listens on: its program was killed. */
function leaveStaleSocket(path: string): void {
  const listen =
    'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';
  const { signal } = spawnSync(process.execPath, ['-e', listen, path]);
  expect(signal).toBe('SIGKILL');
  expect(lstatSync(path).isSocket()).toBe(true);
}

test('socket, folder and file are for their owner alone', async () => {
  const { api, folder, profile, endpoint } = createServerHarness();
  expect(await api.start()).toBe(true);
  expect(endpoint().path).toBe(join(folder, NAME, 'api.sock'));
  expect([mode(endpoint().path), mode(join(folder, NAME)), mode(join(profile, 'local-api.json'))]).toEqual([
    0o600, 0o700, 0o600,
  ]);
  api.stop();
  expect(readdirSync(join(folder, NAME))).toEqual([]);
});

test('without XDG_RUNTIME_DIR the socket is in the profile', async () => {
  const { api, profile, endpoint } = createServerHarness({ places: { runtimeFolder: undefined } });
  expect(await api.start()).toBe(true);
  expect(endpoint().path).toBe(join(profile, 'local-api', 'api.sock'));
});

test('a path of more than 107 bytes is not used: the next folder is', async () => {
  const long = join(newFolder(), 'l'.repeat(120));
  mkdirSync(long);
  const { api, folder, endpoint, logged } = createServerHarness({
    places: { runtimeFolder: long, profileFolder: long },
  });
  expect(await api.start()).toBe(true);
  expect(() => endpoint()).toThrow('ENOENT');
  expect(readdirSync(folder)).toContain(`${NAME}-${process.getuid?.()}`);
  expect(logged).toEqual([
    expect.stringContaining('would be too long'),
    expect.stringContaining('would be too long'),
  ]);
});

test('where no path is short enough, nothing listens and the log says why', async () => {
  const long = join(newFolder(), 'l'.repeat(120));
  mkdirSync(long);
  const { api, logged } = createServerHarness({
    places: { runtimeFolder: long, profileFolder: long, temporaryFolder: long },
  });
  expect(await api.start()).toBe(false);
  expect(logged).toHaveLength(3);
});

test('the socket of a crashed app is replaced', async () => {
  const { api, folder, connectClient } = createServerHarness();
  mkdirSync(join(folder, NAME), { mode: 0o700 });
  leaveStaleSocket(join(folder, NAME, 'api.sock'));
  expect(await api.start()).toBe(true);
  expect(await connectClient()).toBeDefined();
});

test('a socket that is in use is left alone: the next folder is used', async () => {
  const { api, folder, profile, endpoint, logged } = createServerHarness();
  const path = join(folder, NAME, 'api.sock');
  mkdirSync(join(folder, NAME), { mode: 0o700 });
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(path, resolve));
  onTestFinished(() => void other.close());
  expect(await api.start()).toBe(true);
  expect(endpoint().path).toBe(join(profile, 'local-api', 'api.sock'));
  expect(logged).toEqual([expect.stringContaining('is in use')]);
  expect(lstatSync(path).isSocket()).toBe(true);
});

test('a file in the place of the socket is left alone', async () => {
  const { api, folder, logged } = createServerHarness();
  mkdirSync(join(folder, NAME), { mode: 0o700 });
  writeFileSync(join(folder, NAME, 'api.sock'), 'mine');
  expect(await api.start()).toBe(true);
  expect(logged).toEqual([expect.stringContaining('is not a socket')]);
});

test('a link in the place of the folder is refused', async () => {
  const { api, folder, profile, endpoint, logged } = createServerHarness();
  symlinkSync(newFolder(), join(folder, NAME));
  expect(await api.start()).toBe(true);
  expect(endpoint().path).toContain(profile);
  expect(logged).toEqual([expect.stringContaining('is not a folder')]);
});

test('a folder that others can enter is closed to them', async () => {
  const { api, folder } = createServerHarness();
  mkdirSync(join(folder, NAME));
  chmodSync(join(folder, NAME), 0o777);
  expect(await api.start()).toBe(true);
  expect(mode(join(folder, NAME))).toBe(0o700);
});

test.runIf(isRoot)('a folder of another user is refused', async () => {
  const { api, folder, profile, endpoint, logged } = createServerHarness();
  mkdirSync(join(folder, NAME), { mode: 0o700 });
  chownSync(join(folder, NAME), 65_534, 65_534);
  expect(await api.start()).toBe(true);
  expect(endpoint().path).toContain(profile);
  expect(logged).toEqual([expect.stringContaining('belongs to another user')]);
});

test.runIf(isRoot)('a socket of another user is refused, even when nothing listens on it', async () => {
  const { api, folder, logged } = createServerHarness();
  const path = join(folder, NAME, 'api.sock');
  mkdirSync(join(folder, NAME), { mode: 0o700 });
  leaveStaleSocket(path);
  chownSync(path, 65_534, 65_534);
  expect(await api.start()).toBe(true);
  expect(logged).toEqual([expect.stringContaining('belongs to another user')]);
  expect(lstatSync(path).uid).toBe(65_534);
});
