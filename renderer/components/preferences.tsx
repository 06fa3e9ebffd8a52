import { useAppState } from '../store.ts';
import { timeOfDay } from '../format.ts';
import { usePreferences } from '../use-preferences.ts';
import { useText } from '../words.ts';
import { AwaySettings } from './away-settings.tsx';
import { BreakLimits } from './break-limits.tsx';
import { Section } from './section.tsx';
import { Select } from './select.tsx';
import { Toggle } from './toggle.tsx';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** What the agent can set besides the account. Each change applies at once. */
export function Preferences() {
  const t = useText();
  const { language } = useAppState();
  const { preferences, change, trouble } = usePreferences();
  return (
    <>
      {trouble !== null && (
        <p className="problem" role="alert">
          {t('window.preferences.notSaved', { message: trouble })}
        </p>
      )}
      <Section title={t('window.preferences.return')}>
        <Toggle
          label={t('window.preferences.freeWhenDue')}
          hint={t('window.preferences.freeWhenDueHint')}
          checked={preferences.freeWhenDue}
          onChange={(freeWhenDue) => change({ freeWhenDue })}
        />
      </Section>
      <Section title={t('window.preferences.breaks')} hint={t('window.preferences.breaksHint')}>
        <BreakLimits budgets={preferences.budgets} onChange={(budgets) => change({ budgets })} />
      </Section>
      <Section title={t('window.preferences.day')}>
        <Select
          label={t('window.preferences.dayStartsAt')}
          hint={t('window.preferences.dayStartsAtHint')}
          value={String(preferences.dayStartsAt)}
          onChange={(hour) => change({ dayStartsAt: Number(hour) })}
        >
          {hours.map((hour) => (
            <option key={hour} value={hour}>
              {timeOfDay(new Date(2026, 0, 1, hour).getTime(), language)}
            </option>
          ))}
        </Select>
      </Section>
      <Section title={t('window.preferences.away')} hint={t('window.preferences.awayHint')}>
        <AwaySettings preferences={preferences} onChange={change} />
      </Section>
      <Section title={t('window.preferences.notifications')}>
        <Toggle
          label={t('window.preferences.quiet')}
          hint={t('window.preferences.quietHint')}
          checked={preferences.quiet}
          onChange={(quiet) => change({ quiet })}
        />
      </Section>
    </>
  );
}
