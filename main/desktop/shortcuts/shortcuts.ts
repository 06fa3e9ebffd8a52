/** Registers the global shortcuts: each independently, keeping the last working one, and none while keys are recorded. */
import type { ShortcutState } from '../../../shared/state.ts';
import { shortcutId, type ShortcutId } from '../../../shared/domain.ts';
import { isSameAccelerator } from '../../settings/accelerator.ts';
import type { RegistrationResult, KeyRegistrar, RegistrarCallbacks } from './key-registrar.ts';

export type ShortcutDeps = {
  /** Opens the registrar. Called when keys are first registered. */
  open: (callbacks: RegistrarCallbacks) => Promise<KeyRegistrar>;
  onPress: (id: ShortcutId) => void;
  /** On Wayland the desktop decides about shortcuts. Only a press shows its decision. */
  wayland: boolean;
  platform: NodeJS.Platform;
};

export type ShortcutStatus = Pick<ShortcutState, 'accelerator' | 'state'> & { id: ShortcutId };

/** The accelerator of each shortcut; `''` is off. */
export type Accelerators = Readonly<Partial<Record<ShortcutId, string>>>;

/** Calls are queued, so that two changes never overlap. */
export type Shortcuts = {
  /** Reports changes that no call here caused: of the keyboard, of the display, or by the first press of granted keys. */
  subscribe: (listener: (states: ShortcutStatus[]) => void) => void;
  /** Registers the shortcuts that differ from the registered ones, and returns the state of each given one. */
  apply: (accelerators: Accelerators) => Promise<ShortcutStatus[]>;
  /**
   * Whether keys are available for a shortcut: registers them briefly.
   * @param code position of the pressed key, as in KeyboardEvent.code; `''` if no key was pressed
   */
  checkAvailability: (id: ShortcutId, accelerator: string, code: string) => Promise<RegistrationResult>;
  /** Releases all keys so that they can be recorded. `resume` registers them again. */
  pause: () => Promise<void>;
  resume: () => Promise<ShortcutStatus[]>;
};

/** Creates the service. A shortcut that is unavailable does not affect the others. */
export function createShortcuts({ open, onPress, wayland, platform }: ShortcutDeps): Shortcuts {
  const ids = shortcutId.options;
  let accelerators: Accelerators = {};
  /** Without the shortcuts that are not registered. */
  const registered = new Map<ShortcutId, string>();
  const outcomes = new Map<ShortcutId, RegistrationResult>();
  /** The shortcuts that the desktop has granted: they were pressed since they were registered. */
  const granted = new Set<ShortcutId>();
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
        registered.clear();
        granted.clear();
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
    const target = isPaused ? {} : accelerators;
    // Release first, so that two shortcuts can swap their keys.
    for (const id of ids) {
      if (registered.has(id) && registered.get(id) !== target[id]) await unregister(keys, id);
    }
    for (const id of ids) {
      const accelerator = target[id] ?? '';
      if (accelerator === '' || accelerator === registered.get(id)) continue;
      const outcome = await tryRegister(keys, id, accelerator);
      outcomes.set(id, outcome);
      if (outcome === 'registered') registered.set(id, accelerator);
    }
    return getStates();
  }

  function getStates(): ShortcutStatus[] {
    return ids.flatMap((id) => {
      const accelerator = accelerators[id];
      return accelerator === undefined ? [] : [{ id, accelerator, state: getState(id) }];
    });
  }

  async function reregister(): Promise<ShortcutStatus[]> {
    const keys = await registrar();
    for (const id of ids) await unregister(keys, id);
    return syncRegistrations();
  }

  async function unregister(keys: KeyRegistrar | null, id: ShortcutId): Promise<void> {
    const accelerator = registered.get(id);
    if (accelerator === undefined) return;
    registered.delete(id);
    granted.delete(id);
    await keys?.unregister(accelerator);
  }

  async function tryRegister(
    keys: KeyRegistrar | null,
    id: ShortcutId,
    accelerator: string,
  ): Promise<RegistrationResult> {
    if (keys === null) return 'keyboardUnknown';
    for (const [other, itsAccelerator] of registered) {
      if (other !== id && isSameAccelerator(itsAccelerator, accelerator, platform)) return 'duplicate';
    }
    try {
      return await keys.register(accelerator, () => {
        if (keys.isGrantedByPress === true) recordGrant(id);
        if (!isPaused) onPress(id);
      });
    } catch {
      return 'keyboardUnknown';
    }
  }

  /** A press is reported for registered keys only, and while they are checked for availability. */
  function recordGrant(id: ShortcutId): void {
    if (granted.has(id) || !registered.has(id)) return;
    granted.add(id);
    listener(getStates());
  }

  function getState(id: ShortcutId): ShortcutStatus['state'] {
    if ((accelerators[id] ?? '') === '') return 'off';
    const outcome = outcomes.get(id) ?? 'registered';
    if (outcome !== 'registered') return outcome;
    return wayland && !granted.has(id) ? 'requested' : 'active';
  }

  return {
    subscribe: (newListener) => {
      listener = newListener;
    },
    apply: (newAccelerators) => {
      accelerators = newAccelerators;
      return enqueue(syncRegistrations);
    },
    checkAvailability: (id, accelerator, code) =>
      enqueue(async () => {
        const keys = await registrar();
        if (code !== '' && keys?.matchesKeyCode(accelerator, code) === false) return 'notOnThisKeyboard';
        const before = registered.get(id);
        if (before === accelerator) return 'registered';
        await unregister(keys, id);
        const outcome = await tryRegister(keys, id, accelerator);
        if (outcome === 'registered') await keys?.unregister(accelerator);
        if (before !== undefined) await syncRegistrations();
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
