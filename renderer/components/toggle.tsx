import { lockedControl, LockMark } from './lock.tsx';

type Props = {
  label: string;
  hint: string;
  checked: boolean;
  disabled?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
  onChange: (checked: boolean) => void;
};

/** On or off, and what that means. */
export function Toggle({ label, hint, checked, disabled, locked = false, onChange }: Props) {
  return (
    <label className="option">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => !locked && onChange(event.target.checked)}
        {...(locked ? lockedControl : {})}
      />
      <span>{label}</span>
      <small>{hint}</small>
      {locked && <LockMark />}
    </label>
  );
}
