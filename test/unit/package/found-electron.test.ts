import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findElectron } from '../../../scripts/setup/electron/index.mjs';

const loaderDir = fileURLToPath(new URL('../../../scripts/headless/fallback-electron-app', import.meta.url));

/** Names an Electron by the variable that a virtual desktop sets, too. */
function overrideElectron(prepare: (dir: string) => void) {
  const dir = mkdtempSync(join(tmpdir(), 'electron-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const program of ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron']) {
    mkdirSync(join(dir, program, '..'), { recursive: true });
    writeFileSync(join(dir, program), '');
    chmodSync(join(dir, program), 0o700);
  }
  writeFileSync(join(dir, 'version'), '33.2.1');
  prepare(dir);
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', dir);
}

test('the fallback Electron that a virtual desktop names by a variable is still the fallback, which takes no real keys', async () => {
  overrideElectron((dir) => cpSync(loaderDir, join(dir, 'resources/app'), { recursive: true }));
  expect(await findElectron()).toMatchObject({ isFallback: true });
});

test('another Electron that a person names by the variable is theirs to trust', async () => {
  overrideElectron(() => {});
  expect(await findElectron()).toMatchObject({ isFallback: false });
});
