import { formatElapsed } from '../../../format.ts';
import { confirmedStatus, statusTone } from '../../../status-view.ts';
import { useAppState } from '../../../store.ts';
import { useNow } from '../../../use-now.ts';
import { useTranslation } from '../../../i18n.ts';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { CheckNow } from './next-check.tsx';
import { SinceTime } from '../since-time.tsx';

/** The confirmed status that no tile shows: on a call, after-call work, offline. */
export function OtherStatusCard() {
  const t = useTranslation();
  const now = useNow();
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  if (confirmed === null) return null;
  const { status, afterCall, since } = confirmed;
  return (
    <section className={`card other-status tone-${statusTone(status)}`}>
      <div className="card-body">
        <StatusIcon name={status} size={20} />
        <h2>{t(`status.${status}`)}</h2>
        <span className="other-status-time">{formatElapsed(now - since)}</span>
        {status === 'offline' && <p>{t('window.signInFirst')}</p>}
        {afterCall !== null && <p>{t('afterCall', { status: t(`status.${afterCall}`) })}</p>}
        <p>
          <SinceTime confirmed={confirmed} />
        </p>
      </div>
      {status === 'offline' && (
        <div className="buttons">
          <CheckNow />
        </div>
      )}
    </section>
  );
}
