import { useId, type ReactNode } from 'react';
import { describedBy } from '../aria.ts';
import { Icon } from '../icon.tsx';
import { readOnlyControlProps, PolicyLockLabel } from '../policy-lock.tsx';

type Props = {
  label: string;
  hint?: string | undefined;
  value: string;
  disabled?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
  onChange: (value: string) => void;
  /** The <option> elements. */
  children: ReactNode;
};

/** Labelled native <select> with hint, and an arrow or the policy lock at its end. */
export function Select({ label, hint, value, disabled, locked = false, onChange, children }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="select">
        <select
          id={id}
          value={value}
          disabled={disabled}
          aria-describedby={describedBy(locked && `${id}-lock`, hint !== undefined && `${id}-hint`)}
          onChange={(event) => !locked && onChange(event.target.value)}
          {...(locked ? readOnlyControlProps : {})}
        >
          {children}
        </select>
        {locked ? <PolicyLockLabel id={`${id}-lock`} /> : <Icon name="down" size={16} />}
      </div>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
