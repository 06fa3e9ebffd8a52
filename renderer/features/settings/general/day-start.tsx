import type { Preferences } from '../../../../shared/preferences.ts';
import { formatTimeOfDay } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import type { ChangePreferences } from '../../../use-preferences.ts';
import { useTranslation } from '../../../i18n.ts';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { Section } from '../../../ui/section.tsx';
import { Select } from '../../../ui/form/select.tsx';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** The hour at which a new day starts for Today and the time limits. */
export function DayStart({ preferences, onChange }: Props) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const isLocked = usePolicyLocks();
  return (
    <Section title={t('window.preferences.day')}>
      <Select
        label={t('window.preferences.dayStartHour')}
        hint={t('window.preferences.dayStartHourHint')}
        locked={isLocked('dayStartHour')}
        value={String(preferences.dayStartHour)}
        onChange={(hour) => onChange({ dayStartHour: Number(hour) })}
      >
        {hours.map((hour) => (
          <option key={hour} value={hour}>
            {formatTimeOfDay(new Date(2026, 0, 1, hour).getTime(), language)}
          </option>
        ))}
      </Select>
    </Section>
  );
}
