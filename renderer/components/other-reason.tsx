import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { REASON_MAX, type Problem } from '../../preload/contract/inputs.ts';
import { bridge } from '../bridge.ts';
import { useAppState, type Away } from '../store.ts';
import { useText } from '../words.ts';
import { ProblemText } from './field.tsx';

type Props = {
  status: Away;
  /** Sent and accepted, or given up. */
  onDone: () => void;
};

/** A reason of the agent's own. Enter sends, Escape closes; the main process says what is wrong with it. */
export function OtherReason({ status, onDone }: Props) {
  const t = useText();
  const problemId = useId();
  const input = useRef<HTMLInputElement>(null);
  const askId = useAppState().ask.id;
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);

  // Asked for again from the tray while it is open already: the keyboard belongs here all the same.
  useEffect(() => input.current?.focus(), [askId]);

  async function send() {
    // To the main process an empty reason means "none", which is not what this field is for.
    const found = reason.trim() === '' ? 'reasonEmpty' : await bridge.choose({ status, reason });
    if (found === null) {
      onDone();
      return;
    }
    setProblem(found);
    input.current?.focus();
  }

  function closeOnEscape(event: KeyboardEvent) {
    // While an input method is composing, Escape belongs to it.
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onDone();
  }

  return (
    <form
      className="other-reason"
      noValidate
      onKeyDown={closeOnEscape}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="other-reason-row">
        <input
          ref={input}
          type="text"
          dir="auto"
          value={reason}
          autoComplete="off"
          placeholder={t('window.otherReasonHint')}
          aria-label={t(`window.otherReasonLabel.${status}`)}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          onChange={(event) => {
            setReason(event.target.value);
            setProblem(null);
          }}
        />
        <button type="submit" className="button primary">
          {t('window.send')}
        </button>
      </div>
      {problem !== null && (
        <ProblemText id={problemId}>{t(`problem.${problem}`, { max: REASON_MAX })}</ProblemText>
      )}
    </form>
  );
}
