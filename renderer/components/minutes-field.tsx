import { useId, useState, type KeyboardEvent } from 'react';
import { ProblemText } from './field.tsx';
import { lockedField } from './lock.tsx';

const MOST_MINUTES = 24 * 60;

type Props = {
  /** What is written beside it. */
  label: string;
  /** What it is called where the label alone would not tell. */
  fullName?: string;
  problem: string;
  disabled?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
} & (
  | { optional: true; value: number | null; onChange: (minutes: number | null) => void }
  | { optional?: false; value: number; onChange: (minutes: number) => void }
);

/**
 * A number of minutes, taken with Enter or on leaving the field: half a number, sent while it is being typed, would be a
 * limit already broken. What cannot be one stays as typed, with what is wrong below it; Escape brings the old one back.
 */
export function MinutesField(props: Props) {
  const { label, fullName, problem, disabled, locked = false } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);

  function take() {
    if (typed === null) return;
    const text = typed.normalize('NFKC').trim();
    const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    const valid = minutes >= 1 && minutes <= MOST_MINUTES;
    if (valid && minutes !== props.value) props.onChange(minutes);
    const emptied = text === '' && props.optional === true;
    if (emptied && props.value !== null) props.onChange(null);
    setWrong(!valid && !emptied);
    if (valid || emptied) setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') take();
    if (event.key !== 'Escape' || typed === null) return;
    event.preventDefault();
    setTyped(null);
    setWrong(false);
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
        aria-label={fullName}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-problem` : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          setWrong(false);
        }}
        onBlur={take}
        onKeyDown={onKeyDown}
        {...(locked ? lockedField : {})}
      />
      {wrong && <ProblemText id={`${id}-problem`}>{problem}</ProblemText>}
    </div>
  );
}
