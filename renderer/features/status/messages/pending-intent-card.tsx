import { api } from '../../../api.ts';
import { formatElapsed } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import { useNow } from '../../../use-now.ts';
import { useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';

/** Card of an intent that is not being sent, without a failure: queued, or waiting for its next attempt or for the network. */
export function PendingIntentCard() {
  const t = useTranslation();
  const intent = useAppState(({ agent }) => agent.intent);
  switch (intent?.phase.type) {
    case 'queued':
      return <Card tone="plain" icon="clock" role="status" title={t('window.queued')} />;
    case 'waiting':
    case 'offline':
      return (
        <Card
          tone="caution"
          icon="info"
          role="status"
          title={
            intent.phase.type === 'offline'
              ? t('window.offlineWaiting')
              : t('window.attempt', { count: intent.attempt })
          }
          note={intent.phase.type === 'waiting' && <RetryCountdown />}
          actions={<RetryButtons />}
        />
      );
    case 'sending':
    case undefined:
      return null;
  }
}

/** Countdown to the next attempt. Outside the card's live region, so that it is not announced every second. */
export function RetryCountdown() {
  const t = useTranslation();
  const now = useNow();
  const phase = useAppState(({ agent }) => agent.intent?.phase);
  switch (phase?.type) {
    case 'waiting':
      return (
        <p className="countdown" role="timer">
          {t('window.tryingAgain', { time: formatCountdown(phase.until - now) })}
        </p>
      );
    case 'offline':
      return <p className="countdown">{t('window.offlineWaiting')}</p>;
    case 'sending':
    case 'queued':
    case undefined:
      return null;
  }
}

/** "0:20", rounded up, so that "0:00" shows only when the time has come. */
export function formatCountdown(remainingMs: number): string {
  return formatElapsed(Math.ceil(remainingMs / 1000) * 1000);
}

/** Try now and Stop trying while an intent waits; otherwise Try again. */
export function RetryButtons({ isSecondary = false }: { isSecondary?: boolean }) {
  const t = useTranslation();
  const hasIntent = useAppState(({ agent }) => agent.intent !== null);
  return (
    <>
      <button
        type="button"
        className={isSecondary ? 'button' : 'button primary'}
        onClick={() => void api.status.retryNow()}
      >
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
