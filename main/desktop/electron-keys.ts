/** Global keys by Electron's globalShortcut: Windows, macOS, native Wayland, and X11 where its keyboard could not be read. */
import type { GlobalShortcut } from 'electron';
import { parseKeys } from '../settings/accelerator.ts';
import type { HoldOutcome, KeyRegistrar } from './key-registrar.ts';
import { onePress } from './press-filter.ts';

type ElectronShortcuts = Pick<GlobalShortcut, 'register' | 'unregister' | 'isRegistered'>;

type ElectronKeysPorts = {
  registrar: ElectronShortcuts;
  /** `blind`: an X11 display whose keyboard could not be read. */
  system: 'win32' | 'darwin' | 'wayland' | 'blind';
  /** Milliseconds by a clock that only runs forward. */
  elapsed: () => number;
};

export function createElectronKeys({ registrar, system, elapsed }: ElectronKeysPorts): KeyRegistrar {
  /** Why keys are not even asked for, or null. */
  function refusalOf(accelerator: string): HoldOutcome | null {
    const keys = parseKeys(accelerator, system === 'darwin' ? 'darwin' : 'linux');
    if (keys === null) return 'notOnThisKeyboard';
    // For a key that X11 does not know, Chromium grabs "any key", and no program gets a key with these modifiers any more.
    // F1 to F12 are on every keyboard, but not every keyboard has Super.
    const isSafe = /^f([1-9]|1[0-2])$/.test(keys.key) && !keys.super;
    return system === 'blind' && !isSafe ? 'keyboardUnknown' : null;
  }

  function whyNot(accelerator: string): HoldOutcome {
    if (system === 'wayland') return 'notGranted';
    // macOS gives media keys only to programs that the user has trusted under Accessibility.
    if (system === 'darwin' && /\+?Media\w+$/i.test(accelerator)) return 'notGranted';
    return 'taken';
  }

  function hold(accelerator: string, onPress: () => void): HoldOutcome {
    const refusal = refusalOf(accelerator);
    if (refusal !== null) return refusal;
    // macOS reports a hot key once a press, so there a second press counts however soon it comes.
    const callback = system === 'darwin' ? onPress : onePress(onPress, elapsed);
    try {
      if (!registrar.register(accelerator, callback)) return whyNot(accelerator);
      return registrar.isRegistered(accelerator) ? 'held' : 'notGranted';
    } catch {
      // Electron throws for an accelerator that it cannot parse.
      return 'notOnThisKeyboard';
    }
  }

  return {
    hold: (accelerator, onPress) => Promise.resolve(hold(accelerator, onPress)),
    release: (accelerator) => {
      try {
        registrar.unregister(accelerator);
      } catch {
        // Electron throws for what it cannot parse, which was not held.
      }
      return Promise.resolve();
    },
    isAt: () => null,
  };
}
