import { useRef, useState, type KeyboardEvent, type Ref } from 'react';
import type { ValidationError } from '../../../../shared/ipc/forms.ts';
import { reasonErrorText } from '../../../validation-messages.ts';
import { useTranslation } from '../../../i18n.ts';
import { InputWithButton } from '../../../ui/form/input-with-button.tsx';

type Props = {
  ref?: Ref<HTMLInputElement>;
  label: string;
  hint?: string;
  /** The label of the submit button. */
  action: string;
  /** The current name when renaming; the field closes after the rename. */
  initial?: string;
  /** Returns the validation error, or null when it was accepted. */
  send: (typed: string) => Promise<ValidationError | null>;
  /** @param byKeyboard whether it was closed by the keyboard instead of a click elsewhere */
  onClose?: (byKeyboard: boolean) => void;
};

/**
 * Input for a new reason or a rename. Enter submits, and so does blur of a rename; Escape cancels. The validation error shows
 * below, and the typed text stays.
 */
export function ReasonField({ ref, label, hint, action, initial, send, onClose }: Props) {
  const t = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(initial ?? '');
  const [error, setError] = useState<ValidationError | null>(null);
  const isRenaming = initial !== undefined;
  const isUnchanged = typed.trim() === (initial ?? '');

  async function submit(byKeyboard: boolean) {
    const newError = isRenaming && isUnchanged ? null : await send(typed);
    setError(newError);
    if (newError === null) {
      setTyped('');
      onClose?.(byKeyboard);
    } else if (byKeyboard) form.current?.querySelector('input')?.focus();
  }

  function handleEscape(event: KeyboardEvent) {
    // An input method consumes Escape while composing.
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || (!isRenaming && typed === '')) return;
    event.preventDefault();
    setTyped('');
    setError(null);
    onClose?.(true);
  }

  return (
    <form
      className="inline-form"
      ref={form}
      noValidate
      onKeyDown={handleEscape}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(true);
      }}
      onBlur={(event) => {
        if (isRenaming && !event.currentTarget.contains(event.relatedTarget)) void submit(false);
      }}
    >
      <InputWithButton
        ref={ref}
        label={label}
        placeholder={hint}
        action={action}
        autoFocus={isRenaming}
        error={error && reasonErrorText(error, t)}
        value={typed}
        onFocus={(event) => isRenaming && event.target.select()}
        onType={(text) => {
          setTyped(text);
          setError(null);
        }}
      />
    </form>
  );
}
