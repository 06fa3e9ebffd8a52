/** Warnings of shortcuts that do not work. */
import type { Translate } from '../../../../shared/i18n.ts';
import type { AppState, ShortcutState } from '../../../../shared/state.ts';
import { readableKeys } from './accelerator.ts';

/** Whether a shortcut is set and does not work. */
export function isBroken({ state }: ShortcutState): boolean {
  return state !== 'active' && state !== 'requested' && state !== 'off';
}

/** The warning of the main view, which says where other keys are chosen. Null where the shortcut works or is off. */
export function getShortcutWarning(
  { state, accelerator }: ShortcutState,
  platform: AppState['platform'],
  t: Translate,
): string | null {
  if (state === 'active' || state === 'requested' || state === 'off') return null;
  return t(`shortcut.${state}`, { keys: readableKeys(accelerator, platform) });
}

/** The warning beside the shortcut's own buttons in the settings. Null where the shortcut works or is off. */
export function getShortcutProblem(
  { state, accelerator }: ShortcutState,
  platform: AppState['platform'],
  t: Translate,
): string | null {
  if (state === 'active' || state === 'requested' || state === 'off') return null;
  return t(`window.recorder.${state}`, { keys: readableKeys(accelerator, platform) });
}
