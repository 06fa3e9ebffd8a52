/** The global shortcuts as the desktop knows them: each tried on its own, the last good one kept, silent while keys are recorded. */
import type { ShortcutState } from '../../preload/contract/state.ts';
import { shortcutAction, type ShortcutAction } from '../../preload/contract/vocabulary.ts';
import { sameKeys } from '../settings/accelerator.ts';
import type { HoldOutcome, KeyRegistrar, RegistrarListeners } from './key-registrar.ts';

export type ShortcutPorts = {
  /** Called when keys are first asked for. */
  open: (listeners: RegistrarListeners) => Promise<KeyRegistrar>;
  onPress: (action: ShortcutAction) => void;
  /** The compositor decides there, and does not tell what it decided. */
  wayland: boolean;
  platform: NodeJS.Platform;
};

export type KeysState = Omit<ShortcutState, 'locked'>;

/** Every answer waits for those before it, so that two changes never mix. */
export type Shortcuts = {
  /** Is told of every change that nobody here asked for: of the keyboard, or of the display. */
  follow: (listener: (states: KeysState[]) => void) => void;
  /** Registers what differs from what is registered now, and says for each whether it works. `''` is off. */
  use: (wanted: Record<ShortcutAction, string>) => Promise<KeysState[]>;
  /**
   * Whether these keys can be had for an action: tries them for a moment.
   * @param code the place of the pressed key, as KeyboardEvent.code names it; `''` where no key was pressed
   */
  canHave: (action: ShortcutAction, accelerator: string, code: string) => Promise<HoldOutcome>;
  /** Gives all keys back for a while, so that they can be recorded; and takes them again. */
  pause: () => Promise<void>;
  resume: () => Promise<KeysState[]>;
};

/** One shortcut that another program holds does not keep the others from working. */
export function createShortcuts({ open, onPress, wayland, platform }: ShortcutPorts): Shortcuts {
  const actions = shortcutAction.options;
  const none = { free: '', rest: '', notReady: '', toggle: '', undo: '' };
  let wanted: Record<ShortcutAction, string> = none;
  let held: Record<ShortcutAction, string> = none;
  const outcomes = new Map<ShortcutAction, HoldOutcome>();
  let paused = false;
  let listener: (states: KeysState[]) => void = () => {};
  let opening: Promise<KeyRegistrar | null> | null = null;
  let lastStep: Promise<unknown> = Promise.resolve();

  /** Opens the registrar once. Null: it cannot be opened, or is lost. */
  function registrar(): Promise<KeyRegistrar | null> {
    opening ??= open({
      onKeyboardChange: () => void inTurn(takeAnew).then((states) => listener(states)),
      onLost: () => {
        opening = Promise.resolve(null);
        held = none;
        void inTurn(settle).then((states) => listener(states));
      },
    }).catch(() => null);
    return opening;
  }

  /** Runs a step when those before it are done. */
  function inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = lastStep.then(step);
    lastStep = result.catch(() => {});
    return result;
  }

  async function settle(): Promise<KeysState[]> {
    const keys = await registrar();
    const target = paused ? none : wanted;
    // All that go are given back first, so that two actions can swap their keys.
    for (const action of actions) {
      if (held[action] !== '' && held[action] !== target[action]) await giveBack(keys, action);
    }
    for (const action of actions) {
      if (target[action] === '' || target[action] === held[action]) continue;
      const outcome = await take(keys, action, target[action]);
      outcomes.set(action, outcome);
      if (outcome === 'held') held = { ...held, [action]: target[action] };
    }
    return actions.map((action) => ({ action, accelerator: wanted[action], state: stateOf(action) }));
  }

  async function takeAnew(): Promise<KeysState[]> {
    const keys = await registrar();
    for (const action of actions) if (held[action] !== '') await giveBack(keys, action);
    return settle();
  }

  async function giveBack(keys: KeyRegistrar | null, action: ShortcutAction): Promise<void> {
    const accelerator = held[action];
    held = { ...held, [action]: '' };
    await keys?.release(accelerator);
  }

  async function take(
    keys: KeyRegistrar | null,
    action: ShortcutAction,
    accelerator: string,
  ): Promise<HoldOutcome> {
    if (keys === null) return 'keyboardUnknown';
    const others = actions.filter((other) => other !== action && held[other] !== '');
    if (others.some((other) => sameKeys(held[other], accelerator, platform))) return 'duplicate';
    try {
      return await keys.hold(accelerator, () => {
        if (!paused) onPress(action);
      });
    } catch {
      return 'keyboardUnknown';
    }
  }

  function stateOf(action: ShortcutAction): KeysState['state'] {
    if (wanted[action] === '') return 'off';
    const outcome = outcomes.get(action) ?? 'held';
    if (outcome !== 'held') return outcome;
    return wayland ? 'requested' : 'active';
  }

  return {
    follow: (follower) => {
      listener = follower;
    },
    use: (accelerators) => {
      wanted = accelerators;
      return inTurn(settle);
    },
    canHave: (action, accelerator, code) =>
      inTurn(async () => {
        const keys = await registrar();
        if (code !== '' && keys?.isAt(accelerator, code) === false) return 'notOnThisKeyboard';
        if (held[action] === accelerator) return 'held';
        const before = held[action];
        if (before !== '') await giveBack(keys, action);
        const outcome = await take(keys, action, accelerator);
        if (outcome === 'held') await keys?.release(accelerator);
        if (before !== '') await settle();
        return outcome;
      }),
    pause: async () => {
      paused = true;
      await inTurn(settle);
    },
    resume: () => {
      paused = false;
      return inTurn(settle);
    },
  };
}
