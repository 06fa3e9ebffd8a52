import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * electron-builder's afterExtract hook: removes files that only `electron DIR` needs from a copied runtime, as
 * electron-builder does itself with a downloaded one.
 * @param {{ appOutDir: string }} context
 */
export default async function stripRuntime({ appOutDir }) {
  const superfluous = ['resources/app', 'resources/default_app.asar', 'standby-stamp', 'version'];
  await Promise.all(superfluous.map((path) => rm(join(appOutDir, path), { recursive: true, force: true })));
}
