import { useAppState, type AwayStatus } from '../../../store.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';
import { Select } from '../../../ui/form/select.tsx';

type AwayChoice = { status: AwayStatus; reason: string };

type Props = {
  label: string;
  hint?: string;
  disabled?: boolean;
  /** Set by the company's policy. */
  locked?: boolean;
  /** Null is no action. */
  value: AwayChoice | null;
  onChange: (choice: AwayChoice | null) => void;
};

const NO_CHOICE = '';

/** Select of an away status with its reason, or no action. */
export function AwaySelect({ value, onChange, ...select }: Props) {
  const t = useTranslation();
  const reasons = useAppState((state) => state.reasons);
  const awayStatuses = (['rest', 'notReady'] as const).flatMap((status) =>
    ['', ...reasons[status]].map((reason) => ({ status, reason })),
  );
  // A selected reason stays available after it was removed from the list of reasons.
  const known =
    value === null || awayStatuses.some((choice) => toOptionValue(choice) === toOptionValue(value));
  const choices = known ? awayStatuses : [...awayStatuses, value];
  return (
    <Select
      value={value === null ? NO_CHOICE : toOptionValue(value)}
      onChange={(key) => onChange(choices.find((choice) => toOptionValue(choice) === key) ?? null)}
      {...select}
    >
      <option value={NO_CHOICE}>{t('window.preferences.nothing')}</option>
      {choices.map((choice) => (
        <option key={toOptionValue(choice)} value={toOptionValue(choice)}>
          {statusLabel(choice, t)}
        </option>
      ))}
    </Select>
  );
}

/** The value of an option, which has to be a string. */
function toOptionValue({ status, reason }: AwayChoice): string {
  return `${status} ${reason}`;
}
