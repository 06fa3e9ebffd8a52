/** Chooses the global shortcut implementation for this desktop. */
import type { GlobalShortcut } from 'electron';
import type { Clock } from '../../../shared/clock.ts';
import { connectToBus, sessionBusAddress } from '../dbus/message-bus.ts';
import { createElectronKeys } from './electron-keys.ts';
import type { KeyRegistrar, RegistrarCallbacks } from './key-registrar.ts';
import { createPortalKeys, queryPortal } from './portal-keys.ts';

type RegistrarDeps = {
  registrar: Pick<GlobalShortcut, 'register' | 'unregister' | 'isRegistered'>;
  platform: NodeJS.Platform;
  environment: Partial<Record<string, string>>;
  /** Chromium's choice between X11 and Wayland, if known: its switch `ozone-platform`. */
  ozonePlatform: string;
  electronVersion: string;
  time: Pick<Clock, 'setTimer'>;
  /** Milliseconds of a monotonic clock. */
  elapsed: () => number;
};

/** First Electron version that uses Wayland by default; earlier ones only with the switch. */
const WAYLAND_BY_DEFAULT = 38;

/** Whether Electron's windows are native Wayland windows. Key grabs on an X11 display do not reach those. */
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
  { registrar, platform, environment, ozonePlatform, electronVersion, time, elapsed }: RegistrarDeps,
  callbacks: RegistrarCallbacks,
): Promise<KeyRegistrar> {
  const byElectron = (system: Parameters<typeof createElectronKeys>[0]['system']) =>
    createElectronKeys({ registrar, system, elapsed });
  if (platform === 'darwin' || platform === 'win32') return byElectron(platform);
  if (isNativeWayland(environment, ozonePlatform, electronVersion)) {
    const address = sessionBusAddress(environment) ?? '';
    const uid = process.getuid?.() ?? 0;
    const openBus = () => connectToBus({ time, address, uid, onSignal: () => {}, onEnd: () => {} });
    return createPortalKeys(byElectron('wayland'), await queryPortal(openBus));
  }
  // Imported only where needed.
  const { openDisplayKeys } = await import('./x11/display.ts');
  return (await openDisplayKeys(environment, time, callbacks)) ?? byElectron('blind');
}
