import { api } from '../../api.ts';
import { isToday, getVisibleRange } from '../today/day-range.ts';
import { formatApprox, formatTimeOfDay } from '../../format.ts';
import { settableStatuses, statusTone } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { useDay } from '../today/use-day.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';

/** Summary bar of the day, which opens Today. Not rendered for a day without known status. */
export function DaySummaryBar() {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const report = useDay(null);
  const range = report && getVisibleRange(report);
  if (!report || !range) return null;
  const to = isToday(report) ? t('window.now') : formatTimeOfDay(range.to, language);
  return (
    <footer className="footer">
      <button type="button" className="day-summary-bar" onClick={() => void api.app.navigate('today')}>
        <span className="day-summary-bar-line">
          <strong>{t('window.today.title')}</strong>{' '}
          <span>{t('window.range', { from: formatTimeOfDay(range.from, language), to })}</span>
        </span>
        <span className="day-segments" aria-hidden="true">
          {range.segments.map(({ status, from, to: end }) => (
            <span
              key={from}
              className={`tone-${statusTone(status ?? 'unknown')}`}
              data-unknown={status === null || undefined}
              style={{ flexGrow: end - from }}
            />
          ))}
        </span>
        <span className="day-summary-bar-line">
          {settableStatuses.map((status) => {
            const total = report.totals.find((each) => each.status === status);
            return (
              total && (
                <span key={status} className={`day-summary-bar-total tone-${statusTone(status)}`}>
                  <StatusIcon name={status} size={12} />
                  <span className="unseen">{t(`status.${status}`)}</span>{' '}
                  {formatApprox(total.milliseconds, t)}
                </span>
              )
            );
          })}
          <span className="day-summary-bar-switches">{t('window.switches', { count: report.switches })}</span>
        </span>
      </button>
    </footer>
  );
}
