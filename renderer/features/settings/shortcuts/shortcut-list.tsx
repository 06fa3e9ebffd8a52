import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { ChoiceShortcuts } from './choice-shortcuts.tsx';
import { ShortcutRow } from './shortcut-row.tsx';

/** Shortcuts tab: all shortcuts with their keys and registration states, and those for a reason. */
export function ShortcutList() {
  const t = useTranslation();
  const shortcuts = useAppState((state) => state.shortcuts);
  return (
    <>
      {shortcuts.some(({ state }) => state === 'active') && (
        <p className="hint">{t('window.shortcuts.hint')}</p>
      )}
      {shortcuts.some(({ locked }) => !locked) && <p className="hint">{t('window.shortcuts.howTo')}</p>}
      <ul className="shortcuts">
        {shortcuts.map((shortcut) => (
          <ShortcutRow
            key={shortcut.action}
            id={shortcut.action}
            name={t(`shortcut.${shortcut.action}`)}
            shortcut={shortcut}
          />
        ))}
      </ul>
      <ChoiceShortcuts />
    </>
  );
}
