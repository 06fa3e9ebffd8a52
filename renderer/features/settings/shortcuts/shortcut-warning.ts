/** Warnings of shortcuts that do not work. */
import type { Translate } from '../../../../shared/i18n.ts';
import type { AppState, ShortcutState } from '../../../../shared/state.ts';
import { readableKeys } from './accelerator.ts';

/** Whether a shortcut is set and does not work. */
export function isBroken({ state }: ShortcutState): boolean {
  return state !== 'active' && state !== 'requested' && state !== 'off';
}

/** The warning, or null where the shortcut works or is off. The text differs when several do not work. */
export function getShortcutWarning(
  shortcut: ShortcutState,
  all: readonly ShortcutState[],
  platform: AppState['platform'],
  t: Translate,
): string | null {
  const keys = readableKeys(shortcut.accelerator, platform);
  switch (shortcut.state) {
    case 'active':
    case 'requested':
    case 'off':
      return null;
    case 'unavailable':
      return all.filter(isBroken).length > 1
        ? t('shortcut.severalUnavailable', { keys })
        : t('shortcut.unavailable', { keys });
    case 'duplicate':
    case 'notOnThisKeyboard':
    case 'notGranted':
    case 'keyboardUnknown':
      return t(`shortcut.${shortcut.state}`, { keys });
  }
}
