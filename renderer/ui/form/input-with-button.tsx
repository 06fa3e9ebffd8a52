import { useId, type ComponentProps } from 'react';
import { MAX_LENGTH } from '../../../shared/lengths.ts';
import { ErrorText } from './field.tsx';

type Props = {
  label: string;
  /** The label of the submit button. */
  action: string;
  /** Style the button as primary. */
  primary?: boolean;
  /** The error of the input. */
  error: string | null;
  value: string;
  onType: (typed: string) => void;
} & Pick<ComponentProps<'input'>, 'ref' | 'placeholder' | 'autoFocus' | 'onFocus'>;

/** Text input with a submit button, and its error below. */
export function InputWithButton({ label, action, primary = false, error, onType, ...input }: Props) {
  const errorId = useId();
  return (
    <>
      <div className="inline-form-row">
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          maxLength={MAX_LENGTH.reason}
          aria-label={label}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : errorId}
          onChange={(event) => onType(event.target.value)}
          {...input}
        />
        <button type="submit" className={primary ? 'button primary' : 'button'}>
          {action}
        </button>
      </div>
      {error !== null && <ErrorText id={errorId}>{error}</ErrorText>}
    </>
  );
}
