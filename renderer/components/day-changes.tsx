import { useId } from 'react';
import type { DayChange } from '../../preload/contract/day.ts';
import { exactTime, timeOfDay } from '../format.ts';
import { describeChange } from '../change-words.ts';
import { toneOf } from '../standing.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';

/** Everything that happened, newest first; what proves it opens below each line. */
export function DayChanges({ changes }: { changes: readonly DayChange[] }) {
  const t = useText();
  const id = useId();
  return (
    <section className="day-part" aria-labelledby={id}>
      <h2 id={id}>{t('window.today.changes')}</h2>
      <ol className="changes">
        {changes.map((change, index) => (
          // Counted from the oldest, which keeps its place when a new one comes in on top.
          <Change key={changes.length - index} change={change} />
        ))}
      </ol>
    </section>
  );
}

function Change({ change }: { change: DayChange }) {
  const t = useText();
  const { language } = useAppState();
  const { title, facts } = describeChange(change, t, language);
  return (
    <li className={`change tone-${toneOf('to' in change ? change.to.status : statusOf(change))}`}>
      <time dateTime={new Date(change.at).toISOString()}>{timeOfDay(change.at, language)}</time>
      <Sign change={change} />
      <div className="change-words">
        <p className="change-title">{title}</p>
        {facts !== '' && <p>{facts}</p>}
        <Proof change={change} />
      </div>
    </li>
  );
}

function statusOf(change: DayChange) {
  return change.kind === 'observed' ? change.status : 'unknown';
}

function Sign({ change }: { change: DayChange }) {
  switch (change.kind) {
    case 'switched':
    case 'drift':
      return <Glyph name={change.to.status} size={16} />;
    case 'observed':
      return <Glyph name={change.status} size={16} />;
    case 'failed':
      return <Icon name="warning" size={16} />;
    case 'automatic':
      return <Icon name="clock" size={16} />;
    case 'started':
    case 'stopped':
      return <Icon name="power" size={16} />;
  }
}

/** What an admin needs to find it again at the service. */
function Proof({ change }: { change: DayChange }) {
  const t = useText();
  const { language } = useAppState();
  if (change.kind !== 'switched' && change.kind !== 'failed') return null;
  return (
    <details>
      <summary>{t('window.today.details')}</summary>
      <div className="details">
        {change.kind === 'switched' && (
          <>
            <span>{t('window.today.asked', { time: exactTime(change.askedAt, language) })}</span>
            <span>{t('window.today.provedAt', { time: exactTime(change.provedAt, language) })}</span>
          </>
        )}
        {change.kind === 'failed' && <code>{change.code}</code>}
        {change.requestId !== null && <code>{t('window.requestId', { id: change.requestId })}</code>}
      </div>
    </details>
  );
}
