import type { BreakLimit } from '../../../../shared/preferences.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';
import { MinutesField } from '../../../ui/form/minutes-field.tsx';
import { PolicyLockLabel } from '../../../ui/policy-lock.tsx';

type Props = {
  limit: BreakLimit;
  locked: boolean;
  /** Focus the first field, because the agent has just added it. */
  autoFocus?: boolean;
  onChange: (limit: BreakLimit) => void;
};

/** The time limits of a reason: minutes each time, and per day. */
export function ReasonLimit({ limit, locked, autoFocus = false, onChange }: Props) {
  const t = useTranslation();
  const choice = statusLabel(limit, t);
  return (
    <div className="reason-limit">
      {(['breakMinutes', 'dayMinutes'] as const).map((name) => (
        <MinutesField
          key={name}
          optional
          autoFocus={autoFocus && name === 'breakMinutes'}
          label={t(`window.preferences.${name}`)}
          fullName={t(`window.preferences.${name}Of`, { choice })}
          error={t('window.preferences.limitInvalid')}
          locked={locked}
          value={limit[name]}
          onChange={(minutes) => onChange({ ...limit, [name]: minutes })}
        />
      ))}
      {locked && <PolicyLockLabel />}
    </div>
  );
}
