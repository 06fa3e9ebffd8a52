import { api } from '../../../api.ts';
import { receiptSummary, transitionLabel } from '../../../describe-change.ts';
import { formatTime } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import { useNow } from '../../../use-now.ts';
import { useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { UndoButton } from './undo-button.tsx';

/** Receipt of the last switch: from, to, and when it was confirmed; with Undo while it is available. */
export function Receipt() {
  const t = useTranslation();
  const receipt = useAppState(({ agent }) => agent.receipt);
  const language = useAppState((state) => state.language);
  const now = useNow();
  if (receipt === null) return null;
  return (
    <Card
      tone="plain"
      icon="check"
      label={t('window.receipt.title')}
      title={transitionLabel(receipt, t)}
      actions={<UndoButton />}
      details={
        <>
          <p>{receiptSummary(receipt, t, language)}</p>
          <CopyButton
            key={receipt.confirmedAt}
            label={t('window.copyReceipt')}
            copy={api.status.copyReceipt}
          />
        </>
      }
    >
      <p>{t('window.today.confirmedAt', { time: formatTime(receipt.confirmedAt, now, language) })}</p>
    </Card>
  );
}
