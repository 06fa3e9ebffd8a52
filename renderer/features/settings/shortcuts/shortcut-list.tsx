import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { ShortcutRow } from './shortcut-row.tsx';

/** Shortcuts tab: all shortcuts with their keys and registration states. */
export function ShortcutList() {
  const t = useTranslation();
  const shortcuts = useAppState((state) => state.shortcuts);
  return (
    <>
      {shortcuts.some(({ state }) => state === 'active') && (
        <p className="hint">{t('window.shortcuts.hint')}</p>
      )}
      <ul className="shortcuts">
        {shortcuts.map((shortcut) => (
          <ShortcutRow key={shortcut.action} shortcut={shortcut} />
        ))}
      </ul>
    </>
  );
}
