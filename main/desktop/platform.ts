import { app } from 'electron';
import { existsSync } from 'node:fs';
import { type } from 'node:os';
import { join } from 'node:path';
import type { AppState } from '../../preload/contract/state.ts';
import { isPackaged } from '../packaged.ts';
import { policyPath } from '../settings/policy-file.ts';
import type { PolicyPlace } from '../settings/policy.ts';

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
  return isPackaged || !app.commandLine.hasSwitch('no-sandbox');
}

/** Linux: whether there is a session bus, which libraries look for by this variable and then in this place. */
export function hasSessionBus(): boolean {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = process.env;
  return Boolean(address) || (Boolean(folder) && existsSync(join(String(folder), 'bus')));
}

/** Where logs go. Electron's own answer makes the folder, and fails where nothing can be written. */
export function logFolder(): string {
  return process.platform === 'darwin'
    ? join(app.getPath('home'), 'Library/Logs', app.getName())
    : join(app.getPath('userData'), 'logs');
}

/** What Standby runs on, for "About" and whoever is asked for help. */
export function aboutThis(): AppState['about'] {
  const keychains = { darwin: 'macKeychain', win32: 'windowsCredentials', linux: 'secretService' } as const;
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    system: `${type()} ${process.getSystemVersion()} ${process.arch}`,
    keychain: keychains[platformName()],
    logFolder: logFolder(),
  };
}

/**
 * Where the company's policy is, and which user ids may own it and the program that it names. A packaged Standby cannot be
 * told otherwise; one that runs from the source also takes a file of whoever runs it, which `STANDBY_POLICY_FILE` can name.
 */
export function policyPlace(): { place: PolicyPlace; owners: number[] } {
  const ofDeveloper = isPackaged ? undefined : process.env.STANDBY_POLICY_FILE;
  const owners = isPackaged ? [ROOT] : [ROOT, process.getuid?.() ?? ROOT];
  const platform = platformName();
  if (ofDeveloper !== undefined) return { place: { kind: 'file', path: ofDeveloper, owners }, owners };
  if (platform === 'win32') return { place: { kind: 'registry', folder: app.getPath('userData') }, owners };
  return { place: { kind: 'file', path: policyPath(platform), owners }, owners };
}

const ROOT = 0;
