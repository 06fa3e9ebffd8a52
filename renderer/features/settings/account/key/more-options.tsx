import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from '../../../../i18n.ts';
import { Icon } from '../../../../ui/icon.tsx';

type Props = {
  /** Open it, unless the agent has closed it: an option differs from its default. */
  inUse: boolean;
  /** Open it in any case: a field in it has an error. */
  hasError: boolean;
  children: ReactNode;
};

/** Disclosure of the options that few agents need. */
export function MoreOptions({ inUse, hasError, children }: Props) {
  const t = useTranslation();
  const id = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = hasError || (chosen ?? inUse);
  return (
    <div className="more-options">
      <button
        type="button"
        className="link"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setChosen(!isOpen)}
      >
        <Icon name="chevron" size={14} />
        {t('window.account.moreOptions')}
      </button>
      <div id={id} className="form" hidden={!isOpen}>
        {children}
      </div>
    </div>
  );
}
