/** Registers the global shortcuts: each independently, keeping the last working one, and none while keys are recorded. */
import type { ShortcutState } from '../../../shared/state.ts';
import { shortcutAction, type ShortcutAction } from '../../../shared/domain.ts';
import { isSameAccelerator } from '../../settings/accelerator.ts';
import type { RegistrationResult, KeyRegistrar, RegistrarCallbacks } from './key-registrar.ts';

export type ShortcutDeps = {
  /** Opens the registrar. Called when keys are first registered. */
  open: (callbacks: RegistrarCallbacks) => Promise<KeyRegistrar>;
  onPress: (action: ShortcutAction) => void;
  /** On Wayland the compositor decides about shortcuts and does not report its decision. */
  wayland: boolean;
  platform: NodeJS.Platform;
};

export type ShortcutStatus = Omit<ShortcutState, 'locked'>;

/** Calls are queued, so that two changes never overlap. */
export type Shortcuts = {
  /** Reports changes that no call here caused: of the keyboard, or of the display. */
  subscribe: (listener: (states: ShortcutStatus[]) => void) => void;
  /** Registers the shortcuts that differ from the registered ones, and returns the state of each. `''` is off. */
  apply: (accelerators: Record<ShortcutAction, string>) => Promise<ShortcutStatus[]>;
  /**
   * Whether keys are available for an action: registers them briefly.
   * @param code position of the pressed key, as in KeyboardEvent.code; `''` if no key was pressed
   */
  checkAvailability: (
    action: ShortcutAction,
    accelerator: string,
    code: string,
  ) => Promise<RegistrationResult>;
  /** Releases all keys so that they can be recorded. `resume` registers them again. */
  pause: () => Promise<void>;
  resume: () => Promise<ShortcutStatus[]>;
};

/** Creates the service. A shortcut that is unavailable does not affect the others. */
export function createShortcuts({ open, onPress, wayland, platform }: ShortcutDeps): Shortcuts {
  const actions = shortcutAction.options;
  const noShortcuts = { free: '', rest: '', notReady: '', toggle: '', undo: '' };
  let accelerators: Record<ShortcutAction, string> = noShortcuts;
  let registered: Record<ShortcutAction, string> = noShortcuts;
  const outcomes = new Map<ShortcutAction, RegistrationResult>();
  let isPaused = false;
  let listener: (states: ShortcutStatus[]) => void = () => {};
  let registrarPromise: Promise<KeyRegistrar | null> | null = null;
  let queueTail: Promise<unknown> = Promise.resolve();

  /** Opens the registrar once. Null: it cannot be opened, or its connection is lost. */
  function registrar(): Promise<KeyRegistrar | null> {
    registrarPromise ??= open({
      onKeyboardChange: () => void enqueue(reregister).then((states) => listener(states)),
      onDisconnected: () => {
        registrarPromise = Promise.resolve(null);
        registered = noShortcuts;
        void enqueue(syncRegistrations).then((states) => listener(states));
      },
    }).catch(() => null);
    return registrarPromise;
  }

  /** Runs a step after the previous ones. */
  function enqueue<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = queueTail.then(step);
    queueTail = result.catch(() => {});
    return result;
  }

  async function syncRegistrations(): Promise<ShortcutStatus[]> {
    const keys = await registrar();
    const target = isPaused ? noShortcuts : accelerators;
    // Release first, so that two actions can swap their keys.
    for (const action of actions) {
      if (registered[action] !== '' && registered[action] !== target[action]) await unregister(keys, action);
    }
    for (const action of actions) {
      if (target[action] === '' || target[action] === registered[action]) continue;
      const outcome = await tryRegister(keys, action, target[action]);
      outcomes.set(action, outcome);
      if (outcome === 'registered') registered = { ...registered, [action]: target[action] };
    }
    return actions.map((action) => ({ action, accelerator: accelerators[action], state: getState(action) }));
  }

  async function reregister(): Promise<ShortcutStatus[]> {
    const keys = await registrar();
    for (const action of actions) if (registered[action] !== '') await unregister(keys, action);
    return syncRegistrations();
  }

  async function unregister(keys: KeyRegistrar | null, action: ShortcutAction): Promise<void> {
    const accelerator = registered[action];
    registered = { ...registered, [action]: '' };
    await keys?.unregister(accelerator);
  }

  async function tryRegister(
    keys: KeyRegistrar | null,
    action: ShortcutAction,
    accelerator: string,
  ): Promise<RegistrationResult> {
    if (keys === null) return 'keyboardUnknown';
    const others = actions.filter((other) => other !== action && registered[other] !== '');
    if (others.some((other) => isSameAccelerator(registered[other], accelerator, platform)))
      return 'duplicate';
    try {
      return await keys.register(accelerator, () => {
        if (!isPaused) onPress(action);
      });
    } catch {
      return 'keyboardUnknown';
    }
  }

  function getState(action: ShortcutAction): ShortcutStatus['state'] {
    if (accelerators[action] === '') return 'off';
    const outcome = outcomes.get(action) ?? 'registered';
    if (outcome !== 'registered') return outcome;
    return wayland ? 'requested' : 'active';
  }

  return {
    subscribe: (newListener) => {
      listener = newListener;
    },
    apply: (newAccelerators) => {
      accelerators = newAccelerators;
      return enqueue(syncRegistrations);
    },
    checkAvailability: (action, accelerator, code) =>
      enqueue(async () => {
        const keys = await registrar();
        if (code !== '' && keys?.matchesKeyCode(accelerator, code) === false) return 'notOnThisKeyboard';
        if (registered[action] === accelerator) return 'registered';
        const before = registered[action];
        if (before !== '') await unregister(keys, action);
        const outcome = await tryRegister(keys, action, accelerator);
        if (outcome === 'registered') await keys?.unregister(accelerator);
        if (before !== '') await syncRegistrations();
        return outcome;
      }),
    pause: async () => {
      isPaused = true;
      await enqueue(syncRegistrations);
    },
    resume: () => {
      isPaused = false;
      return enqueue(syncRegistrations);
    },
  };
}
