import type { Preferences } from '../../preload/contract/preferences.ts';
import { useAppState } from '../store.ts';
import type { ChangePreferences } from '../use-preferences.ts';
import { useText } from '../words.ts';
import { AwaySelect } from './away-select.tsx';
import { useLocks } from './lock.tsx';
import { MinutesField } from './minutes-field.tsx';

/** Until the agent says otherwise; long enough that reading a long text is not being away. */
const FIRST_IDLE_MINUTES = 10;

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** What to set when the agent leaves the screen. What this desktop cannot tell is said, and cannot be chosen. */
export function AwaySettings({ preferences, onChange }: Props) {
  const t = useText();
  const { senses } = useAppState();
  const locked = useLocks();
  const { whenIdle } = preferences;
  function blind(sense: keyof typeof senses) {
    if (senses[sense] === null) return { hint: t('window.preferences.findingOut') };
    return senses[sense] ? {} : { disabled: true, hint: t(`window.preferences.cannotTell.${sense}`) };
  }
  return (
    <>
      <AwaySelect
        label={t('window.preferences.whenLocked')}
        locked={locked('whenLocked')}
        value={preferences.whenLocked}
        onChange={(whenLocked) => onChange({ whenLocked })}
        {...blind('lock')}
      />
      <AwaySelect
        label={t('window.preferences.whenAsleep')}
        locked={locked('whenAsleep')}
        value={preferences.whenAsleep}
        onChange={(whenAsleep) => onChange({ whenAsleep })}
        {...blind('sleep')}
      />
      <AwaySelect
        label={t('window.preferences.whenIdle')}
        locked={locked('whenIdle')}
        value={whenIdle?.choice ?? null}
        onChange={(choice) =>
          onChange({ whenIdle: choice && { minutes: whenIdle?.minutes ?? FIRST_IDLE_MINUTES, choice } })
        }
        {...blind('idle')}
      />
      {whenIdle !== null && (
        <MinutesField
          label={t('window.preferences.idleMinutes')}
          problem={t('window.preferences.minutesInvalid')}
          disabled={senses.idle === false}
          locked={locked('whenIdle')}
          value={whenIdle.minutes}
          onChange={(minutes) => onChange({ whenIdle: { ...whenIdle, minutes } })}
        />
      )}
      <AwaySelect
        label={t('window.preferences.whenQuitting')}
        locked={locked('whenQuitting')}
        hint={t('window.preferences.whenQuittingHint')}
        value={preferences.whenQuitting}
        onChange={(whenQuitting) => onChange({ whenQuitting })}
      />
    </>
  );
}
