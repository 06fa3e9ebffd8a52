import { useRef, useState, type KeyboardEvent, type Ref } from 'react';
import type { Problem } from '../../preload/contract/inputs.ts';
import { reasonProblemText } from '../problems.ts';
import { useText } from '../words.ts';
import { EntryRow } from './entry-row.tsx';

type Props = {
  ref?: Ref<HTMLInputElement>;
  label: string;
  hint?: string;
  /** On the button that sends it. */
  action: string;
  /** The name it had: it is open to be changed, and closes when that is done. */
  initial?: string;
  /** Answers what is wrong with it, or null when it was taken. */
  send: (typed: string) => Promise<Problem | null>;
  /** @param byKey whether the keyboard, and not a click elsewhere, closed it */
  onClose?: (byKey: boolean) => void;
};

/**
 * The name of a reason, new or changed. Enter takes it, and so does leaving a field in which a name was changed; Escape
 * gives it up. What is wrong with it stands below, and what was typed stays.
 */
export function ReasonField({ ref, label, hint, action, initial, send, onClose }: Props) {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(initial ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const renaming = initial !== undefined;
  const unchanged = typed.trim() === (initial ?? '');

  async function submit(byKey: boolean) {
    const found = renaming && unchanged ? null : await send(typed);
    setProblem(found);
    if (found === null) {
      setTyped('');
      onClose?.(byKey);
    } else if (byKey) form.current?.querySelector('input')?.focus();
  }

  function giveUpOnEscape(event: KeyboardEvent) {
    // While an input method is composing, Escape belongs to it.
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || (!renaming && typed === '')) return;
    event.preventDefault();
    setTyped('');
    setProblem(null);
    onClose?.(true);
  }

  return (
    <form
      className="entry"
      ref={form}
      noValidate
      onKeyDown={giveUpOnEscape}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(true);
      }}
      onBlur={(event) => {
        if (renaming && !event.currentTarget.contains(event.relatedTarget)) void submit(false);
      }}
    >
      <EntryRow
        ref={ref}
        label={label}
        placeholder={hint}
        action={action}
        autoFocus={renaming}
        problem={problem && reasonProblemText(problem, t)}
        value={typed}
        onFocus={(event) => renaming && event.target.select()}
        onType={(text) => {
          setTyped(text);
          setProblem(null);
        }}
      />
    </form>
  );
}
