import { useId, type ReactNode } from 'react';

type Props = {
  label: string;
  hint?: string | undefined;
  value: string;
  disabled?: boolean;
  onChange: (value: string) => void;
  /** Its options. */
  children: ReactNode;
};

/** One of many, as the system's own list. */
export function Select({ label, hint, value, disabled, onChange, children }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
