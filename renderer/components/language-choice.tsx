import { useAppState } from '../store.ts';
import { usePreferences } from '../use-preferences.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';
import { lockedControl, useLocks } from './lock.tsx';

/** The language, for somebody who has seen nothing else of the app yet: each by its own name, and a sign before it. */
export function LanguageChoice() {
  const t = useText();
  const { languages } = useAppState();
  const locked = useLocks()('language');
  const { preferences, change } = usePreferences();
  return (
    <div className="language-choice">
      <Icon name="globe" size={16} />
      <select
        aria-label={t('window.welcome.language')}
        value={preferences.language}
        onChange={(event) => !locked && change({ language: event.target.value })}
        {...(locked ? lockedControl : {})}
      >
        <option value="system">{t('window.welcome.languageOfSystem')}</option>
        {languages.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="down" size={14} />
    </div>
  );
}
