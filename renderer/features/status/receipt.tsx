import { api } from '../../api.ts';
import { receiptSummary, transitionLabel } from '../../describe-change.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** Receipt of the last switch: from, to, duration, source; with Undo while it is available. */
export function Receipt() {
  const t = useTranslation();
  const receipt = useAppState(({ agent }) => agent.receipt);
  const language = useAppState((state) => state.language);
  if (receipt === null) return null;
  return (
    <section className="receipt" aria-label={t('window.receipt.title')}>
      <Icon name="check" size={16} />
      <div className="receipt-words">
        <p className="receipt-route">{transitionLabel(receipt, t)}</p>
        <p>{receiptSummary(receipt, t, language)}</p>
      </div>
      <UndoButton />
      <CopyButton
        key={receipt.confirmedAt}
        compact
        label={t('window.copyReceipt')}
        copy={api.status.copyReceipt}
      />
    </section>
  );
}

function UndoButton() {
  const t = useTranslation();
  const now = useNow();
  const undo = useAppState(({ agent }) => agent.undo);
  if (undo === null || now >= undo.until) return null;
  const name = t('window.undoTo', { choice: statusLabel(undo.choice, t) });
  return (
    <button
      type="button"
      className="link"
      aria-label={name}
      title={name}
      onClick={() => void api.status.undo()}
    >
      {t('window.undo')}
    </button>
  );
}
