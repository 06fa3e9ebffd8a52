/** What the desktop offers for global keys, whichever way it does so. */

/**
 * What came of asking for keys.
 * `taken`: another program holds them. `duplicate`: Standby holds the same key already, perhaps by another name.
 * `notOnThisKeyboard`: the keyboard has no such key. `notGranted`: the desktop does not give them to Standby.
 * `keyboardUnknown`: the keyboard could not be read, so nothing was asked for: it might have taken other keys.
 */
export type HoldOutcome =
  'held' | 'taken' | 'duplicate' | 'notOnThisKeyboard' | 'notGranted' | 'keyboardUnknown';

export type KeyRegistrar = {
  /** Takes keys. `onPress` is called once a press, however long the keys are held. */
  hold: (accelerator: string, onPress: () => void) => Promise<HoldOutcome>;
  /** Gives keys back that are held; others are left alone. */
  release: (accelerator: string) => Promise<void>;
  /**
   * Whether an accelerator means the key at a place on the keyboard.
   * @param code the place, as KeyboardEvent.code names it
   * @returns null where that cannot be told
   */
  isAt: (accelerator: string, code: string) => boolean | null;
};

export type RegistrarListeners = {
  /** Another layout: what is held may be other keys now, or none. */
  onKeyboardChange: () => void;
  /** Nothing is held any more, and nothing can be. */
  onLost: () => void;
};
