/** Facts about the platform and the installation: Wayland, sandbox, folders, policy location. */
import { app } from 'electron';
import { existsSync } from 'node:fs';
import { type } from 'node:os';
import { join } from 'node:path';
import type { AppState, KeychainSystem } from '../../../shared/state.ts';
import { isPackaged } from '../../runtime/packaged.ts';
import { policyPath } from '../../settings/policy/policy-file.ts';
import type { PolicyLocation } from '../../settings/policy/policy.ts';

/** On Wayland the compositor places windows and grants shortcuts. */
export const isWayland = process.platform === 'linux' && Boolean(process.env.WAYLAND_DISPLAY);

/** Any other Unix counts as Linux. */
export function platformName(): AppState['platform'] {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}

/**
 * Whether to enforce Chromium's sandbox. Always, except for a developer who runs the source as root: the sandbox does not
 * support root, and scripts/start.mjs prints a warning when it disables it.
 */
export function sandboxIsRequired(): boolean {
  return isPackaged || !app.commandLine.hasSwitch('no-sandbox');
}

/**
 * Whether plain http to this computer is allowed: when run from source, or for a developer who tests a package. Keys entered
 * for another endpoint are not used there.
 */
export function allowsPlainHttp(): boolean {
  return !isPackaged || app.commandLine.hasSwitch('loopback-http');
}

/** Linux: whether there is a session bus. Libraries look for this variable, then for this path. */
export function hasSessionBus(): boolean {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = process.env;
  return Boolean(address) || (Boolean(folder) && existsSync(join(String(folder), 'bus')));
}

/** Folder for logs. Not Electron's `getPath('logs')`: that creates the folder, and throws on a read-only disk. */
export function logFolder(): string {
  return process.platform === 'darwin'
    ? join(app.getPath('home'), 'Library/Logs', app.getName())
    : join(app.getPath('userData'), 'logs');
}

/** This system's place for secrets. */
export function keychainSystem(): KeychainSystem {
  const keychains = { darwin: 'macKeychain', win32: 'windowsCredentials', linux: 'secretService' } as const;
  return keychains[platformName()];
}

/** Version information for "About" and support. */
export function appInfo(): AppState['about'] {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    system: `${type()} ${process.getSystemVersion()} ${process.arch}`,
    keychain: keychainSystem(),
    logFolder: logFolder(),
  };
}

/** How this program was installed, in English, for support. */
export function installationKind(): string {
  if (!isPackaged) return 'source';
  if (platformName() !== 'win32') return 'package';
  const programs = process.env.ProgramFiles?.toLowerCase();
  const isShared = programs !== undefined && process.execPath.toLowerCase().startsWith(`${programs}\\`);
  return isShared ? 'package, for all users' : 'package, for one user';
}

const ROOT = 0;

/**
 * Location of the company's policy, and the user ids that may own it and the program it names. Fixed in packages. Run from
 * source, files of the current user are accepted too, and `STANDBY_POLICY_FILE` can name another file.
 */
export function policyLocation(): { location: PolicyLocation; owners: number[] } {
  const developerPath = isPackaged ? undefined : process.env.STANDBY_POLICY_FILE;
  const owners = isPackaged ? [ROOT] : [ROOT, process.getuid?.() ?? ROOT];
  const platform = platformName();
  if (developerPath !== undefined) return { location: { kind: 'file', path: developerPath, owners }, owners };
  if (platform === 'win32')
    return { location: { kind: 'registry', folder: app.getPath('userData') }, owners };
  const path = policyPath(platform);
  const kind = platform === 'darwin' ? 'managedPreferences' : 'file';
  return { location: { kind, path, owners }, owners };
}
