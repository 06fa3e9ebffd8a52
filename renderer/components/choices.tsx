import { describedBy } from '../describe.ts';
import { useId } from 'react';
import { ProblemText } from './field.tsx';
import { lockedControl, LockMark, useLocks } from './lock.tsx';

type Props<Value extends string> = {
  legend: string;
  /** The policy's name for the setting, where it is one: then it shows by itself whether it is locked. */
  name: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  value: Value;
  /** What is wrong with the choice. */
  problem?: string | undefined;
  onChange: (value: Value) => void;
};

/** One of a few, as radio buttons. With hints the options stand below each other, without them side by side. */
export function Choices<Value extends string>({
  legend,
  name,
  options,
  value,
  problem,
  onChange,
}: Props<Value>) {
  const id = useId();
  const locked = useLocks()(name);
  const explained = options.some(({ hint }) => hint !== undefined);
  return (
    <fieldset
      className={explained ? 'choices' : 'choices side-by-side'}
      role="radiogroup"
      aria-invalid={problem !== undefined}
      aria-describedby={describedBy(problem !== undefined && `${id}-problem`, locked && `${id}-lock`)}
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
              onChange={() => !locked && onChange(option.value)}
              {...(locked ? lockedControl : {})}
            />
            <span>{option.label}</span>
            {option.hint !== undefined && <small>{option.hint}</small>}
          </label>
        ))}
      </div>
      {problem !== undefined && <ProblemText id={`${id}-problem`}>{problem}</ProblemText>}
      {locked && <LockMark id={`${id}-lock`} />}
    </fieldset>
  );
}
