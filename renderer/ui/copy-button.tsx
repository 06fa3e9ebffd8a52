import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n.ts';
import { Icon } from './icon.tsx';

const COPIED_SHOWN_MS = 3000;

type Props = {
  label: string;
  /** Copies to the clipboard. */
  copy: () => Promise<void>;
  /** Icon without text. */
  compact?: boolean;
};

/** Copy button, which shows "Copied" for 3 s. */
export function CopyButton({ label, copy, compact = false }: Props) {
  const t = useTranslation();
  const [copied, setCopied] = useState(false);
  const text = copied ? t('window.copied') : label;

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <>
      <button
        type="button"
        className={compact ? 'icon-button' : 'button'}
        aria-label={text}
        title={compact ? text : undefined}
        onClick={() => void copy().then(() => setCopied(true))}
      >
        {compact ? <Icon name={copied ? 'check' : 'copy'} size={16} /> : text}
      </button>
      <span role="status" className="unseen">
        {copied && t('window.copied')}
      </span>
    </>
  );
}
