import { describedBy } from '../aria.ts';
import { useId } from 'react';
import { ErrorText } from './field.tsx';
import { readOnlyControlProps, PolicyLockLabel, usePolicyLocks } from '../policy-lock.tsx';

type Props<Value extends string> = {
  legend: string;
  /** The name of the group; where it is a managed setting, its policy lock is shown. */
  name: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  value: Value;
  /** The error of the choice. */
  error?: string | undefined;
  onChange: (value: Value) => void;
};

/** Radio group. Options with hints are stacked, options without are side by side. */
export function Choices<Value extends string>({
  legend,
  name,
  options,
  value,
  error,
  onChange,
}: Props<Value>) {
  const id = useId();
  const isLocked = usePolicyLocks()(name);
  const hasHints = options.some(({ hint }) => hint !== undefined);
  return (
    <fieldset
      className={hasHints ? 'choices' : 'choices side-by-side'}
      role="radiogroup"
      aria-invalid={error !== undefined}
      aria-describedby={describedBy(error !== undefined && `${id}-error`, isLocked && `${id}-lock`)}
    >
      <legend>{legend}</legend>
      <div className="choices-options">
        {options.map((option) => (
          <label key={option.value} className="option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => !isLocked && onChange(option.value)}
              {...(isLocked ? readOnlyControlProps : {})}
            />
            <span>{option.label}</span>
            {option.hint !== undefined && <small>{option.hint}</small>}
          </label>
        ))}
      </div>
      {error !== undefined && <ErrorText id={`${id}-error`}>{error}</ErrorText>}
      {isLocked && <PolicyLockLabel id={`${id}-lock`} />}
    </fieldset>
  );
}
