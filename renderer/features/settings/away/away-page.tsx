import type { Preferences } from '../../../../shared/preferences.ts';
import type { AppState } from '../../../../shared/state.ts';
import { useAppState } from '../../../store.ts';
import type { ChangePreferences } from '../../../use-preferences.ts';
import { useTranslation } from '../../../i18n.ts';
import { AutomationCard } from '../../automation-card.tsx';
import { AwaySettings } from './away-settings.tsx';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { Section } from '../../../ui/section.tsx';
import { Toggle } from '../../../ui/form/toggle.tsx';

/** The key of the hint on whether this desktop reports the agent's presence. */
function getPresenceHint({ lock, idle }: AppState['presenceCapabilities']) {
  if (lock === false) return 'noLock';
  if (idle === false) return 'noInput';
  return lock === null || idle === null ? 'findingOut' : 'supported';
}

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** Away tab: what Standby switches automatically when the agent leaves, and when a planned return is due. */
export function AwayPage({ preferences, onChange }: Props) {
  const t = useTranslation();
  const presenceHint = useAppState((state) => getPresenceHint(state.presenceCapabilities));
  const isLocked = usePolicyLocks();
  return (
    <>
      <AutomationCard />
      <Section title={t('window.preferences.away')} hint={t('window.preferences.awayHint')}>
        <AwaySettings preferences={preferences} onChange={onChange} />
      </Section>
      <Section title={t('window.preferences.return')}>
        <Toggle
          label={t('window.preferences.autoFreeAtReturn')}
          hint={t(`window.preferences.autoFreeAtReturnHint.${presenceHint}`)}
          locked={isLocked('autoFreeAtReturn')}
          checked={preferences.autoFreeAtReturn}
          onChange={(autoFreeAtReturn) => onChange({ autoFreeAtReturn })}
        />
      </Section>
    </>
  );
}
