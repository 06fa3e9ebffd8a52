import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { ShortcutRow } from './shortcut-row.tsx';

/** Every shortcut: its keys, whether they reach Standby, and how to change that. */
export function ShortcutList() {
  const t = useText();
  const { shortcuts } = useAppState();
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
