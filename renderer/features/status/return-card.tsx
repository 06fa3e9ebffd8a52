import { api } from '../../api.ts';
import { formatTime } from '../../format.ts';
import { confirmedStatus } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';
import { Card } from '../../ui/card.tsx';

/** Card: the planned return is near or due. Hidden once Free is requested. */
export function ReturnCard() {
  const t = useTranslation();
  const plannedReturn = useAppState((state) => state.plannedReturn);
  const language = useAppState((state) => state.language);
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  const isReturning = useAppState(({ agent }) => agent.intent?.choice.status === 'free');
  const now = useNow();
  if (plannedReturn === null || plannedReturn.stage === 'planned') return null;
  if (isReturning) return null;
  const isDue = plannedReturn.stage === 'due';
  const values = confirmed !== null && {
    choice: statusLabel(confirmed, t),
    time: formatTime(plannedReturn.backAt, now, language),
  };
  return (
    <Card
      tone={isDue ? 'caution' : 'plain'}
      icon="clock"
      role="status"
      title={isDue ? t('notification.dueTitle') : t('window.return.soonTitle')}
      actions={
        <div className="buttons">
          <button type="button" className="button primary" onClick={() => void api.activity.confirmReturn()}>
            {t('tray.confirmReturn')}
          </button>
          <button type="button" className="button" onClick={() => void api.activity.extendReturn()}>
            {t('tray.extendReturn')}
          </button>
        </div>
      }
    >
      {values && <p>{isDue ? t('window.return.dueBody', values) : t('window.return.soonBody', values)}</p>}
    </Card>
  );
}
