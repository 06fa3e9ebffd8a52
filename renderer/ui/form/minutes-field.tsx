import { useId, useState, type KeyboardEvent } from 'react';
import { ErrorText } from './field.tsx';
import { readOnlyFieldProps } from '../policy-lock.tsx';

const MAX_MINUTES = 24 * 60;

type Props = {
  /** The visible label. */
  label: string;
  /** The accessible name, where the label alone is ambiguous. */
  fullName?: string;
  error: string;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
} & (
  | { optional: true; value: number | null; onChange: (minutes: number | null) => void }
  | { optional?: false; value: number; onChange: (minutes: number) => void }
);

/**
 * Input of minutes, committed by Enter or blur: a partial number sent while typing could be a limit already exceeded.
 * Invalid input stays, with the error below it; Escape restores the old value.
 */
export function MinutesField(props: Props) {
  const { label, fullName, error, disabled, autoFocus, locked = false } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [isInvalid, setIsInvalid] = useState(false);

  function commit() {
    if (typed === null) return;
    const text = typed.normalize('NFKC').trim();
    const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    const isValid = minutes >= 1 && minutes <= MAX_MINUTES;
    if (isValid && minutes !== props.value) props.onChange(minutes);
    const isCleared = text === '' && props.optional === true;
    if (isCleared && props.value !== null) props.onChange(null);
    setIsInvalid(!isValid && !isCleared);
    if (isValid || isCleared) setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape' || typed === null) return;
    event.preventDefault();
    setTyped(null);
    setIsInvalid(false);
  }

  return (
    <div className="minutes">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? props.value ?? ''}
        disabled={disabled}
        autoFocus={autoFocus}
        aria-label={fullName}
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? `${id}-error` : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          setIsInvalid(false);
        }}
        onBlur={commit}
        onKeyDown={onKeyDown}
        {...(locked ? readOnlyFieldProps : {})}
      />
      {isInvalid && <ErrorText id={`${id}-error`}>{error}</ErrorText>}
    </div>
  );
}
