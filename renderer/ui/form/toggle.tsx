import { readOnlyControlProps, PolicyLockLabel } from '../policy-lock.tsx';

type Props = {
  label: string;
  hint: string;
  checked: boolean;
  disabled?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
  onChange: (checked: boolean) => void;
};

/** Labelled switch with hint and policy lock. It applies at once. */
export function Toggle({ label, hint, checked, disabled, locked = false, onChange }: Props) {
  return (
    <label className="toggle">
      <span>{label}</span>
      <small>{hint}</small>
      {locked && <PolicyLockLabel />}
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => !locked && onChange(event.target.checked)}
        {...(locked ? readOnlyControlProps : {})}
      />
    </label>
  );
}
