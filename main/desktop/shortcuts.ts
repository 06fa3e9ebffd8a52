/** The global shortcuts as the desktop knows them: each tried on its own, the last good one kept, silent while keys are recorded. */
import type { GlobalShortcut } from 'electron';
import type { ShortcutState } from '../../preload/contract/state.ts';
import { shortcutAction, type ShortcutAction } from '../../preload/contract/vocabulary.ts';

/** What the desktop offers for global shortcuts. */
export type ShortcutRegistrar = Pick<GlobalShortcut, 'register' | 'unregister'>;

export type ShortcutPorts = {
  registrar: ShortcutRegistrar;
  onPress: (action: ShortcutAction) => void;
  /** The compositor decides there, and does not tell what it decided. */
  wayland: boolean;
};

export type KeysState = Omit<ShortcutState, 'locked'>;

export type Shortcuts = {
  /** Registers what differs from what is registered now, and says for each whether it works. `''` is off. */
  use: (wanted: Record<ShortcutAction, string>) => KeysState[];
  /** Whether these keys can be had: tries them for a moment, unless Standby has them already. */
  canHave: (accelerator: string) => boolean;
  /** Gives all keys back for a while, so that they can be recorded; and takes them again. */
  pause: () => void;
  resume: () => KeysState[];
};

/** One shortcut that another program holds does not keep the others from working. */
export function createShortcuts({ registrar, onPress, wayland }: ShortcutPorts): Shortcuts {
  const none = { free: '', rest: '', notReady: '', toggle: '', undo: '' };
  let wanted: Record<ShortcutAction, string> = none;
  let held: Record<ShortcutAction, string> = none;
  let paused = false;

  function settle(): KeysState[] {
    const actions = shortcutAction.options;
    const target = paused ? none : wanted;
    // All that go are given back first, so that two actions can swap their keys.
    for (const action of actions) {
      if (held[action] === '' || held[action] === target[action]) continue;
      registrar.unregister(held[action]);
      held = { ...held, [action]: '' };
    }
    for (const action of actions) {
      if (target[action] === held[action]) continue;
      if (register(target[action], () => onPress(action))) held = { ...held, [action]: target[action] };
    }
    return actions.map((action) => ({ action, accelerator: wanted[action], state: stateOf(action) }));
  }

  function stateOf(action: ShortcutAction): KeysState['state'] {
    if (wanted[action] === '') return 'off';
    if (!paused && held[action] !== wanted[action]) return 'taken';
    return wayland ? 'requested' : 'active';
  }

  function register(accelerator: string, callback: () => void): boolean {
    try {
      return registrar.register(accelerator, callback);
    } catch {
      // An accelerator that Electron cannot parse: as good as taken, and shown as such.
      return false;
    }
  }

  return {
    use: (accelerators) => {
      wanted = accelerators;
      return settle();
    },
    canHave: (accelerator) => {
      if (Object.values(held).includes(accelerator)) return true;
      const free = register(accelerator, () => {});
      if (free) registrar.unregister(accelerator);
      return free;
    },
    pause: () => {
      paused = true;
      settle();
    },
    resume: () => {
      paused = false;
      return settle();
    },
  };
}
