/** Chooses how this desktop is asked for global keys. */
import type { GlobalShortcut } from 'electron';
import type { Time } from '../time.ts';
import { createElectronKeys } from './electron-keys.ts';
import type { KeyRegistrar, RegistrarListeners } from './key-registrar.ts';

type RegistrarPorts = {
  registrar: Pick<GlobalShortcut, 'register' | 'unregister' | 'isRegistered'>;
  platform: NodeJS.Platform;
  environment: Partial<Record<string, string>>;
  /** Chromium's own choice between X11 and Wayland, where it tells: its switch `ozone-platform`. */
  ozonePlatform: string;
  electronVersion: string;
  time: Pick<Time, 'after'>;
  /** Milliseconds by a clock that only runs forward. */
  elapsed: () => number;
};

/** From this version on Electron speaks Wayland by itself where it can; before, only when told to. */
const WAYLAND_BY_DEFAULT = 38;

/** Whether Electron's windows are Wayland's own. Keys of an X11 display reach nothing then. */
export function isNativeWayland(
  environment: Partial<Record<string, string>>,
  ozonePlatform: string,
  electronVersion: string,
): boolean {
  if (ozonePlatform === 'wayland') return true;
  if (ozonePlatform === 'x11' || !environment.WAYLAND_DISPLAY) return false;
  return Number.parseInt(electronVersion, 10) >= WAYLAND_BY_DEFAULT;
}

export async function openRegistrar(
  { registrar, platform, environment, ozonePlatform, electronVersion, time, elapsed }: RegistrarPorts,
  listeners: RegistrarListeners,
): Promise<KeyRegistrar> {
  const byElectron = (system: Parameters<typeof createElectronKeys>[0]['system']) =>
    createElectronKeys({ registrar, system, elapsed });
  if (platform === 'darwin' || platform === 'win32') return byElectron(platform);
  if (isNativeWayland(environment, ozonePlatform, electronVersion)) return byElectron('wayland');
  // Loaded only where it is needed.
  const { openDisplayKeys } = await import('./x11/display.ts');
  return (await openDisplayKeys(environment, time, listeners)) ?? byElectron('blind');
}
