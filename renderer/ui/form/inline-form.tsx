import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { InputWithButton } from './input-with-button.tsx';

type Props<FormError> = {
  label: string;
  hint: string;
  /** The label of the submit button. */
  action: string;
  /** A change focuses the input again. */
  focusRequestId?: number;
  /** Returns the error of the input, or null when it was accepted. */
  send: (typed: string) => Promise<FormError | null>;
  getErrorText: (error: FormError) => string;
  /** Called when accepted or cancelled. */
  onDone: () => void;
};

/** One-line form in place. Enter submits, Escape closes; the error shows below, and the typed text stays. */
export function InlineForm<FormError>({
  label,
  hint,
  action,
  focusRequestId,
  send,
  getErrorText,
  onDone,
}: Props<FormError>) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<FormError | null>(null);

  useEffect(() => input.current?.focus(), [focusRequestId]);

  async function submit() {
    const newError = await send(typed);
    if (newError === null) {
      onDone();
      return;
    }
    setError(newError);
    input.current?.focus();
  }

  function handleEscape(event: KeyboardEvent) {
    // An input method consumes Escape while composing.
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onDone();
  }

  return (
    <form
      className="inline-form"
      noValidate
      onKeyDown={handleEscape}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <InputWithButton
        ref={input}
        label={label}
        placeholder={hint}
        action={action}
        primary
        error={error === null ? null : getErrorText(error)}
        value={typed}
        onType={(text) => {
          setTyped(text);
          setError(null);
        }}
      />
    </form>
  );
}
