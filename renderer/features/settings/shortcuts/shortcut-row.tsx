import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { ShortcutId } from '../../../../shared/domain.ts';
import type { ShortcutState } from '../../../../shared/state.ts';
import { readableKeys } from './accelerator.ts';
import { getShortcutWarning } from './shortcut-warning.ts';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';
import { PolicyLockLabel } from '../../../ui/policy-lock.tsx';
import { ShortcutRecorder } from './shortcut-recorder.tsx';
import { ShortcutResultText, type ChangeResult } from './shortcut-result.tsx';
import { ShortcutTest } from './shortcut-test.tsx';

type Props = {
  id: ShortcutId;
  name: string;
  shortcut: Pick<ShortcutState, 'accelerator' | 'state' | 'locked'>;
  /** Whether the row was just added: then its keys are recorded at once. */
  isNew?: boolean;
  /** Removes the shortcut; one of an action can only be turned off. */
  onRemove?: () => void;
};

/**
 * A shortcut in the settings: its keys, its state, the result of the last change. A click on the keys records other ones,
 * Backspace turns them off. Recorded keys are tested at once, until the focus leaves them.
 */
export function ShortcutRow({ id, name, shortcut, isNew = false, onRemove }: Props) {
  const { accelerator, state, locked } = shortcut;
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const keyCap = useRef<HTMLButtonElement>(null);
  const [mode, setMode] = useState<'recording' | 'testing' | null>(isNew && !locked ? 'recording' : null);
  const [lastResult, setLastResult] = useState<ChangeResult | null>(null);
  const keys = readableKeys(accelerator, platform);
  const warning = getShortcutWarning(shortcut, 'window.recorder', platform, t);

  function startRecording() {
    setLastResult(null);
    setMode('recording');
  }

  /** flushSync mounts the button again, so that it can be focused. */
  function endRecording(byKeyboard: boolean) {
    flushSync(() => setMode(null));
    if (byKeyboard) keyCap.current?.focus();
  }

  async function saveShortcut(next: string, code: string) {
    setLastResult(null);
    const result = await api.settings.setShortcut({ id, accelerator: next, code });
    setLastResult({ result, accelerator: next });
    // The focus may have left meanwhile, and nothing else would end the test.
    const canTest = result.outcome === 'set' && next !== '' && document.activeElement === keyCap.current;
    if (canTest) setMode('testing');
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && mode === 'testing') {
      event.preventDefault();
      setMode(null);
    }
    if ((event.key !== 'Backspace' && event.key !== 'Delete') || accelerator === '') return;
    setMode(null);
    void saveShortcut('', '');
  }

  return (
    <li className="shortcut" aria-label={name}>
      <span className="shortcut-name">
        <bdi>{name}</bdi>
      </span>
      {(locked || mode === 'recording') && accelerator !== '' && (
        <kbd data-unavailable={warning !== null}>{keys}</kbd>
      )}
      {!locked && mode !== 'recording' && (
        <button
          type="button"
          className="key-cap"
          ref={keyCap}
          aria-label={
            accelerator === ''
              ? t('window.recorder.recordFor', { name })
              : t('window.recorder.changeFor', { name, keys })
          }
          onClick={startRecording}
          onKeyDown={onKeyDown}
          onBlur={() => setMode((current) => (current === 'testing' ? null : current))}
        >
          {accelerator === '' ? (
            <kbd className="key-cap-empty">{t('window.recorder.record')}</kbd>
          ) : (
            <kbd data-unavailable={warning !== null}>{keys}</kbd>
          )}
        </button>
      )}
      <span className={`shortcut-state state-${warning === null ? state : 'unavailable'}`}>
        {warning !== null && <Icon name="warning" size={13} />}
        {t(`window.shortcuts.state.${state}`)}
        {locked && <PolicyLockLabel />}
      </span>
      {onRemove && !locked && (
        <button
          type="button"
          className="link"
          aria-label={t('window.shortcuts.removeFor', { name })}
          onClick={onRemove}
        >
          {t('window.shortcuts.remove')}
        </button>
      )}
      {warning !== null && <p className="hint">{warning}</p>}
      {state === 'requested' && <p className="hint">{t('window.shortcuts.requested')}</p>}
      {mode === 'recording' && (
        <ShortcutRecorder
          name={name}
          onKeys={(next, code) => {
            endRecording(true);
            void saveShortcut(next, code);
          }}
          onCancel={endRecording}
        />
      )}
      {lastResult !== null && <ShortcutResultText lastResult={lastResult} currentAccelerator={accelerator} />}
      <div className="shortcut-test" role="status">
        {mode === 'testing' && <ShortcutTest id={id} keys={keys} onEnd={() => setMode(null)} />}
      </div>
    </li>
  );
}
