import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useNow } from '../../../use-now.ts';
import { useTranslation } from '../../../i18n.ts';
import { formatCountdown } from './pending-intent-card.tsx';

/** Reads the status now, and says when it is read next. Nothing if the key may not read: then no reading is scheduled. */
export function CheckNow() {
  const t = useTranslation();
  const canRead = useAppState(({ agent }) => agent.readAccess !== 'refused');
  return (
    canRead && (
      <>
        <button type="button" className="button" onClick={() => void api.status.checkNow()}>
          {t('window.checkNow')}
        </button>
        <NextCheck />
      </>
    )
  );
}

/** "Checking again in 0:20", or "Checking now…". Outside the card's live region, so that it is not announced every second. */
function NextCheck() {
  const t = useTranslation();
  const now = useNow();
  const nextCheckAt = useAppState(({ agent }) => agent.nextCheckAt);
  return (
    <span className="next-check" role="timer">
      {nextCheckAt === null
        ? t('window.checking')
        : t('window.checkingAgain', { time: formatCountdown(nextCheckAt - now) })}
    </span>
  );
}
