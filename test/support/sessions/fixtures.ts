/** Standby in a real desktop session of `npm run test:desktops`. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { MessageBus } from '@particle/dbus-next';
import { expect, test as base, type Page } from '@playwright/test';
import { sessions } from '../../../scripts/headless/desktops/sessions.mjs';
import { openWindowConfirmingDialogs } from '../desktop/account.ts';
import { launch, launchAndWaitForExit, type LaunchOptions, type RunningApp } from '../desktop/app.ts';
import { connectToBus } from '../desktop/session/dbus.ts';
import type { TrayItem } from '../desktop/session/tray-item.ts';
import { findTrayItem } from './panel-tray.ts';

const run = promisify(execFile);
const name = process.env.STANDBY_SESSION ?? '';

/** The session that the tests run in; undefined outside of one. */
export const session = sessions[name];

type SessionApp = RunningApp & {
  page: Page;
  /** The icon in the session's tray. */
  findTray: () => Promise<TrayItem>;
};

type Fixtures = {
  bus: MessageBus;
  /** Starts Standby with its dialogs confirmed, and ends it after the test. */
  start: (options?: LaunchOptions) => Promise<SessionApp>;
  /** Stores a picture of the screen where the session can take one, after a visible page is painted. */
  takePicture: (title: string, visiblePage?: Page) => Promise<void>;
};

export const test = base.extend<Fixtures>({
  // Playwright reads the names of other fixtures from this first parameter; this one needs none.
  // eslint-disable-next-line no-empty-pattern
  bus: async ({}, use) => {
    const bus = connectToBus();
    // Closed earlier, it throws.
    await once(bus, 'connect');
    await use(bus);
    bus.disconnect();
  },
  start: async ({ bus }, use) => {
    const running: RunningApp[] = [];
    await use(async (options = {}) => {
      const platform = session?.windows ?? 'x11';
      const args = [`--ozone-platform=${platform}`, ...(options.args ?? [])];
      const app = await launch({ ...options, args });
      running.push(app);
      const processId = app.electron.process().pid ?? 0;
      // With an account Standby starts without its window; a second start opens it.
      if (options.profileDir !== undefined) {
        const { profileDir } = options;
        expect(await launchAndWaitForExit({ ...options, profileDir, args })).toBe(0);
      }
      const page = await openWindowConfirmingDialogs(app);
      return { ...app, page, findTray: () => findTrayItem(bus, processId) };
    });
    for (const app of running) await app.kill();
  },
  // eslint-disable-next-line no-empty-pattern
  takePicture: async ({}, use, testInfo) => {
    await use(async (title, visiblePage) => {
      if (!session?.takePicture) return;
      // It is painted in the second frame at the latest.
      await visiblePage?.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      const file = testInfo.outputPath(`${title}.png`);
      const [program = '', ...args] = session.takePicture.map((arg) => (arg === 'FILE' ? file : arg));
      await run(program, args);
    });
  },
});

/** Waits until Standby's window is on the screen, or is not, where the session lists its windows. */
export async function expectWindow(isOnScreen: boolean): Promise<void> {
  const command = session?.listWindows;
  if (!command) return;
  const hasWindow = async () => (await runForOutput(command)).includes('Standby');
  await expect
    .poll(hasWindow, { message: `the window is ${isOnScreen ? '' : 'not '}on the screen` })
    .toBe(isOnScreen);
}

/** Runs a command line of the session. @returns its output; `''` if it fails, as `xdotool search` does when it finds nothing */
export async function runForOutput(command: readonly string[]): Promise<string> {
  const [program = '', ...args] = command;
  return run(program, args, { maxBuffer: 10_000_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

/** Sets the simulator up without the window. */
export async function useSimulator(page: Page): Promise<void> {
  await page.evaluate(() => window.standby.account.useSimulator());
  await expect.poll(() => readStatus(page)).toBe('free');
}

/** The confirmed status. */
export function readStatus(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => (await window.standby.app.getState()).agent.confirmed?.status);
}

/** Clicks a button as a person does, also where the session paints no window. */
export async function click(page: Page, button: string): Promise<void> {
  await page
    .getByRole('button', { name: button })
    .first()
    .evaluate((element: HTMLElement) => element.click());
}

export { expect };
