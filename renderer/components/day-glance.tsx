import { bridge } from '../bridge.ts';
import { isToday, knownPart } from '../day.ts';
import { roughly, timeOfDay } from '../format.ts';
import { settableStatuses, toneOf } from '../standing.ts';
import { useAppState } from '../store.ts';
import { useDay } from '../use-day.ts';
import { useText } from '../words.ts';
import { Glyph } from './glyph.tsx';

/** The day at a glance, and the door to Today. Not drawn while there is nothing to see. */
export function DayGlance() {
  const t = useText();
  const { language } = useAppState();
  const report = useDay(null);
  const part = report && knownPart(report);
  if (!report || !part) return null;
  const to = isToday(report) ? t('window.now') : timeOfDay(part.to, language);
  return (
    <footer className="footer">
      <button type="button" className="day-glance" onClick={() => void bridge.showPage('today')}>
        <span className="day-glance-line">
          <strong>{t('window.today.title')}</strong>{' '}
          <span>{t('window.range', { from: timeOfDay(part.from, language), to })}</span>
        </span>
        <span className="day-strip" aria-hidden="true">
          {part.segments.map(({ status, from, to: end }) => (
            <span
              key={from}
              className={`tone-${toneOf(status ?? 'unknown')}`}
              data-unknown={status === null || undefined}
              style={{ flexGrow: end - from }}
            />
          ))}
        </span>
        <span className="day-glance-line">
          {settableStatuses.map((status) => {
            const total = report.totals.find((each) => each.status === status);
            return (
              total && (
                <span key={status} className={`day-glance-total tone-${toneOf(status)}`}>
                  <Glyph name={status} size={12} />
                  <span className="unseen">{t(`status.${status}`)}</span> {roughly(total.milliseconds, t)}
                </span>
              )
            );
          })}
          <span className="day-glance-switches">{t('window.switches', { count: report.switches })}</span>
        </span>
      </button>
    </footer>
  );
}
