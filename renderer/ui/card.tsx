import type { ReactNode } from 'react';
import { useTranslation } from '../i18n.ts';
import { Icon, type IconName } from './icon.tsx';

type Props = {
  tone: 'danger' | 'caution' | 'plain';
  icon: IconName;
  title: ReactNode;
  /** Omitted for a card that cannot be dismissed. */
  onDismiss?: () => void;
  /** `alert` interrupts a screen reader, `status` waits. */
  role?: 'alert' | 'status';
  /** Outside the live region: buttons, a countdown. */
  actions?: ReactNode;
  children?: ReactNode;
};

/** Card with a title, a body in a live region, and actions. */
export function Card({ tone, icon, title, onDismiss, role, actions, children }: Props) {
  const t = useTranslation();
  return (
    <section className={`card card-${tone}`}>
      <div className="card-body" role={role}>
        <Icon name={icon} />
        <h2>{title}</h2>
        {children}
      </div>
      {actions}
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
