import type { Translate } from '../../../shared/i18n.ts';
import type { ConfirmedStatus, StatusIntent } from '../../../shared/state.ts';
import { formatTime, formatApprox, formatElapsed } from '../../format.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';
import { getStatusView, statusTone, type StatusView } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';
import { BreakTimeLeft } from './break-limit-usage.tsx';
import { StatusIcon, type StatusIconName } from '../../ui/status-icon.tsx';

/** The current status with reason and elapsed time; or the requested status and the last confirmed one. */
export function CurrentStatus() {
  const { confirmed, intent } = useAppState(({ agent }) => ({
    confirmed: agent.confirmed,
    intent: agent.intent,
  }));
  const statusView = getStatusView({ confirmed, intent });
  const icon = getIconName(statusView);
  return (
    <section className={`current-status tone-${statusTone(icon === 'switching' ? 'unknown' : icon)}`}>
      <div className="current-status-icon">
        <StatusIcon name={icon} size={40} />
      </div>
      <div className="current-status-text">
        <Headline statusView={statusView} />
        <StatusDetail statusView={statusView} intent={intent} />
      </div>
      {statusView.type === 'known' && <TimeInStatus confirmed={statusView.confirmed} />}
    </section>
  );
}

function getIconName(statusView: StatusView): StatusIconName {
  return statusView.type === 'known' ? statusView.confirmed.status : statusView.type;
}

function Headline({ statusView }: { statusView: StatusView }) {
  const t = useTranslation();
  switch (statusView.type) {
    case 'switching':
      return (
        <h1 className="current-status-switching">
          {t('switching', { choice: statusLabel(statusView.to, t) })}
        </h1>
      );
    case 'known':
      return <h1>{t(`status.${statusView.confirmed.status}`)}</h1>;
    case 'unknown':
      return <h1>{t('status.unknown')}</h1>;
  }
}

function StatusDetail({ statusView, intent }: { statusView: StatusView; intent: StatusIntent | null }) {
  const t = useTranslation();
  switch (statusView.type) {
    case 'switching':
      return (
        <>
          <LastConfirmed confirmed={statusView.from} />
          {intent?.phase.type === 'queued' && <p>{t('window.queued')}</p>}
        </>
      );
    case 'known': {
      const { reason, afterCall } = statusView.confirmed;
      return (
        <>
          {reason !== '' && (
            <p>
              <bdi>{reason}</bdi>
            </p>
          )}
          <BreakTimeLeft {...statusView.confirmed} onlyWhenNear />
          {afterCall !== null && <p>{t('afterCall', { status: t(`status.${afterCall}`) })}</p>}
        </>
      );
    }
    case 'unknown':
      return <LastConfirmed confirmed={statusView.lastConfirmed} />;
  }
}

/** The last confirmed status, with its time when it is no longer valid. */
function LastConfirmed({ confirmed }: { confirmed: ConfirmedStatus | null }) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const now = useNow();
  if (confirmed === null) return <p>{t('window.neverConfirmed')}</p>;
  const choice = statusLabel(confirmed, t);
  return confirmed.isValid ? (
    <p>{t('window.stillConfirmed', { choice })}</p>
  ) : (
    <p>{t('window.lastConfirmed', { choice, time: formatTime(confirmed.confirmedAt, now, language) })}</p>
  );
}

/**
 * The time in the status, and the planned return. Without permission to read the status "since" would be misleading: there
 * the time of the last confirmation shows.
 */
function TimeInStatus({ confirmed }: { confirmed: ConfirmedStatus }) {
  const t = useTranslation();
  const { backAt, canRead, language } = useAppState((state) => ({
    backAt: state.plannedReturn?.backAt ?? null,
    canRead: state.agent.readAccess !== 'refused',
    language: state.language,
  }));
  const now = useNow();
  const time = (timestamp: number) => formatTime(timestamp, now, language);
  return (
    <div className="current-status-time">
      <span role="timer" aria-label={t('window.timeInStatus')}>
        {formatElapsed(now - confirmed.since)}
      </span>
      {backAt !== null && <small>{getReturnCountdown(backAt - now, t)}</small>}
      {canRead ? (
        backAt === null && <small>{t('window.since', { time: time(confirmed.since) })}</small>
      ) : (
        <small>{t('window.confirmedAt', { time: time(confirmed.confirmedAt) })}</small>
      )}
    </div>
  );
}

/** The countdown to the return in minutes, rounded up. */
function getReturnCountdown(remainingMs: number, t: Translate): string {
  if (remainingMs > 0)
    return t('tray.backIn', { duration: formatApprox(Math.ceil(remainingMs / MINUTE_MS) * MINUTE_MS, t) });
  return remainingMs > -MINUTE_MS
    ? t('tray.backNow')
    : t('window.return.over', { span: formatApprox(remainingMs, t) });
}
