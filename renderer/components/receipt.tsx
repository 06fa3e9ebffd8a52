import { bridge } from '../bridge.ts';
import { receiptFacts, routeOf } from '../change-words.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { nameOf, useText } from '../words.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';

/** The proof of the last switch: from, to, how long it took, where it was asked for; and for a while the way back. */
export function Receipt() {
  const t = useText();
  const { agent, language } = useAppState();
  const { receipt } = agent;
  if (receipt === null) return null;
  return (
    <section className="receipt" aria-label={t('window.receipt.title')}>
      <Icon name="check" size={16} />
      <div className="receipt-words">
        <p className="receipt-route">{routeOf(receipt, t)}</p>
        <p>{receiptFacts(receipt, t, language)}</p>
      </div>
      <UndoButton />
      <CopyButton key={receipt.provedAt} compact label={t('window.copyReceipt')} copy={bridge.copyReceipt} />
    </section>
  );
}

function UndoButton() {
  const t = useText();
  const now = useNow();
  const { undo } = useAppState().agent;
  if (undo === null || now >= undo.until) return null;
  const name = t('window.undoTo', { choice: nameOf(undo.choice, t) });
  return (
    <button type="button" className="link" aria-label={name} title={name} onClick={() => void bridge.undo()}>
      {t('window.undo')}
    </button>
  );
}
