import { useAppState, type Away } from '../store.ts';
import { nameOf, useText } from '../words.ts';
import { Select } from './select.tsx';

type AwayChoice = { status: Away; reason: string };

type Props = {
  label: string;
  hint?: string;
  disabled?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
  /** Null is to do nothing. */
  value: AwayChoice | null;
  onChange: (choice: AwayChoice | null) => void;
};

const NOTHING = '';

/** A way of being away with its reason, or nothing. */
export function AwaySelect({ value, onChange, ...select }: Props) {
  const t = useText();
  const { reasons } = useAppState();
  const offered = (['rest', 'notReady'] as const).flatMap((status) =>
    ['', ...reasons[status]].map((reason) => ({ status, reason })),
  );
  // A reason chosen once stays on offer here, even if it is nowhere else any more.
  const known = value === null || offered.some((choice) => keyOf(choice) === keyOf(value));
  const choices = known ? offered : [...offered, value];
  return (
    <Select
      value={value === null ? NOTHING : keyOf(value)}
      onChange={(key) => onChange(choices.find((choice) => keyOf(choice) === key) ?? null)}
      {...select}
    >
      <option value={NOTHING}>{t('window.preferences.nothing')}</option>
      {choices.map((choice) => (
        <option key={keyOf(choice)} value={keyOf(choice)}>
          {nameOf(choice, t)}
        </option>
      ))}
    </Select>
  );
}

/** A choice as the value of an option, which can only be a string. */
function keyOf({ status, reason }: AwayChoice): string {
  return `${status} ${reason}`;
}
