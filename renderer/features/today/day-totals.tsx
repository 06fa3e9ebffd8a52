import { useId } from 'react';
import type { DayReport } from '../../../shared/activity.ts';
import { formatApprox } from '../../format.ts';
import { statusTone } from '../../status-view.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';

/** Totals of the day: each status with its share of the known time, and its reasons. */
export function DayTotals({ report: { totals, switches } }: { report: DayReport }) {
  const t = useTranslation();
  const id = useId();
  const known = totals.filter(({ status }) => status !== null);
  const sum = known.reduce((all, { milliseconds }) => all + milliseconds, 0);
  return (
    <section className="day-part" aria-labelledby={id}>
      <div className="day-part-head">
        <h2 id={id}>{t('window.today.totals')}</h2>
        <span>{t('window.switches', { count: switches })}</span>
      </div>
      <ul className="totals">
        {known.map(
          ({ status, milliseconds, reasons }) =>
            status !== null && (
              <li key={status} className={`tone-${statusTone(status)}`}>
                <p className="total">
                  <StatusIcon name={status} size={16} />
                  <strong>{t(`status.${status}`)}</strong>
                  <span>{formatApprox(milliseconds, t)}</span>
                </p>
                <span className="share" aria-hidden="true">
                  <span style={{ inlineSize: `${(100 * milliseconds) / sum}%` }} />
                </span>
                <ReasonTotals reasons={reasons} />
              </li>
            ),
        )}
      </ul>
    </section>
  );
}

function ReasonTotals({ reasons }: { reasons: DayReport['totals'][number]['reasons'] }) {
  const t = useTranslation();
  // Without any reason the line "no reason" is redundant.
  if (reasons.every(({ reason }) => reason === '')) return null;
  return (
    <ul className="total-reasons">
      {reasons.map(({ reason, milliseconds }) => (
        <li key={reason}>
          <bdi>{reason === '' ? t('tray.noReason') : reason}</bdi>
          <span>{formatApprox(milliseconds, t)}</span>
        </li>
      ))}
    </ul>
  );
}
