import { api } from '../../api.ts';
import { formatElapsed } from '../../format.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { useTranslation } from '../../i18n.ts';
import { Card } from '../../ui/card.tsx';

/** Card of an intent that waits for its next attempt or for the network, without a failure. */
export function PendingIntentCard() {
  const t = useTranslation();
  const intent = useAppState(({ agent }) => (agent.failure === null ? agent.intent : null));
  if (intent === null) return null;
  const { type } = intent.phase;
  if (type !== 'waiting' && type !== 'offline') return null;
  return (
    <Card
      tone="caution"
      icon="info"
      role="status"
      title={type === 'offline' ? t('window.offlineWaiting') : t('window.attempt', { count: intent.attempt })}
      actions={
        <>
          {type === 'waiting' && <RetryCountdown />}
          <div className="buttons">
            <RetryButtons />
          </div>
        </>
      }
    />
  );
}

/** Countdown to the next attempt. Outside the card's live region, so that it is not announced every second. */
export function RetryCountdown() {
  const t = useTranslation();
  const now = useNow();
  const phase = useAppState(({ agent }) => agent.intent?.phase);
  switch (phase?.type) {
    case 'waiting': {
      // Rounded up, so that "0:00" shows only when the attempt starts.
      const remainingMs = Math.ceil((phase.until - now) / 1000) * 1000;
      return (
        <p className="countdown" role="timer">
          {t('window.tryingAgain', { time: formatElapsed(remainingMs) })}
        </p>
      );
    }
    case 'offline':
      return <p className="countdown">{t('window.offlineWaiting')}</p>;
    case 'sending':
    case 'queued':
    case undefined:
      return null;
  }
}

/** Try now and Stop trying while an intent waits; otherwise Try again. */
export function RetryButtons() {
  const t = useTranslation();
  const hasIntent = useAppState(({ agent }) => agent.intent !== null);
  return (
    <>
      <button type="button" className="button primary" onClick={() => void api.status.retryNow()}>
        {hasIntent ? t('window.tryNow') : t('window.tryAgain')}
      </button>
      {hasIntent && (
        <button type="button" className="button" onClick={() => void api.status.cancelIntent()}>
          {t('window.stopTrying')}
        </button>
      )}
    </>
  );
}
