import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n.ts';
import { Icon, type IconName } from './icon.tsx';

type Props = {
  tone: 'danger' | 'caution' | 'plain';
  icon: IconName;
  /** Omitted for a card of one sentence. */
  title?: ReactNode;
  /** Accessible name of the card as a region. */
  label?: string;
  /** Who can act on it. */
  tag?: string | undefined;
  /** Omitted for a card that cannot be dismissed. */
  onDismiss?: (() => void) | undefined;
  /** `alert` interrupts a screen reader, `status` waits. */
  role?: 'alert' | 'status' | undefined;
  /** Outside the live region: a countdown. */
  note?: ReactNode;
  /** Outside the live region: buttons. */
  actions?: ReactNode;
  /** Shown after a click on Details. */
  details?: ReactNode;
  children?: ReactNode;
};

/** Card with a title, a body in a live region, actions, and details that open on request. */
export function Card({
  tone,
  icon,
  title,
  label,
  tag,
  onDismiss,
  role,
  note,
  actions,
  details,
  children,
}: Props) {
  const t = useTranslation();
  const detailsId = useId();
  const [isExpanded, setIsExpanded] = useState(false);
  return (
    <section className={`card card-${tone}`} aria-label={label} data-expanded={isExpanded || undefined}>
      <div className="card-body" role={role}>
        <Icon name={icon} size={16} />
        {title !== undefined && (
          <h2>
            {title}
            {tag !== undefined && <span className="tag">{tag}</span>}
          </h2>
        )}
        {children}
      </div>
      {isExpanded && (
        <div className="card-details" id={detailsId}>
          {details}
        </div>
      )}
      {Boolean(note) && <div className="card-note">{note}</div>}
      {(Boolean(actions) || Boolean(details)) && (
        <div className="buttons">
          {actions}
          {Boolean(details) && (
            <button
              type="button"
              className="link"
              aria-expanded={isExpanded}
              aria-controls={isExpanded ? detailsId : undefined}
              onClick={() => setIsExpanded(!isExpanded)}
            >
              {t('window.today.details')}
            </button>
          )}
        </div>
      )}
      {onDismiss && (
        <button
          type="button"
          className="icon-button card-dismiss"
          aria-label={t('window.dismiss')}
          title={t('window.dismiss')}
          onClick={onDismiss}
        >
          <Icon name="close" size={16} />
        </button>
      )}
    </section>
  );
}
