/** `npm start` without a display: starts it, and finds its processes and its window. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { pinnedChromium } from '../../../scripts/setup/browser.mjs';
import { standbyDir } from './app.ts';

/** A Standby that `npm start` runs on a virtual desktop, which a web page shows. */
export interface WebDesktop {
  npm: ChildProcess;
  /** The address that npm has printed. */
  address: URL;
  /** Everything that npm has printed so far. */
  output: () => string;
}

/** Runs `npm start` as a terminal does: in a process group of its own, which Ctrl+C signals. */
export function spawnNpmStart(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn('npm', ['start', '--', ...args], {
    cwd: standbyDir,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

/** Runs `npm start` without a display, and waits for the address that it prints. */
export async function startWebDesktop(args: readonly string[]): Promise<WebDesktop> {
  const npm = spawnNpmStart(args, { DISPLAY: '', WAYLAND_DISPLAY: '', CI: '' });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const findAddress = () => /http:\/\/\S+/.exec(output)?.[0];
  try {
    await expect
      .poll(() => npm.exitCode !== null || findAddress() !== undefined, { timeout: 90_000 })
      .toBe(true);
  } catch (error) {
    npm.kill('SIGTERM');
    throw new Error(`npm start has not printed an address in time, but:\n${output}`, { cause: error });
  }
  const address = findAddress();
  if (address === undefined) throw new Error(`npm start has printed no address:\n${output}`);
  return { npm, address: new URL(address), output: () => output };
}

/** The pinned Chromium of the ui tests; Playwright's where that does not run. */
export function launchChromium(): Promise<Browser> {
  const pinned = pinnedChromium();
  return chromium.launch(pinned === undefined ? {} : { executablePath: pinned.program });
}

/** The processes on the desktop that the page of a port shows. Each has inherited the port in its environment. */
export function findDesktopProcesses(port: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readEnvironment(name).includes(`HEADLESS_WEB_PORT=${port}`))
    .map(Number);
}

function readEnvironment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // The process has ended, or belongs to another user.
  }
}

/** Attaches to the window of a Standby that was started with `--remote-debugging-port=0`. */
export async function connectToWindow(profileDir: string): Promise<{ browser: Browser; page: Page }> {
  const portFile = join(profileDir, 'DevToolsActivePort');
  const readPort = () => {
    try {
      return readFileSync(portFile, 'utf8').split('\n')[0] ?? '';
    } catch {
      return '';
    }
  };
  await expect.poll(readPort, { message: 'the debugging port', timeout: 60_000 }).not.toBe('');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${readPort()}`);
  const findPages = () => browser.contexts().flatMap((context) => context.pages());
  await expect.poll(() => findPages().length).toBe(1);
  const [page] = findPages();
  if (page === undefined) throw new Error('Standby has no window');
  return { browser, page };
}
