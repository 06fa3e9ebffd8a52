import { app } from 'electron';
import type { AppState } from '../../preload/contract/state.ts';

/** On Wayland the compositor places windows and grants shortcuts. */
export const isWayland = process.platform === 'linux' && Boolean(process.env.WAYLAND_DISPLAY);

/** Every other Unix is treated as Linux. */
export function platformName(): AppState['platform'] {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}

/**
 * Whether Chromium's sandbox is to be enforced. Always, but for a developer who runs the source as root: Chromium's
 * sandbox refuses root, and scripts/start.mjs says so when it switches it off.
 */
export function sandboxIsRequired(): boolean {
  return app.isPackaged || !app.commandLine.hasSwitch('no-sandbox');
}

/** What this desktop can tell of the agent's presence. Wayland keeps from programs when a key was last pressed. */
export function sensesOfDesktop(): AppState['senses'] {
  return { lock: true, sleep: true, idle: !isWayland };
}
