/** `npm start` on a computer without a display, used as a person uses it: in a browser. */
import { spawnSync } from 'node:child_process';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { processTree } from '../../support/bench/process-tree.ts';
import { newProfile, standbyDir } from '../../support/desktop/app.ts';
import { isRunning } from '../../support/desktop/process-exit.ts';
import { describeProcess, findRendererProcesses } from '../../support/desktop/processes.ts';
import { findListeningSockets } from '../../support/desktop/network/listening-sockets.ts';
import {
  connectToWindow,
  findDesktopProcesses,
  launchChromium,
  spawnNpmStart,
  startWebDesktop,
} from '../../support/desktop/web-desktop.ts';

/** The size of the virtual desktop: with a browser window of this size, both have the same coordinates. */
const DESKTOP_SIZE = { width: 1280, height: 800 };

/** Clicks an element of Standby's window with the mouse of the page that shows the desktop. */
async function clickOnDesktop(desktop: Page, target: Locator): Promise<void> {
  // Playwright waits until the element is visible, enabled and at rest, and clicks nothing.
  await target.click({ trial: true });
  const box = await target.boundingBox();
  if (box === null) throw new Error('the element is not visible');
  const origin = await target.evaluate(() => ({ x: window.screenX, y: window.screenY }));
  await desktop.mouse.click(origin.x + box.x + box.width / 2, origin.y + box.y + box.height / 2);
}

/** Waits until none of the processes is left. */
async function expectAllEnded(findProcesses: () => number[]): Promise<void> {
  await expect
    .poll(() => findProcesses().filter(isRunning).map(describeProcess), {
      message: 'processes that are left',
      timeout: 60_000,
    })
    .toEqual([]);
}

test('npm start without a display is used in a browser, by mouse and keys, listens on this computer only, and ends by Ctrl+C', async () => {
  const profileDir = await newProfile();
  const args = [`--user-data-dir=${profileDir}`, '--remote-debugging-port=0'];
  const { address, npm, output } = await startWebDesktop(args);
  const chromium = await launchChromium();
  try {
    expect(address.hostname).toBe('127.0.0.1');
    expect(output()).toContain(`ssh -N -L ${address.port}:127.0.0.1:${address.port} USER@HOST`);

    const page = await chromium.newPage({ viewport: DESKTOP_SIZE });
    const wrongAddress = address.href.replace(/password=.*/, 'password=wrong123');
    await page.goto(wrongAddress);
    await expect(page.locator('#noVNC_status')).toContainText('Authentication failure');

    // Only another page in between makes the browser load it anew: the addresses differ after the `#` alone.
    await page.goto('about:blank');
    await page.goto(address.href);
    await expect(page.locator('#noVNC_container canvas')).toBeVisible();
    const { browser, page: window } = await connectToWindow(profileDir);
    await clickOnDesktop(page, window.getByRole('button', { name: 'Try it with a simulator' }));
    await clickOnDesktop(page, window.getByRole('button', { name: 'Lunch' }));
    await expect(window.getByRole('heading', { level: 1 })).toHaveText('Rest');
    await page.keyboard.press('Control+Shift+F11');
    await expect(window.getByRole('heading', { level: 1 })).toHaveText('Busy');
    await page.screenshot({ path: test.info().outputPath('page.png') });

    const processIds = [...processTree(npm.pid ?? 0), ...findDesktopProcesses(address.port)];
    const sockets = findListeningSockets(processIds);
    expect(sockets).toContainEqual({ port: Number(address.port), isLoopback: true });
    expect(sockets.filter(({ isLoopback }) => !isLoopback)).toEqual([]);

    await browser.close();
    process.kill(-(npm.pid ?? 0), 'SIGINT');
    await expectAllEnded(() => [...processIds, ...findDesktopProcesses(address.port)]);
  } finally {
    await chromium.close();
    npm.kill('SIGTERM');
  }
});

test('one SIGTERM to npm ends the Standby that npm start has started', async () => {
  const profileDir = await newProfile();
  const npm = spawnNpmStart([`--user-data-dir=${profileDir}`], {});
  await expect
    .poll(() => findRendererProcesses(profileDir), { message: 'Standby has a window', timeout: 60_000 })
    .not.toEqual([]);
  const processIds = processTree(npm.pid ?? 0);
  npm.kill('SIGTERM');
  await expectAllEnded(() => processIds);
});

test('where nobody can open a page, npm start says how to start instead', () => {
  const start = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    spawnSync('npm', ['start', '--', ...args], {
      cwd: standbyDir,
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    });
  for (const { status, stderr } of [start([], { CI: 'true' }), start(['--no-desktop'], { CI: '' })]) {
    expect(status).toBe(1);
    expect(stderr).toContain('no display. Start it in a desktop session');
    expect(stderr).toContain('node scripts/headless/desktop.mjs -- COMMAND');
  }
});
