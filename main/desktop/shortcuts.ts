import type { GlobalShortcut } from 'electron';
import type { ShortcutState } from '../../preload/contract/state.ts';
import { shortcutAction, type ShortcutAction } from '../../preload/contract/vocabulary.ts';

/** What the desktop offers for global shortcuts. */
export type ShortcutRegistrar = Pick<GlobalShortcut, 'register'>;

/**
 * Registers the global shortcuts and says for each whether it works. One that another program holds does not keep the
 * others from working.
 * @param wayland the compositor decides there, and does not tell what it decided
 */
export function registerShortcuts(
  registrar: ShortcutRegistrar,
  accelerators: Record<ShortcutAction, string>,
  onPress: (action: ShortcutAction) => void,
  wayland: boolean,
): ShortcutState[] {
  return shortcutAction.options.map((action) => {
    const accelerator = accelerators[action];
    if (accelerator === '') return { action, accelerator, state: 'off' };
    const registered = register(registrar, accelerator, () => onPress(action));
    if (!registered) return { action, accelerator, state: 'taken' };
    return { action, accelerator, state: wayland ? 'requested' : 'active' };
  });
}

function register(registrar: ShortcutRegistrar, accelerator: string, onPress: () => void): boolean {
  try {
    return registrar.register(accelerator, onPress);
  } catch {
    // An accelerator that Electron cannot parse: as good as taken, and shown as such.
    return false;
  }
}
