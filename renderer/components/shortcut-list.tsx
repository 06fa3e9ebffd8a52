import type { ShortcutState } from '../../preload/contract/state.ts';
import { readableKeys } from '../accelerator.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';

/** Every shortcut, its keys, and whether they reach Standby. */
export function ShortcutList() {
  const { shortcuts } = useAppState();
  return (
    <ul className="shortcuts">
      {shortcuts.map((shortcut) => (
        <Shortcut key={shortcut.action} {...shortcut} />
      ))}
    </ul>
  );
}

function Shortcut({ action, accelerator, state }: ShortcutState) {
  const t = useText();
  const { platform } = useAppState();
  const keys = readableKeys(accelerator, platform);
  return (
    <li>
      <span className="shortcut-name">{t(`shortcut.${action}`)}</span>
      {accelerator !== '' && <kbd data-taken={state === 'taken'}>{keys}</kbd>}
      <span className={`shortcut-state state-${state}`}>{t(`window.shortcuts.state.${state}`)}</span>
      {state === 'taken' && <p className="hint">{t('shortcut.taken', { keys })}</p>}
      {state === 'requested' && <p className="hint">{t('window.shortcuts.requested')}</p>}
    </li>
  );
}
