import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureElectron } from '../setup/electron/index.mjs';

/**
 * Options by which electron-builder packages the Electron of this computer's tests and downloads none.
 * @returns {Promise<string[]>}
 */
export async function testRuntime() {
  const dist = dirname(await ensureElectron());
  const version = readFileSync(join(dist, 'version'), 'utf8').replace(/^v/, '');
  return [
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${version}`,
    '-c.afterExtract=./scripts/package/strip-runtime.mjs',
  ];
}
