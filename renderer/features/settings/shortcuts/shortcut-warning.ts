/** Warnings of shortcuts that do not work. */
import type { Translate } from '../../../../shared/i18n.ts';
import type { AppState, ShortcutState } from '../../../../shared/state.ts';
import { readableKeys } from './accelerator.ts';

/** Whether a shortcut is set and does not work. */
export function isBroken({ state }: Pick<ShortcutState, 'state'>): boolean {
  return state !== 'active' && state !== 'requested' && state !== 'off';
}

/**
 * The warning, or null where the shortcut works or is off. In the main view (`shortcut`) it says where other keys are chosen,
 * beside the buttons that choose them (`window.recorder`) it does not.
 */
export function getShortcutWarning(
  { state, accelerator }: Pick<ShortcutState, 'state' | 'accelerator'>,
  place: 'shortcut' | 'window.recorder',
  platform: AppState['platform'],
  t: Translate,
): string | null {
  if (state === 'active' || state === 'requested' || state === 'off') return null;
  return t(`${place}.${state}`, { keys: readableKeys(accelerator, platform) });
}
