/** Interface to the desktop's global shortcuts, independent of the platform. */

/**
 * Result of a registration.
 * `unavailable`: another program has grabbed the keys. `duplicate`: Standby has registered the same key already, perhaps
 * under another name. `notOnThisKeyboard`: the keyboard has no such key. `notGranted`: the desktop does not grant the keys.
 * `keyboardUnknown`: the keyboard map could not be read, so nothing was registered: it might have grabbed other keys.
 */
export type RegistrationResult =
  'registered' | 'unavailable' | 'duplicate' | 'notOnThisKeyboard' | 'notGranted' | 'keyboardUnknown';

export type KeyRegistrar = {
  /** Registers keys. `onPress` is called once per press, without auto-repeat. */
  register: (accelerator: string, onPress: () => void) => Promise<RegistrationResult>;
  /** Releases registered keys; ignores others. */
  unregister: (accelerator: string) => Promise<void>;
  /**
   * Whether an accelerator means the key at a physical position.
   * @param code the position, as in KeyboardEvent.code
   * @returns null if that is not known
   */
  matchesKeyCode: (accelerator: string, code: string) => boolean | null;
  /** Whether a press proves that the desktop has granted the keys everywhere: through the portal, on Wayland. */
  isGrantedByPress?: boolean;
};

export type RegistrarCallbacks = {
  /** The keyboard layout changed: registered accelerators may now mean other keys, or none. */
  onKeyboardChange: () => void;
  /** The connection is lost: nothing is registered any more, and nothing can be. */
  onDisconnected: () => void;
};
