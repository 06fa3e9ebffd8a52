import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { EntryRow } from './entry-row.tsx';

type Props<Problem> = {
  label: string;
  hint: string;
  /** On the button that sends it. */
  action: string;
  /** Changes when the keyboard is to come here once more. */
  askId?: number;
  /** Answers what is wrong with what was typed, or null when it was taken. */
  send: (typed: string) => Promise<Problem | null>;
  explain: (problem: Problem) => string;
  /** Taken, or given up. */
  onDone: () => void;
};

/** One line to type, in place. Enter sends, Escape closes; what is wrong stands below it, and what was typed stays. */
export function Entry<Problem>({ label, hint, action, askId, send, explain, onDone }: Props<Problem>) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => input.current?.focus(), [askId]);

  async function submit() {
    const found = await send(typed);
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
      className="entry"
      noValidate
      onKeyDown={closeOnEscape}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <EntryRow
        ref={input}
        label={label}
        placeholder={hint}
        action={action}
        primary
        problem={problem === null ? null : explain(problem)}
        value={typed}
        onType={(text) => {
          setTyped(text);
          setProblem(null);
        }}
      />
    </form>
  );
}
