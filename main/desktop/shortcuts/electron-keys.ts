/** Global shortcuts through Electron's globalShortcut: Windows, macOS, native Wayland, and X11 without a readable keymap. */
import type { GlobalShortcut } from 'electron';
import { parseAccelerator } from '../../settings/accelerator.ts';
import type { RegistrationResult, KeyRegistrar } from './key-registrar.ts';
import { filterRepeats } from './press-filter.ts';

type ElectronShortcuts = Pick<GlobalShortcut, 'register' | 'unregister' | 'isRegistered'>;

type ElectronKeysDeps = {
  registrar: ElectronShortcuts;
  /** `blind`: an X11 display whose keyboard map could not be read. */
  system: 'win32' | 'darwin' | 'wayland' | 'blind';
  /** Milliseconds of a monotonic clock. */
  elapsed: () => number;
};

export function createElectronKeys({ registrar, system, elapsed }: ElectronKeysDeps): KeyRegistrar {
  /** Reason for not even trying to register, or null. */
  function getRefusal(accelerator: string): RegistrationResult | null {
    const keys = parseAccelerator(accelerator, system === 'darwin' ? 'darwin' : 'linux');
    if (keys === null) return 'notOnThisKeyboard';
    // For a key that X11 does not know, Chromium grabs AnyKey, which takes every key with these modifiers from all programs.
    // F1 to F12 exist on every keyboard; Super does not.
    const isSafe = /^f([1-9]|1[0-2])$/.test(keys.key) && !keys.super;
    return system === 'blind' && !isSafe ? 'keyboardUnknown' : null;
  }

  function toRefusedOutcome(accelerator: string): RegistrationResult {
    if (system === 'wayland') return 'notGranted';
    // macOS grants media keys only to programs that the user has allowed under Accessibility.
    if (system === 'darwin' && /\+?Media\w+$/i.test(accelerator)) return 'notGranted';
    return 'unavailable';
  }

  function register(accelerator: string, onPress: () => void): RegistrationResult {
    const refusal = getRefusal(accelerator);
    if (refusal !== null) return refusal;
    // macOS reports a hot key once per press, so a second press counts however soon it follows.
    const callback = system === 'darwin' ? onPress : filterRepeats(onPress, elapsed);
    try {
      if (!registrar.register(accelerator, callback)) return toRefusedOutcome(accelerator);
      return registrar.isRegistered(accelerator) ? 'registered' : 'notGranted';
    } catch {
      // Electron throws for an accelerator that it cannot parse.
      return 'notOnThisKeyboard';
    }
  }

  return {
    register: (accelerator, onPress) => Promise.resolve(register(accelerator, onPress)),
    unregister: (accelerator) => {
      try {
        registrar.unregister(accelerator);
      } catch {
        // Electron throws for accelerators that it cannot parse, which were never registered.
      }
      return Promise.resolve();
    },
    matchesKeyCode: () => null,
  };
}
