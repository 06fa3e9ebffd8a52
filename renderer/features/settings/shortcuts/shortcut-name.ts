/** The names of shortcuts. */
import type { ReasonChoice } from '../../../../shared/domain.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import type { AppState } from '../../../../shared/state.ts';
import { statusLabel } from '../../../i18n.ts';

/** "Rest · Lunch, 45 min": what a shortcut for a reason sets. */
export function choiceName(choice: ReasonChoice, t: Translate): string {
  const label = statusLabel(choice, t);
  return choice.minutes === null
    ? label
    : t('tray.withDuration', { label, duration: t('tray.minutes', { count: choice.minutes }) });
}

/** The name of any shortcut; its id for one that was removed meanwhile. */
export function shortcutName(id: string, choiceShortcuts: AppState['choiceShortcuts'], t: Translate): string {
  switch (id) {
    case 'free':
    case 'rest':
    case 'notReady':
    case 'toggle':
    case 'undo':
      return t(`shortcut.${id}`);
    default: {
      const shortcut = choiceShortcuts.find((each) => each.id === id);
      return shortcut === undefined ? id : choiceName(shortcut, t);
    }
  }
}
