import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { commandLine, electronProgram } from '../desktop/app.ts';
import type { StatusNotifierHost } from '../desktop/status-notifier-host.ts';
import type { TrayItem } from '../desktop/tray-item.ts';

export type MeasuredApp = {
  pid: number;
  tray: TrayItem;
  /** From the start of the process to its icon in the tray, by the desktop's clock, in milliseconds. */
  startedInMs: number;
  end: () => Promise<void>;
};

const bareDir = fileURLToPath(new URL('../../bench/apps/bare', import.meta.url));

/** Starts an app as a desktop does, with nobody attached, and waits for its tray icon. */
export async function startMeasured(
  host: StatusNotifierHost,
  app: 'standby' | 'bare',
  profileDir: string,
  switches: readonly string[] = [],
): Promise<MeasuredApp> {
  const args = [...commandLine({ profileDir, ...(app === 'bare' ? { appDir: bareDir } : {}) }), ...switches];
  const startedAt = performance.now();
  const child = spawn(electronProgram(), args, { stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const { pid = 0 } = child;
  const tray = await host.nextItem({ of: pid });
  return {
    pid,
    tray,
    startedInMs: tray.announcedAt - startedAt,
    end: async () => {
      process.kill(-pid, 'SIGKILL');
      await ended;
    },
  };
}
