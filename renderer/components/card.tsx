import type { ReactNode } from 'react';
import { useText } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';

type Props = {
  tone: 'danger' | 'caution' | 'plain';
  icon: IconName;
  title: ReactNode;
  /** Left out where the card goes only when its cause does. */
  onDismiss?: () => void;
  /** `alert` interrupts a screen reader, `status` waits. */
  role?: 'alert' | 'status';
  /** What a screen reader need not repeat when it changes: buttons, a countdown. */
  actions?: ReactNode;
  children?: ReactNode;
};

/** Something that needs to be read: what happened, then what to do about it. */
export function Card({ tone, icon, title, onDismiss, role, actions, children }: Props) {
  const t = useText();
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
