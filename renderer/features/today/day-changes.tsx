import { useId } from 'react';
import type { ActivityEntry } from '../../../shared/activity.ts';
import { formatExactTime, formatTimeOfDay } from '../../format.ts';
import { describeChange } from '../../describe-change.ts';
import { statusTone } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { Icon } from '../../ui/icon.tsx';

/** All changes of the day, newest first, with details in a <details>. */
export function DayChanges({ changes }: { changes: readonly ActivityEntry[] }) {
  const t = useTranslation();
  const id = useId();
  return (
    <section className="day-part" aria-labelledby={id}>
      <h2 id={id}>{t('window.today.changes')}</h2>
      <ol className="changes">
        {changes.map((change, index) => (
          // Counted from the oldest, so that keys stay when a change is added on top.
          <Change key={changes.length - index} change={change} />
        ))}
      </ol>
    </section>
  );
}

function Change({ change }: { change: ActivityEntry }) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const { title, facts } = describeChange(change, t, language);
  return (
    <li className={`change tone-${statusTone('to' in change ? change.to.status : getStatus(change))}`}>
      <time dateTime={new Date(change.at).toISOString()}>{formatTimeOfDay(change.at, language)}</time>
      <StatusSign change={change} />
      <div className="change-words">
        <p className="change-title">{title}</p>
        {facts !== '' && <p>{facts}</p>}
        <ChangeDetails change={change} />
      </div>
    </li>
  );
}

function getStatus(change: ActivityEntry) {
  return change.kind === 'statusSeen' ? change.status : 'unknown';
}

function StatusSign({ change }: { change: ActivityEntry }) {
  switch (change.kind) {
    case 'switched':
    case 'externalChange':
      return <StatusIcon name={change.to.status} size={16} />;
    case 'statusSeen':
      return <StatusIcon name={change.status} size={16} />;
    case 'failed':
      return <Icon name="warning" size={16} />;
    case 'automated':
      return <Icon name="clock" size={16} />;
    case 'started':
    case 'stopped':
    case 'accountOpened':
    case 'accountClosed':
      return <Icon name="power" size={16} />;
  }
}

/** Times, code and RequestId, by which an admin finds the request at the service. */
function ChangeDetails({ change }: { change: ActivityEntry }) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  if (change.kind !== 'switched' && change.kind !== 'failed') return null;
  return (
    <details>
      <summary>{t('window.today.details')}</summary>
      <div className="details">
        {change.kind === 'switched' && (
          <>
            <span>
              {t('window.today.requestedAt', { time: formatExactTime(change.requestedAt, language) })}
            </span>
            <span>
              {t('window.today.confirmedAt', { time: formatExactTime(change.confirmedAt, language) })}
            </span>
          </>
        )}
        {change.kind === 'failed' && <code>{change.code}</code>}
        {change.requestId !== null && <code>{t('window.requestId', { id: change.requestId })}</code>}
      </div>
    </details>
  );
}
