import { useState } from 'react';
import { DayChanges } from './day-changes.tsx';
import { DayTimeline } from './day-timeline.tsx';
import { DayTotals } from './day-totals.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { AccountBadge, BackButton, Header } from '../header.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LogActions } from './log-actions.tsx';
import { Notices } from '../notices.tsx';
import type { DayReport } from '../../../shared/activity.ts';
import { isToday, getVisibleRange } from './day-range.ts';
import { formatDay } from '../../format.ts';
import { useAppState } from '../../store.ts';
import { useDay } from './use-day.ts';
import { useTranslation } from '../../i18n.ts';

/** Today view: a day of the log as timeline, totals and list of changes. */
export function Today() {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const [day, setDay] = useState<string | null>(null);
  const report = useDay(day);
  return (
    <>
      <Header>
        <BackButton />
        <h1 className="page-title">
          {!report || isToday(report) ? t('window.today.title') : formatDay(report.day, language)}
          {report && isToday(report) && <small>{formatDay(report.day, language)}</small>}
        </h1>
        <AccountBadge />
        <DayNavButton to={report?.earlier ?? null} label={t('window.today.earlier')} onOpen={setDay} />
        <DayNavButton to={report?.later ?? null} label={t('window.today.later')} onOpen={setDay} forward />
      </Header>
      <main className="page today" aria-busy={report === undefined}>
        <Notices />
        {report === null && <p className="hint">{t('window.today.unreadable')}</p>}
        {report && <Day key={report.day} report={report} />}
      </main>
      <LogActions day={report?.day ?? null} />
    </>
  );
}

type DayNavButtonProps = {
  to: string | null;
  label: string;
  onOpen: (day: string) => void;
  forward?: boolean;
};

function DayNavButton({ to, label, onOpen, forward = false }: DayNavButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={to === null}
      onClick={() => to !== null && onOpen(to)}
    >
      <Icon name={forward ? 'chevron' : 'back'} />
    </button>
  );
}

function Day({ report }: { report: DayReport }) {
  const range = getVisibleRange(report);
  return (
    <>
      {range === null ? (
        <EmptyDay today={isToday(report)} />
      ) : (
        <>
          <DayTimeline range={range} running={isToday(report)} />
          <DayTotals report={report} />
        </>
      )}
      {report.changes.length > 0 && <DayChanges changes={report.changes} />}
    </>
  );
}

function EmptyDay({ today }: { today: boolean }) {
  const t = useTranslation();
  return (
    <div className="empty-day tone-off">
      <StatusIcon name="unknown" size={40} />
      <p>
        <strong>{t('window.today.emptyTitle')}</strong>
      </p>
      <p className="hint">{t(today ? 'window.today.emptyToday' : 'window.today.emptyDay')}</p>
    </div>
  );
}
