import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { build } from 'vite';
import { buildIcons } from '../build/icons.mjs';
import { copyLocales } from '../build/locales.mjs';
import { mainProcess, preload } from '../build/programs.mjs';
import { log } from '../log.mjs';
import { repoDir } from '../paths.mjs';
import { startRendererServer } from './renderer-server.mjs';
import { initialState, next } from './restart-plan.mjs';

/** The app sets its last status before it quits, and its own time limit for that is shorter. */
const STOP_LIMIT_MS = 15_000;

const localesDir = join(repoDir, 'assets/locales');

/**
 * Runs the app from the source until somebody quits it. Edits of the renderer are replaced in the open window; other edits
 * restart the app.
 * @param {{ program: string, target: import('../build/targets.mjs').TargetName, args: readonly string[] }} options
 * @returns {Promise<number>} the app's exit code
 */
export async function develop({ program, target, args }) {
  // A separate folder with the layout of the checkout: dist/ is not changed.
  const folder = mkdtempSync(join(tmpdir(), 'standby-dev-'));
  const dist = join(folder, 'dist');
  mkdirSync(dist);
  copyFileSync(join(repoDir, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(repoDir, 'node_modules'), join(folder, 'node_modules'), 'junction');
  copyLocales(join(dist, 'locales'));
  await buildIcons(join(repoDir, 'assets/icons'), join(dist, 'icons'));
  const server = await startRendererServer({ cacheDir: join(folder, 'vite'), target });

  const programs = { main: mainProcess, preload };
  let state = initialState(Object.keys(programs));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let app;
  /** @type {(code: number) => void} */
  let exit = () => {};
  const exited = new Promise((/** @type {(code: number) => void} */ resolve) => (exit = resolve));

  /** @param {import('./restart-plan.mjs').DevEvent} event */
  function handle(event) {
    const step = next(state, event);
    state = step.state;
    switch (step.action.type) {
      case 'start':
        app = start();
        break;
      case 'stop':
        if (app) stop(app);
        break;
      case 'exit':
        exit(step.action.code);
        break;
      case 'none':
        break;
    }
  }

  function start() {
    const child = spawn(program, [folder, `--dev-server=${server.url}`, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      // Stack traces name the source.
      env: { ...process.env, NODE_OPTIONS: '--enable-source-maps' },
      // Its own process group: Ctrl+C in the terminal reaches the app once, through this process.
      detached: process.platform !== 'win32',
    });
    child.on('error', (error) => {
      log(error.message);
      handle({ type: 'ended', code: 1 });
    });
    child.on('close', (code, signal) =>
      handle({ type: 'ended', code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) }),
    );
    return child;
  }

  const watchers = await Promise.all(
    Object.entries(programs).map(async ([part, program]) => {
      const config = program({ outDir: join(dist, part), target, isPackaged: false });
      const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
      if (!('close' in watcher)) throw new Error('the build does not watch');
      watcher.on('event', (event) => {
        if (event.code === 'BUNDLE_END') {
          log(`built ${part}`);
          void event.result.close();
          handle({ type: 'built', part });
        }
        if (event.code === 'ERROR') {
          log(`${part}: ${event.error.message}`);
          void event.result.close();
          handle({ type: 'failed', part });
        }
      });
      return watcher;
    }),
  );
  server.watcher.add(localesDir).on('change', (file) => {
    if (!file.startsWith(localesDir)) return;
    copyLocales(join(dist, 'locales'));
    handle({ type: 'built', part: 'locales' });
  });
  const quit = () => handle({ type: 'quit' });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, quit);

  const code = await exited;
  for (const signal of signals) process.off(signal, quit);
  await Promise.all([server.close(), ...watchers.map((watcher) => watcher.close())]);
  rmSync(folder, { recursive: true, force: true });
  return code;
}

/** @param {import('node:child_process').ChildProcess} app */
function stop(app) {
  const timer = setTimeout(() => app.kill('SIGKILL'), STOP_LIMIT_MS);
  app.on('close', () => clearTimeout(timer));
  app.kill('SIGTERM');
}
