import type { Preferences } from '../../../../shared/preferences.ts';
import { useAppState } from '../../../store.ts';
import type { ChangePreferences } from '../../../use-preferences.ts';
import { useTranslation } from '../../../i18n.ts';
import { AwaySelect } from './away-select.tsx';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { MinutesField } from '../../../ui/form/minutes-field.tsx';

/** Default idle time; longer than reading a long text without input. */
const DEFAULT_IDLE_MINUTES = 10;

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** Selects of the status to set on lock, sleep, idle and quit. An event that this desktop does not report is disabled. */
export function AwaySettings({ preferences, onChange }: Props) {
  const t = useTranslation();
  const presenceCapabilities = useAppState((state) => state.presenceCapabilities);
  const isWindows = useAppState((state) => state.platform === 'win32');
  const isLocked = usePolicyLocks();
  const { onIdle } = preferences;
  function unsupportedProps(capability: keyof typeof presenceCapabilities) {
    if (presenceCapabilities[capability] === null) return { hint: t('window.preferences.findingOut') };
    return presenceCapabilities[capability]
      ? {}
      : { disabled: true, hint: t(`window.preferences.cannotTell.${capability}`) };
  }
  return (
    <>
      <AwaySelect
        label={t('window.preferences.onLock')}
        locked={isLocked('onLock')}
        value={preferences.onLock}
        onChange={(onLock) => onChange({ onLock })}
        {...unsupportedProps('lock')}
      />
      <AwaySelect
        label={t('window.preferences.onSleep')}
        locked={isLocked('onSleep')}
        value={preferences.onSleep}
        onChange={(onSleep) => onChange({ onSleep })}
        {...unsupportedProps('sleep')}
      />
      <AwaySelect
        label={t('window.preferences.onIdle')}
        locked={isLocked('onIdle')}
        value={onIdle?.choice ?? null}
        onChange={(choice) =>
          onChange({ onIdle: choice && { minutes: onIdle?.minutes ?? DEFAULT_IDLE_MINUTES, choice } })
        }
        {...unsupportedProps('idle')}
      />
      {onIdle !== null && (
        <MinutesField
          label={t('window.preferences.idleMinutes')}
          error={t('window.preferences.minutesInvalid')}
          disabled={presenceCapabilities.idle === false}
          locked={isLocked('onIdle')}
          value={onIdle.minutes}
          onChange={(minutes) => onChange({ onIdle: { ...onIdle, minutes } })}
        />
      )}
      <AwaySelect
        label={t('window.preferences.onQuit')}
        locked={isLocked('onQuit')}
        hint={t(isWindows ? 'window.preferences.onQuitHintWindows' : 'window.preferences.onQuitHint')}
        value={preferences.onQuit}
        onChange={(onQuit) => onChange({ onQuit })}
      />
    </>
  );
}
