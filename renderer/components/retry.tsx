import { bridge } from '../bridge.ts';
import { stopwatch } from '../format.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { useText } from '../words.ts';
import { Card } from './card.tsx';

/** A wish that waits without a failure to show: for its next attempt, or for the network. */
export function WaitingCard() {
  const t = useText();
  const { failure, wish } = useAppState().agent;
  if (failure !== null || wish === null) return null;
  const { name } = wish.phase;
  if (name !== 'waiting' && name !== 'offline') return null;
  return (
    <Card
      tone="caution"
      icon="info"
      role="status"
      title={name === 'offline' ? t('window.offlineWaiting') : t('window.attempt', { count: wish.attempt })}
      actions={
        <>
          {name === 'waiting' && <RetryCountdown />}
          <div className="buttons">
            <TryButtons />
          </div>
        </>
      }
    />
  );
}

/** When the next attempt starts by itself. Outside the card's live text: nobody wants to hear every second. */
export function RetryCountdown() {
  const t = useText();
  const now = useNow();
  const { wish } = useAppState().agent;
  if (wish === null) return null;
  switch (wish.phase.name) {
    case 'waiting': {
      // Rounded up: "0:00" is the moment of the attempt, not the second before it.
      const left = Math.ceil((wish.phase.until - now) / 1000) * 1000;
      return (
        <p className="countdown" role="timer">
          {t('window.tryingAgain', { time: stopwatch(left) })}
        </p>
      );
    }
    case 'offline':
      return <p className="countdown">{t('window.offlineWaiting')}</p>;
    case 'sending':
    case 'queued':
      return null;
  }
}

/** Try now and stop trying while a wish waits; try again when none does. */
export function TryButtons() {
  const t = useText();
  const { wish } = useAppState().agent;
  return (
    <>
      <button type="button" className="button primary" onClick={() => void bridge.tryAgain()}>
        {wish === null ? t('window.tryAgain') : t('window.tryNow')}
      </button>
      {wish !== null && (
        <button type="button" className="button" onClick={() => void bridge.giveUp()}>
          {t('window.stopTrying')}
        </button>
      )}
    </>
  );
}
