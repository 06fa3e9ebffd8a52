import type { Preferences } from '../../../../shared/preferences.ts';
import type { AppState } from '../../../../shared/state.ts';
import { formatTimeOfDay } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import type { ChangePreferences } from '../../../use-preferences.ts';
import { useTranslation } from '../../../i18n.ts';
import { AutomationCard } from '../../automation-card.tsx';
import { AwaySettings } from './away-settings.tsx';
import { BreakLimits } from './break-limits.tsx';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { Section } from '../../../ui/section.tsx';
import { Select } from '../../../ui/form/select.tsx';
import { Toggle } from '../../../ui/form/toggle.tsx';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** The key of the hint on whether this desktop reports the agent's presence. */
function getPresenceHint({ lock, idle }: AppState['presenceCapabilities']) {
  if (lock === false) return 'noLock';
  if (idle === false) return 'noInput';
  return lock === null || idle === null ? 'findingOut' : 'supported';
}

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** Breaks tab: planned return, automatic away statuses, break limits, start of the day. */
export function BreakSettings({ preferences, onChange }: Props) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const presenceHint = useAppState((state) => getPresenceHint(state.presenceCapabilities));
  const isLocked = usePolicyLocks();
  return (
    <>
      <AutomationCard />
      <Section title={t('window.preferences.return')}>
        <Toggle
          label={t('window.preferences.autoFreeAtReturn')}
          hint={t(`window.preferences.autoFreeAtReturnHint.${presenceHint}`)}
          locked={isLocked('autoFreeAtReturn')}
          checked={preferences.autoFreeAtReturn}
          onChange={(autoFreeAtReturn) => onChange({ autoFreeAtReturn })}
        />
      </Section>
      <Section title={t('window.preferences.away')} hint={t('window.preferences.awayHint')}>
        <AwaySettings preferences={preferences} onChange={onChange} />
      </Section>
      <Section
        title={t('window.preferences.breaks')}
        hint={t('window.preferences.breaksHint')}
        locked={isLocked('breakLimits')}
      >
        <BreakLimits
          breakLimits={preferences.breakLimits}
          locked={isLocked('breakLimits')}
          onChange={(breakLimits) => onChange({ breakLimits })}
        />
      </Section>
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
    </>
  );
}
