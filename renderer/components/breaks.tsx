import type { Preferences } from '../../preload/contract/preferences.ts';
import { timeOfDay } from '../format.ts';
import { useAppState } from '../store.ts';
import type { ChangePreferences } from '../use-preferences.ts';
import { useText } from '../words.ts';
import { AutomationCard } from './automation-card.tsx';
import { AwaySettings } from './away-settings.tsx';
import { BreakLimits } from './break-limits.tsx';
import { useLocks } from './lock.tsx';
import { Section } from './section.tsx';
import { Select } from './select.tsx';
import { Toggle } from './toggle.tsx';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** What keeps Standby here from proving that somebody is there; or nothing. */
function proofOf({ lock, idle }: ReturnType<typeof useAppState>['senses']) {
  if (lock === false) return 'noLock';
  if (idle === false) return 'noInput';
  return lock === null || idle === null ? 'findingOut' : 'told';
}

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** How long to be away, what happens at the end of it, and what makes it begin by itself. */
export function Breaks({ preferences, onChange }: Props) {
  const t = useText();
  const { language, senses } = useAppState();
  const locked = useLocks();
  return (
    <>
      <AutomationCard />
      <Section title={t('window.preferences.return')}>
        <Toggle
          label={t('window.preferences.freeWhenDue')}
          hint={t(`window.preferences.freeWhenDueHint.${proofOf(senses)}`)}
          locked={locked('freeWhenDue')}
          checked={preferences.freeWhenDue}
          onChange={(freeWhenDue) => onChange({ freeWhenDue })}
        />
      </Section>
      <Section title={t('window.preferences.away')} hint={t('window.preferences.awayHint')}>
        <AwaySettings preferences={preferences} onChange={onChange} />
      </Section>
      <Section
        title={t('window.preferences.breaks')}
        hint={t('window.preferences.breaksHint')}
        locked={locked('budgets')}
      >
        <BreakLimits
          budgets={preferences.budgets}
          locked={locked('budgets')}
          onChange={(budgets) => onChange({ budgets })}
        />
      </Section>
      <Section title={t('window.preferences.day')}>
        <Select
          label={t('window.preferences.dayStartsAt')}
          hint={t('window.preferences.dayStartsAtHint')}
          locked={locked('dayStartsAt')}
          value={String(preferences.dayStartsAt)}
          onChange={(hour) => onChange({ dayStartsAt: Number(hour) })}
        >
          {hours.map((hour) => (
            <option key={hour} value={hour}>
              {timeOfDay(new Date(2026, 0, 1, hour).getTime(), language)}
            </option>
          ))}
        </Select>
      </Section>
    </>
  );
}
