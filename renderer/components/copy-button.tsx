import { useEffect, useState } from 'react';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';

const COPIED_SHOWN_MS = 3000;

type Props = {
  label: string;
  /** Puts it on the clipboard. */
  copy: () => Promise<void>;
  /** Only a sign, where there is no room for words. */
  compact?: boolean;
};

/** Copies, and says for a moment that it did. */
export function CopyButton({ label, copy, compact = false }: Props) {
  const t = useText();
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
