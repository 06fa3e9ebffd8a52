import { useState } from 'react';
import type { Preferences } from '../../../../shared/preferences.ts';
import { api } from '../../../api.ts';
import { formatLongDuration } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import type { ChangePreferences } from '../../../use-preferences.ts';
import { bidiIsolate, useTranslation } from '../../../i18n.ts';
import { Programs } from './programs.tsx';
import { DayStart } from './day-start.tsx';
import { Choices } from '../../../ui/form/choices.tsx';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { Section } from '../../../ui/section.tsx';
import { Select } from '../../../ui/form/select.tsx';
import { Toggle } from '../../../ui/form/toggle.tsx';

/** From the minimum to the maximum of the preferences schema, in seconds. */
const POLL_INTERVALS = [30, 60, 120, 300, 600, 900];

const themes = ['system', 'light', 'dark'] as const;

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** General tab: language, theme, start at login, notifications, start of the day, polling, programs. */
export function GeneralSettings({ preferences, onChange }: Props) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const languages = useAppState((state) => state.languages);
  const isLocked = usePolicyLocks();
  const { pollIntervalSeconds } = preferences;
  const pollIntervals = [...new Set([...POLL_INTERVALS, pollIntervalSeconds])].sort(
    (one, other) => one - other,
  );
  return (
    <>
      <Section title={t('window.general.appearance')}>
        <Select
          label={t('window.general.language')}
          locked={isLocked('language')}
          value={preferences.language}
          onChange={(tag) => onChange({ language: tag })}
        >
          <option value="system">{t('window.general.languageOfSystem')}</option>
          {languages.map(({ tag, name }) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </Select>
        <Choices
          legend={t('window.general.theme')}
          name="theme"
          options={themes.map((value) => ({ value, label: t(`window.general.themes.${value}`) }))}
          value={preferences.theme}
          onChange={(theme) => onChange({ theme })}
        />
      </Section>
      <Section title={t('window.general.start')}>
        <StartAtLogin />
      </Section>
      <Section title={t('window.preferences.window')}>
        <Toggle
          label={t('window.preferences.closeAfterSwitch')}
          hint={t('window.preferences.closeAfterSwitchHint')}
          locked={isLocked('closeAfterSwitch')}
          checked={preferences.closeAfterSwitch}
          onChange={(closeAfterSwitch) => onChange({ closeAfterSwitch })}
        />
      </Section>
      <Section title={t('window.preferences.notifications')}>
        <Toggle
          label={t('window.preferences.notifyEverySwitch')}
          hint={t('window.preferences.notifyEverySwitchHint')}
          locked={isLocked('reduceNotifications')}
          checked={!preferences.reduceNotifications}
          onChange={(everySwitch) => onChange({ reduceNotifications: !everySwitch })}
        />
      </Section>
      <HiddenHints />
      <DayStart preferences={preferences} onChange={onChange} />
      <Section title={t('window.general.polling')}>
        <Select
          label={t('window.general.pollIntervalSeconds')}
          hint={t('window.general.pollIntervalHint')}
          locked={isLocked('pollIntervalSeconds')}
          value={String(pollIntervalSeconds)}
          onChange={(seconds) => onChange({ pollIntervalSeconds: Number(seconds) })}
        >
          {pollIntervals.map((seconds) => (
            <option key={seconds} value={seconds}>
              {formatLongDuration(seconds, language)}
            </option>
          ))}
        </Select>
      </Section>
      <Programs />
    </>
  );
}

/** Shows the hidden hints of the main view again; nothing while none is hidden. */
function HiddenHints() {
  const t = useTranslation();
  const isAnyHidden = useAppState(({ hiddenHints }) => hiddenHints.length > 0);
  return (
    isAnyHidden && (
      <Section title={t('window.preferences.hints')}>
        <button type="button" className="button" onClick={() => void api.app.showHints()}>
          {t('window.preferences.showHints')}
        </button>
      </Section>
    )
  );
}

/** Start at login, which is stored by the system; the system may refuse a change. */
function StartAtLogin() {
  const t = useTranslation();
  const startAtLogin = useAppState((state) => state.startAtLogin);
  const isLocked = usePolicyLocks()('startAtLogin');
  const [pending, setPending] = useState<boolean | null>(null);
  const [saveError, setSaveError] = useState<string | null>(null);
  const isUnknown = startAtLogin === null;

  async function set(next: boolean) {
    setPending(next);
    const answer = await api.settings.setStartAtLogin(next);
    // From here on the state has the current value.
    setPending(null);
    setSaveError(answer?.message ?? null);
  }

  return (
    <>
      <Toggle
        label={t('window.general.startAtLogin')}
        hint={isUnknown ? t('window.general.startCannotTell') : t('window.general.startAtLoginHint')}
        disabled={isUnknown}
        locked={isLocked}
        checked={pending ?? startAtLogin ?? false}
        onChange={(next) => void set(next)}
      />
      {saveError !== null && (
        <p className="field-error" role="alert">
          {t('window.general.startNotChanged', { message: bidiIsolate(saveError) })}
        </p>
      )}
    </>
  );
}
