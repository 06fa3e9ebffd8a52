import { join } from 'node:path';
import { homedir } from 'node:os';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { pathToFileURL } from 'node:url';
import { repoDir } from './paths.mjs';
import { main } from './log.mjs';
import { readJson } from './read-json.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

/**
 * The folder of the profile, as Electron and main/desktop/system/profile-folder.ts choose it.
 * @param {NodeJS.ProcessEnv} env
 */
function profileFolder(env) {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Standby');
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'Standby');
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Standby');
}

/**
 * @param {number} milliseconds
 * @param {() => void} callback
 */
function setTimer(milliseconds, callback) {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

// The command line from the source: `npm run --silent cli -- status`.
await main(async () => {
  await ensureDependencies();
  const { build } = await import('./build.mjs');
  await build();
  const distFolder = join(repoDir, 'dist');
  /** @type {unknown} */
  const built = await import(pathToFileURL(join(distFolder, 'cli/cli.mjs')).href);
  const { runCli } = /** @type {typeof import('../cli/main.ts')} */ (built);
  const { version } = /** @type {{ version: string }} */ (readJson(join(repoDir, 'package.json')));
  const args = process.argv.slice(2);
  const given = args.find((arg) => arg.startsWith('--user-data-dir='));
  return runCli({
    args,
    version,
    profileFolder: given?.slice('--user-data-dir='.length) ?? profileFolder(process.env),
    distFolder,
    systemLanguages: [process.env.LC_ALL, process.env.LC_MESSAGES, process.env.LANG].filter(
      (tag) => tag !== undefined,
    ),
    platform: process.platform,
    pid: process.pid,
    time: { now: Date.now, setTimer, random: Math.random },
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
  });
});
