import type { ConfirmedStatus } from '../../../shared/state.ts';
import { formatElapsed } from '../../format.ts';
import { getStatusView, type StatusView } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';
import { BreakTimeLeft } from './break-limit-usage.tsx';
import { LastConfirmed } from './last-confirmed.tsx';
import { SinceTime } from './since-time.tsx';

/** The current status as text, for screen readers: the tiles show it to others. */
export function StatusHeading() {
  const t = useTranslation();
  const { confirmed, intent } = useAppState(({ agent }) => ({
    confirmed: agent.confirmed,
    intent: agent.intent,
  }));
  const statusView = getStatusView({ confirmed, intent });
  switch (statusView.type) {
    case 'switching':
      return (
        <section className="unseen">
          <h1>{t('switching', { choice: statusLabel(statusView.to, t) })}</h1>
          <LastConfirmed confirmed={statusView.from} />
        </section>
      );
    case 'known':
      return <KnownStatus statusView={statusView} />;
    case 'unknown':
      return <h1 className="unseen">{t('status.unknown')}</h1>;
  }
}

function KnownStatus({ statusView: { confirmed } }: { statusView: StatusView & { type: 'known' } }) {
  const t = useTranslation();
  const { reason, afterCall } = confirmed;
  return (
    <section className="unseen">
      <h1>{t(`status.${confirmed.status}`)}</h1>
      {reason !== '' && (
        <p>
          <bdi>{reason}</bdi>
        </p>
      )}
      <BreakTimeLeft {...confirmed} onlyWhenNear />
      {afterCall !== null && <p>{t('afterCall', { status: t(`status.${afterCall}`) })}</p>}
      <TimeInStatus confirmed={confirmed} />
      <p>
        <SinceTime confirmed={confirmed} />
      </p>
    </section>
  );
}

function TimeInStatus({ confirmed }: { confirmed: ConfirmedStatus }) {
  const t = useTranslation();
  const now = useNow();
  return (
    <span role="timer" aria-label={t('window.timeInStatus')}>
      {formatElapsed(now - confirmed.since)}
    </span>
  );
}
