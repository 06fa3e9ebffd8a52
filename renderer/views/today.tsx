import { useState } from 'react';
import { DayChanges } from '../components/day-changes.tsx';
import { DayTimeline } from '../components/day-timeline.tsx';
import { DayTotals } from '../components/day-totals.tsx';
import { Glyph } from '../components/glyph.tsx';
import { BackButton, Header, SimulatorBadge } from '../components/header.tsx';
import { Icon } from '../components/icon.tsx';
import { LogFooter } from '../components/log-footer.tsx';
import { Notices } from '../components/notices.tsx';
import type { DayReport } from '../../preload/contract/day.ts';
import { isToday, knownPart } from '../day.ts';
import { dayInWords } from '../format.ts';
import { useAppState } from '../store.ts';
import { useDay } from '../use-day.ts';
import { useText } from '../words.ts';

/** A day of the log: as a picture, in sums, and change by change with its receipts. */
export function Today() {
  const t = useText();
  const { language } = useAppState();
  const [day, setDay] = useState<string | null>(null);
  const report = useDay(day);
  return (
    <>
      <Header>
        <BackButton />
        <h1 className="page-title">
          {!report || isToday(report) ? t('window.today.title') : dayInWords(report.day, language)}
          {report && isToday(report) && <small>{dayInWords(report.day, language)}</small>}
        </h1>
        <SimulatorBadge />
        <DayDoor to={report?.earlier ?? null} label={t('window.today.earlier')} onOpen={setDay} />
        <DayDoor to={report?.later ?? null} label={t('window.today.later')} onOpen={setDay} forward />
      </Header>
      <main className="page today" aria-busy={report === undefined}>
        <Notices />
        {report === null && <p className="hint">{t('window.today.unreadable')}</p>}
        {report && <Day key={report.day} report={report} />}
      </main>
      <LogFooter day={report?.day ?? null} />
    </>
  );
}

type DoorProps = { to: string | null; label: string; onOpen: (day: string) => void; forward?: boolean };

function DayDoor({ to, label, onOpen, forward = false }: DoorProps) {
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
  const part = knownPart(report);
  return (
    <>
      {part === null ? (
        <EmptyDay today={isToday(report)} />
      ) : (
        <>
          <DayTimeline part={part} running={isToday(report)} />
          <DayTotals report={report} />
        </>
      )}
      {report.changes.length > 0 && <DayChanges changes={report.changes} />}
    </>
  );
}

function EmptyDay({ today }: { today: boolean }) {
  const t = useText();
  return (
    <div className="empty-day tone-off">
      <Glyph name="unknown" size={40} />
      <p>
        <strong>{t('window.today.emptyTitle')}</strong>
      </p>
      <p className="hint">{t(today ? 'window.today.emptyToday' : 'window.today.emptyDay')}</p>
    </div>
  );
}
