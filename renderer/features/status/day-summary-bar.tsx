import type { DayReport } from '../../../shared/activity.ts';
import type { AgentStatus } from '../../../shared/domain.ts';
import { api } from '../../api.ts';
import { isToday, getVisibleRange } from '../today/day-range.ts';
import { formatApprox, formatTimeOfDay } from '../../format.ts';
import { statusTone } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { useDay } from '../today/use-day.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';

/** What the bar totals: calls count for agents as much as the statuses that they set. */
const totalled = ['free', 'busy', 'rest', 'notReady'] as const satisfies readonly AgentStatus[];

/** Summary bar of the day, which opens Today. It has its place before the day has a status, so that nothing moves. */
export function DaySummaryBar() {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const report = useDay(null);
  const range = report ? getVisibleRange(report) : null;
  return (
    <footer className="footer">
      <button type="button" className="day-summary-bar" onClick={() => void api.app.navigate('today')}>
        <span className="day-summary-bar-line">
          <strong>{t('window.today.title')}</strong>{' '}
          <span>
            {report && range
              ? t('window.range', {
                  from: formatTimeOfDay(range.from, language),
                  to: isToday(report) ? t('window.now') : formatTimeOfDay(range.to, language),
                })
              : t('window.today.emptyTitle')}
          </span>
        </span>
        <span className="day-segments" aria-hidden="true">
          {range?.segments.map(({ status, from, to: end }) => (
            <span
              key={from}
              className={`tone-${statusTone(status ?? 'unknown')}`}
              data-status={status ?? 'unknown'}
              data-unknown={status === null || undefined}
              style={{ flexGrow: end - from }}
            />
          ))}
        </span>
        <span className="day-summary-bar-line day-summary-bar-totals">
          {report && range && <Totals report={report} />}
        </span>
      </button>
    </footer>
  );
}

function Totals({ report }: { report: DayReport }) {
  const t = useTranslation();
  return totalled.map((status) => {
    const total = report.totals.find((each) => each.status === status);
    return (
      total && (
        <span key={status} className={`day-summary-bar-total tone-${statusTone(status)}`}>
          <StatusIcon name={status} size={12} />
          <span className="unseen">{t(`status.${status}`)}</span> {formatApprox(total.milliseconds, t)}
        </span>
      )
    );
  });
}
