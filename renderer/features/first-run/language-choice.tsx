import { useAppState } from '../../store.ts';
import { usePreferences } from '../../use-preferences.ts';
import { useTranslation } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { readOnlyControlProps, usePolicyLocks } from '../../ui/policy-lock.tsx';

/** Language select of the first run, with native names and a globe icon. */
export function LanguageChoice() {
  const t = useTranslation();
  const languages = useAppState((state) => state.languages);
  const isLocked = usePolicyLocks()('language');
  const { preferences, change } = usePreferences();
  return (
    <div className="language-choice">
      <Icon name="globe" size={16} />
      <select
        aria-label={t('window.welcome.language')}
        value={preferences.language}
        onChange={(event) => !isLocked && change({ language: event.target.value })}
        {...(isLocked ? readOnlyControlProps : {})}
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
