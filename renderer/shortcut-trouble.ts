/** Why a shortcut does nothing, as a sentence with a way out. */
import type { Translate } from '../assets/locales/translate.ts';
import type { AppState, ShortcutState } from '../preload/contract/state.ts';
import { readableKeys } from './accelerator.ts';

/** Whether a shortcut was wanted and does not work. */
export function isBroken({ state }: ShortcutState): boolean {
  return state !== 'active' && state !== 'requested' && state !== 'off';
}

/** The sentence, or null where the shortcut works or is off. That the others work is said only if they do. */
export function shortcutTrouble(
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
    case 'taken':
      return all.filter(isBroken).length > 1
        ? t('shortcut.takenToo', { keys })
        : t('shortcut.taken', { keys });
    case 'duplicate':
    case 'notOnThisKeyboard':
    case 'notGranted':
    case 'keyboardUnknown':
      return t(`shortcut.${shortcut.state}`, { keys });
  }
}
