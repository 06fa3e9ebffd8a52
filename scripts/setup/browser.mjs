import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { repoDir } from '../repo.mjs';
import { runQuietly } from '../run.mjs';
import { SetupError, say } from '../say.mjs';

/**
 * The Chromium that the ui tests drive: CHROMIUM_PATH where it is set, else the system's.
 * @returns {string | undefined} nothing means Playwright's own
 */
export function systemChromium() {
  return [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(
    (path) => path !== undefined && existsSync(path),
  );
}

/** Fetches Playwright's own Chromium where the system has none; a second time it finds that it has. */
export async function ensureBrowser() {
  if (systemChromium() !== undefined) return;
  const cli = join(repoDir, 'node_modules/@playwright/test/cli.js');
  say("no Chromium on this system: using Playwright's");
  const { code, output } = await runQuietly(process.execPath, [cli, 'install', 'chromium']);
  if (code !== 0) throw new SetupError(`Playwright's Chromium could not be installed:\n${output.trimEnd()}`);
}
