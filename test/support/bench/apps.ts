import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createElectronArgs, getElectronPath } from '../desktop/app.ts';
import type { StatusNotifierHost } from '../desktop/session/status-notifier-host.ts';
import type { TrayItem } from '../desktop/session/tray-item.ts';

export type MeasuredApp = {
  pid: number;
  tray: TrayItem;
  /** Time from the start of the process to its icon in the tray, by the desktop's clock. */
  startedInMs: number;
  kill: () => Promise<void>;
};

const bareDir = fileURLToPath(new URL('../../bench/apps/bare', import.meta.url));

/** Starts an app as a desktop does, without Playwright, and waits for its tray icon. */
export async function startMeasured(
  host: StatusNotifierHost,
  app: 'standby' | 'bare',
  profileDir: string,
  switches: readonly string[] = [],
): Promise<MeasuredApp> {
  const args = [
    ...createElectronArgs({ profileDir, ...(app === 'bare' ? { appDir: bareDir } : {}) }),
    ...switches,
  ];
  const startedAt = performance.now();
  const child = spawn(getElectronPath(), args, { stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const { pid = 0 } = child;
  const tray = await host.nextItem({ of: pid });
  return {
    pid,
    tray,
    startedInMs: tray.registeredAt - startedAt,
    kill: async () => {
      process.kill(-pid, 'SIGKILL');
      await ended;
    },
  };
}
