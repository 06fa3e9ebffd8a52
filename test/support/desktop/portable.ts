/** Starts and observes Standby on the desktop of any system: through Playwright alone, without D-Bus or programs of X. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { startSimulator, type Simulator } from '../../../simulator/server.ts';
import { AGENT, KEY, openWindowConfirmingDialogs, SDK_APP_ID } from './account.ts';
import { createElectronArgs, newProfile } from './app.ts';

/** A running Standby. */
interface PortableApp {
  electron: ElectronApplication;
  profileDir: string;
  page: Page;
  /** Quits as the agent does in Settings, and waits until the process has ended with code 0. */
  quit: () => Promise<void>;
}

type Fixtures = {
  /** The service that a test's account belongs to. */
  service: Simulator;
  /** Starts Standby and opens its window. It confirms what Standby's dialogs ask. The test's end ends Standby. */
  start: (profileDir?: string) => Promise<PortableApp>;
};

export const test = base.extend<Fixtures>({
  // Playwright reads the names of other fixtures from this first parameter; these need none.
  // eslint-disable-next-line no-empty-pattern
  service: async ({}, use) => {
    const simulator = await startSimulator({ keys: [KEY], agents: [AGENT], sdkAppId: SDK_APP_ID });
    await use(simulator);
    await simulator.close();
  },
  // eslint-disable-next-line no-empty-pattern
  start: async ({}, use) => {
    const processes: ChildProcess[] = [];
    await use(async (previousProfileDir) => {
      const profileDir = previousProfileDir ?? (await newProfile());
      const electron = await launch(profileDir);
      processes.push(electron.process());
      // Once an account is set up, Standby starts without its window; a second launch opens it.
      if (previousProfileDir !== undefined) await launchSecond(profileDir);
      const page = await openWindowConfirmingDialogs({ electron, window: () => electron.firstWindow() });
      return { electron, profileDir, page, quit: () => quit(electron, page) };
    });
    for (const child of processes) child.kill('SIGKILL');
  },
});

function getElectronProgram(): string {
  const program = process.env.STANDBY_ELECTRON;
  if (program === undefined) throw new Error('no Electron: run this by `node scripts/test.mjs portable`');
  return program;
}

function launch(profileDir: string): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: getElectronProgram(),
    chromiumSandbox: true,
    colorScheme: null,
    args: createElectronArgs({ profileDir }),
  });
}

/** Launches Standby while it runs. The second process makes the first one show its window, and ends. */
async function launchSecond(profileDir: string): Promise<void> {
  const second = spawn(getElectronProgram(), createElectronArgs({ profileDir }), { stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
}

async function quit(electron: ElectronApplication, page: Page): Promise<void> {
  const ended = once(electron.process(), 'exit');
  await openSettings(page, 'About');
  await page.getByRole('button', { name: 'Quit Standby' }).click();
  expect(await ended).toEqual([0, null]);
}

/** Opens a tab of the settings, from the main view or from another tab. */
export async function openSettings(page: Page, tab: string): Promise<void> {
  const settings = page.getByRole('heading', { name: 'Settings' });
  if (!(await settings.isVisible())) await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: tab }).click();
}

/** What Electron was last asked to show in the tray, and what the system has made of it. */
export interface TrayReport {
  toolTip: string;
  isDestroyed: boolean;
  width: number;
}

/** Records each tooltip that is set from now on, with the state of the icon. */
export async function watchTray(electron: ElectronApplication): Promise<() => Promise<TrayReport | null>> {
  await electron.evaluate(({ app, Tray }) => {
    const setToolTip = Reflect.get(Tray.prototype, 'setToolTip');
    Tray.prototype.setToolTip = function setToolTipAndRecord(toolTip) {
      setToolTip.call(this, toolTip);
      const report = () => ({ toolTip, isDestroyed: this.isDestroyed(), width: this.getBounds().width });
      Reflect.set(app, 'reportTray', report);
    };
  });
  return () =>
    electron.evaluate(({ app }) => {
      const report = Reflect.get(app, 'reportTray') as (() => TrayReport) | undefined;
      return report?.() ?? null;
    });
}

/** Standby's item in the keychain of the system. */
export interface KeychainItem {
  read: () => Promise<string | null>;
  delete: () => Promise<void>;
}

/** Accesses the keychain in Standby's own process: macOS lets that one do it without a question. */
export function getKeychainItem(electron: ElectronApplication): KeychainItem {
  const callKeytar = (method: 'getPassword' | 'deletePassword') =>
    electron.evaluate(({ app }, name) => {
      const { createRequire } = process.getBuiltinModule('node:module');
      const keytar = createRequire(`${app.getAppPath()}/package.json`)('keytar') as Record<
        typeof name,
        (service: string, account: string) => Promise<string | boolean | null>
      >;
      return keytar[name]('Standby', 'Tencent Cloud API key');
    }, method);
  return {
    read: async () => {
      const secret = await callKeytar('getPassword');
      return typeof secret === 'string' ? secret : null;
    },
    delete: async () => {
      await callKeytar('deletePassword');
    },
  };
}

/** Whether the tests run on a virtual desktop, whose keyring belongs to no user. */
export const isVirtualDesktop = process.env.HEADLESS_KEYRING_PASSWORD !== undefined;

export { expect };
