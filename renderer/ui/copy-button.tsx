import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n.ts';

const COPIED_SHOWN_MS = 3000;

type Props = {
  label: string;
  /** Copies to the clipboard. */
  copy: () => Promise<void>;
  /** Style the button as primary. */
  primary?: boolean;
};

/** Copy button, which shows "Copied" for 3 s. */
export function CopyButton({ label, copy, primary = false }: Props) {
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
        className={primary ? 'button primary' : 'button'}
        onClick={() => void copy().then(() => setCopied(true))}
      >
        {text}
      </button>
      <span role="status" className="unseen">
        {copied && t('window.copied')}
      </span>
    </>
  );
}
