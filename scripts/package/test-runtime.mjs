import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findElectron } from '../setup/electron/index.mjs';

/**
 * Options by which electron-builder packages the Electron of the tests without a download.
 * @returns {Promise<string[]>}
 */
export async function testRuntimeOptions() {
  const dist = dirname((await findElectron()).program);
  const version = readFileSync(join(dist, 'version'), 'utf8').replace(/^v/, '');
  return [
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${version}`,
    '-c.afterExtract=./scripts/package/strip-runtime.mjs',
  ];
}
