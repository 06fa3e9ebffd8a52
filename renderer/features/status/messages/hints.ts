/** Names the permanent hints of the main view, which the agent can hide for good. */
import type { AppState, ChoiceShortcutState, ShortcutState } from '../../../../shared/state.ts';

/** The hint that a shortcut does not work. With other keys, or for another reason, it is another hint. */
export function shortcutHint(shortcut: ShortcutState | ChoiceShortcutState): string {
  const id = 'action' in shortcut ? shortcut.action : shortcut.id;
  return `shortcut ${id} ${shortcut.accelerator} ${shortcut.state}`;
}

/** The hint that this computer's clock is off. */
export const CLOCK_HINT = 'clockSkew';

/** The hint that the key may not read the status. With another application it is another hint. */
export function readDeniedHint({ sdkAppId }: Pick<AppState['account'], 'sdkAppId'>): string {
  return `readDenied ${sdkAppId ?? ''}`;
}
