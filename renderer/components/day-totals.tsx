import { useId } from 'react';
import type { DayReport } from '../../preload/contract/day.ts';
import { roughly } from '../format.ts';
import { toneOf } from '../standing.ts';
import { useText } from '../words.ts';
import { Glyph } from './glyph.tsx';

/** The day in sums: each status with its share of what is known, below it its reasons. */
export function DayTotals({ report: { totals, switches } }: { report: DayReport }) {
  const t = useText();
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
              <li key={status} className={`tone-${toneOf(status)}`}>
                <p className="total">
                  <Glyph name={status} size={16} />
                  <strong>{t(`status.${status}`)}</strong>
                  <span>{roughly(milliseconds, t)}</span>
                </p>
                <span className="share" aria-hidden="true">
                  <span style={{ inlineSize: `${(100 * milliseconds) / sum}%` }} />
                </span>
                <Reasons reasons={reasons} />
              </li>
            ),
        )}
      </ul>
    </section>
  );
}

function Reasons({ reasons }: { reasons: DayReport['totals'][number]['reasons'] }) {
  const t = useText();
  // Where no reason was ever given, "no reason" is no news.
  if (reasons.every(({ reason }) => reason === '')) return null;
  return (
    <ul className="total-reasons">
      {reasons.map(({ reason, milliseconds }) => (
        <li key={reason}>
          <bdi>{reason === '' ? t('tray.noReason') : reason}</bdi>
          <span>{roughly(milliseconds, t)}</span>
        </li>
      ))}
    </ul>
  );
}
