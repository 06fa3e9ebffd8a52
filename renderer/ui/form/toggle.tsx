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

/** Labelled checkbox with hint and policy lock. */
export function Toggle({ label, hint, checked, disabled, locked = false, onChange }: Props) {
  return (
    <label className="option">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => !locked && onChange(event.target.checked)}
        {...(locked ? readOnlyControlProps : {})}
      />
      <span>{label}</span>
      <small>{hint}</small>
      {locked && <PolicyLockLabel />}
    </label>
  );
}
