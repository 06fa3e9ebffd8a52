type Props = { label: string; hint: string; checked: boolean; onChange: (checked: boolean) => void };

/** On or off, and what that means. */
export function Toggle({ label, hint, checked, onChange }: Props) {
  return (
    <label className="option">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
      <small>{hint}</small>
    </label>
  );
}
