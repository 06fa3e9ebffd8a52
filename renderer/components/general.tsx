import { useState } from 'react';
import type { Preferences } from '../../preload/contract/preferences.ts';
import { bridge } from '../bridge.ts';
import { spanInWords } from '../format.ts';
import { useAppState } from '../store.ts';
import type { ChangePreferences } from '../use-preferences.ts';
import { isolate, useText } from '../words.ts';
import { Choices } from './choices.tsx';
import { useLocks } from './lock.tsx';
import { Section } from './section.tsx';
import { Select } from './select.tsx';
import { Toggle } from './toggle.tsx';

/** From the quickest that the contract allows to the slowest. */
const readingSteps = [30, 60, 120, 300, 600, 900];

const themes = ['system', 'light', 'dark'] as const;

type Props = { preferences: Preferences; onChange: ChangePreferences };

/** How Standby looks and behaves as a program. */
export function General({ preferences, onChange }: Props) {
  const t = useText();
  const { language, languages } = useAppState();
  const locked = useLocks();
  const { readingSeconds } = preferences;
  const steps = [...new Set([...readingSteps, readingSeconds])].sort((one, other) => one - other);
  return (
    <>
      <Section title={t('window.general.appearance')}>
        <Select
          label={t('window.general.language')}
          locked={locked('language')}
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
      <Section title={t('window.preferences.notifications')}>
        <Toggle
          label={t('window.preferences.quiet')}
          hint={t('window.preferences.quietHint')}
          locked={locked('quiet')}
          checked={preferences.quiet}
          onChange={(quiet) => onChange({ quiet })}
        />
      </Section>
      <Section title={t('window.general.reading')}>
        <Select
          label={t('window.general.readingSeconds')}
          hint={t('window.general.readingHint')}
          locked={locked('readingSeconds')}
          value={String(readingSeconds)}
          onChange={(seconds) => onChange({ readingSeconds: Number(seconds) })}
        >
          {steps.map((seconds) => (
            <option key={seconds} value={seconds}>
              {spanInWords(seconds, language)}
            </option>
          ))}
        </Select>
      </Section>
    </>
  );
}

/** The system keeps this one, so it may refuse, and says why. */
function StartAtLogin() {
  const t = useText();
  const { startAtLogin } = useAppState();
  const locked = useLocks()('startAtLogin');
  const [pending, setPending] = useState<boolean | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const cannotTell = startAtLogin === null;

  async function set(next: boolean) {
    setPending(next);
    const answer = await bridge.setStartAtLogin(next);
    // The state tells how it is from here on.
    setPending(null);
    setTrouble(answer?.message ?? null);
  }

  return (
    <>
      <Toggle
        label={t('window.general.startAtLogin')}
        hint={cannotTell ? t('window.general.startCannotTell') : t('window.general.startAtLoginHint')}
        disabled={cannotTell}
        locked={locked}
        checked={pending ?? startAtLogin ?? false}
        onChange={(next) => void set(next)}
      />
      {trouble !== null && (
        <p className="problem" role="alert">
          {t('window.general.startNotChanged', { message: isolate(trouble) })}
        </p>
      )}
    </>
  );
}
