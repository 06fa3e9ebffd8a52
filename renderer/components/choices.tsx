type Props<Value extends string> = {
  legend: string;
  name: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few, as radio buttons. With hints the options stand below each other, without them side by side. */
export function Choices<Value extends string>({ legend, name, options, value, onChange }: Props<Value>) {
  const explained = options.some(({ hint }) => hint !== undefined);
  return (
    <fieldset className={explained ? 'choices' : 'choices side-by-side'}>
      <legend>{legend}</legend>
      <div className="choices-options">
        {options.map((option) => (
          <label key={option.value} className="option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
            {option.hint !== undefined && <small>{option.hint}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
