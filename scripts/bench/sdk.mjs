import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { npmCommand, execCaptured } from '../exec.mjs';
import { log, UserFacingError } from '../log.mjs';
import { cacheDir } from '../setup/cache-dir.mjs';

/** The official SDK, as a baseline. The project does not depend on it. */
const sdk = { name: 'tencentcloud-sdk-nodejs-intl-en', version: '3.0.1335' };

/**
 * Installs the official SDK into the cache, if it is missing.
 * @returns {Promise<string>} its folder
 */
export async function ensureSdk() {
  const folder = join(cacheDir(), `${sdk.name}-${sdk.version}`);
  const installed = join(folder, 'node_modules', sdk.name);
  if (existsSync(installed)) return installed;
  log(`installing ${sdk.name} ${sdk.version} to measure against`);
  const work = `${folder}-${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    const npm = npmCommand();
    const { code, output } = await execCaptured(npm.command, [
      ...[...npm.args, 'install', '--prefix', work, '--ignore-scripts', '--no-audit', '--no-fund'],
      `${sdk.name}@${sdk.version}`,
    ]);
    if (code !== 0) throw new UserFacingError(`${sdk.name} could not be installed:\n${output.trimEnd()}`);
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return installed;
}
