import type { Translate } from '../../../shared/i18n.ts';
import type { AppState, PendingSettingsUndo } from '../../../shared/state.ts';
import { api } from '../../api.ts';
import { shortcutName } from './shortcuts/shortcut-name.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { bidiIsolate, useTranslation } from '../../i18n.ts';

type Props = {
  /** Moves the focus, because the pressed button disappears. */
  onUndone: () => void;
};

/** Undo bar of the settings. The live region stays mounted, so that screen readers announce its text. */
export function UndoBar({ onUndone }: Props) {
  const pendingSettingsUndo = useAppState((state) => state.pendingSettingsUndo);
  return (
    <div className="undo-bar-place" role="status">
      {pendingSettingsUndo !== null && <UndoOffer undo={pendingSettingsUndo} onUndone={onUndone} />}
    </div>
  );
}

function UndoOffer({ undo, onUndone }: Props & { undo: PendingSettingsUndo }) {
  const t = useTranslation();
  const choiceShortcuts = useAppState((state) => state.choiceShortcuts);
  const now = useNow();
  if (now >= undo.until) return null;
  return (
    <div className="undo-bar">
      <p>{undoText(undo, choiceShortcuts, t)}</p>
      <button
        type="button"
        className="link"
        onClick={() => {
          void api.settings.undo();
          onUndone();
        }}
      >
        {t('window.undo')}
      </button>
    </div>
  );
}

function undoText(
  { what, name }: PendingSettingsUndo,
  choiceShortcuts: AppState['choiceShortcuts'],
  t: Translate,
): string {
  if (what !== 'shortcutOff') return t(`window.pendingSettingsUndo.${what}`, { name: bidiIsolate(name) });
  return t('window.pendingSettingsUndo.shortcutOff', { name: shortcutName(name, choiceShortcuts, t) });
}
