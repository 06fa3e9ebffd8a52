import { useId, type KeyboardEvent } from 'react';
import { useText } from '../words.ts';

type Props = { question: string; yes: string; onYes: () => void; onNo: () => void };

/** Asks once more, in place. The safe answer has the focus, and Escape gives it. */
export function Confirm({ question, yes, onYes, onNo }: Props) {
  const t = useText();
  const questionId = useId();

  function noOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onNo();
  }

  return (
    <div className="confirm" role="group" aria-labelledby={questionId} onKeyDown={noOnEscape}>
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
