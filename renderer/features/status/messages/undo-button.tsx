import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useNow } from '../../../use-now.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';

/** Undo of the last switch, while it is available. */
export function UndoButton() {
  const t = useTranslation();
  const now = useNow();
  const undo = useAppState(({ agent }) => agent.undo);
  if (undo === null || now >= undo.until) return null;
  const name = t('window.undoTo', { choice: statusLabel(undo.choice, t) });
  return (
    <button
      type="button"
      className="button"
      aria-label={name}
      title={name}
      onClick={() => void api.status.undo()}
    >
      {t('window.undo')}
    </button>
  );
}
