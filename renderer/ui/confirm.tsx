import { useId, type KeyboardEvent } from 'react';
import { useTranslation } from '../i18n.ts';

type Props = { question: string; yes: string; onYes: () => void; onNo: () => void };

/** Inline confirmation. Cancel has the focus, and Escape cancels. */
export function Confirm({ question, yes, onYes, onNo }: Props) {
  const t = useTranslation();
  const questionId = useId();

  function handleEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onNo();
  }

  return (
    <div className="confirm" role="group" aria-labelledby={questionId} onKeyDown={handleEscape}>
      <p id={questionId}>{question}</p>
      <div className="buttons">
        <button type="button" className="button danger" onClick={onYes}>
          {yes}
        </button>
        <button type="button" className="button" autoFocus onClick={onNo}>
          {t('window.cancel')}
        </button>
      </div>
    </div>
  );
}
