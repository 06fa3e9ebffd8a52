import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { repoDir } from '../repo.mjs';
import { runQuietly } from '../run.mjs';
import { SetupError, say } from '../say.mjs';
import { cacheDir } from './cache-dir.mjs';
import { fetchFromNpm, madeOnce } from './made-once.mjs';

/**
 * The Chromium of the ui tests, always the same one: pictures are compared pixel by pixel, and a system's Chromium moves.
 * A headless build with nearly everything in one program, as it ships inside an npm package.
 */
const source = {
  version: '153.0.8010.0',
  npmPackage: '@sparticuz/chromium@153.0.0',
  sha256: '20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0',
  file: 'package/bin/chromium.br',
};

const folder = `chromium-${source.version}`;

/**
 * The program of the pinned Chromium.
 * @returns {string | undefined} nothing where it does not run, or is not there yet: Playwright's own serves then
 */
export function pinnedChromium() {
  const program = join(cacheDir(), folder, 'chromium');
  return existsSync(program) ? program : undefined;
}

/** Fetches the pinned Chromium, or Playwright's own where that does not run; a second time it finds that it has. */
export async function ensureBrowser() {
  if (process.platform === 'linux' && process.arch === 'x64') {
    await madeOnce(folder, source.sha256, unpack);
    return;
  }
  const cli = join(repoDir, 'node_modules/@playwright/test/cli.js');
  say("the pinned Chromium does not run here: using Playwright's, and comparing no pictures");
  const { code, output } = await runQuietly(process.execPath, [cli, 'install', 'chromium']);
  if (code !== 0) throw new SetupError(`Playwright's Chromium could not be installed:\n${output.trimEnd()}`);
}

/** @param {string} work */
async function unpack(work) {
  say(`fetching Chromium ${source.version} for the ui tests, through npm (70 MB, once)`);
  const packed = await fetchFromNpm(source, work);
  const dir = join(work, folder);
  await mkdir(dir);
  const program = createWriteStream(join(dir, 'chromium'), { mode: 0o755 });
  await pipeline(createReadStream(packed), createBrotliDecompress(), program);
  return dir;
}
