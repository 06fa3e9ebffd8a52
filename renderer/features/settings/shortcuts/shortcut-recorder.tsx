import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { readableKeys } from './accelerator.ts';
import { api } from '../../../api.ts';
import { readLayout } from './keyboard-layout.ts';
import { activeModifiers, toAccelerator, type Layout, type Refusal } from './key-event-to-accelerator.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { ErrorText } from '../../../ui/form/field.tsx';

type Props = {
  /** The name of the action. */
  name: string;
  /**
   * Called when the keys were released; `''` turns the shortcut off.
   * @param code KeyboardEvent.code of the key
   */
  onKeys: (accelerator: string, code: string) => void;
  /** @param byKeyboard whether it was ended by the keyboard instead of a click elsewhere */
  onCancel: (byKeyboard: boolean) => void;
};

/** After this time with only modifiers pressed a hint is shown. */
const MODIFIERS_ONLY_DELAY_MS = 1200;

/**
 * Records the keys of a shortcut and shows them while they are pressed. They are accepted on release: accepted on press, the
 * new shortcut would fire by the same press. No shortcut fires while this is mounted.
 */
export function ShortcutRecorder({ name, onKeys, onCancel }: Props) {
  const t = useTranslation();
  const id = useId();
  const platform = useAppState((state) => state.platform);
  /** The pressed keys; `isComplete` once they are an accelerator and not only modifiers. */
  const [pressed, setPressed] = useState({ keys: '', code: '', isComplete: false });
  const layout = useRef<Layout>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** Modifiers without a key: a key registered by another program does not arrive here, nor may its release. */
  const [unmatchedModifiers, setUnmatchedModifiers] = useState('');

  const displayedKeys = readableKeys(pressed.keys, platform);
  const systemKey = readableKeys(platform === 'darwin' ? 'Command' : 'Super', platform);

  useEffect(() => {
    void api.settings.recordShortcut(true);
    return () => void api.settings.recordShortcut(false);
  }, []);

  // Read again with each press, because the layout can change. The result is used from the next press on.
  const refreshLayout = () => void readLayout().then((read) => (layout.current = read));
  useEffect(refreshLayout, []);

  useEffect(() => {
    if (pressed.keys === '' || pressed.isComplete) return;
    const timer = setTimeout(() => setUnmatchedModifiers(pressed.keys), MODIFIERS_ONLY_DELAY_MS);
    return () => clearTimeout(timer);
  }, [pressed]);

  function onKeyDown(event: KeyboardEvent) {
    const press = event.nativeEvent;
    const hasNoModifiers = activeModifiers(press, platform).replace('Shift', '') === '';
    // Tab leaves the field, for keyboard-only users.
    if (hasNoModifiers && event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (hasNoModifiers && event.key === 'Escape') {
      onCancel(true);
      return;
    }
    if (hasNoModifiers && (event.key === 'Backspace' || event.key === 'Delete')) {
      onKeys('', '');
      return;
    }
    refreshLayout();
    const result = toAccelerator(press, platform, layout.current);
    setPressed(
      result.kind === 'shortcut'
        ? { keys: result.accelerator, code: result.code, isComplete: true }
        : { keys: activeModifiers(press, platform), code: '', isComplete: false },
    );
    setRefusal(result.kind === 'refused' ? result.reason : null);
    setUnmatchedModifiers('');
  }

  function onKeyUp(event: KeyboardEvent) {
    event.preventDefault();
    if (pressed.isComplete) {
      onKeys(pressed.keys, pressed.code);
      return;
    }
    // The first released modifier ends the combination; the others follow one by one.
    if (pressed.keys !== '' && refusal === null && unmatchedModifiers === '')
      setUnmatchedModifiers(pressed.keys);
    setPressed({ keys: activeModifiers(event.nativeEvent, platform), code: '', isComplete: false });
  }

  return (
    <div className="recorder">
      <input
        type="text"
        readOnly
        autoFocus
        value={pressed.keys === '' || pressed.isComplete ? displayedKeys : `${displayedKeys} …`}
        placeholder={t('window.recorder.press')}
        aria-label={t('window.recorder.field', { name })}
        aria-describedby={`${id}-hint`}
        onKeyDown={onKeyDown}
        onKeyUp={onKeyUp}
        onBlur={() => onCancel(false)}
      />
      {unmatchedModifiers !== '' && (
        <div role="alert">
          <ErrorText id={`${id}-modifiers`}>
            {t('window.recorder.nothingArrived', { keys: readableKeys(unmatchedModifiers, platform) })}
          </ErrorText>
        </div>
      )}
      {refusal !== null && (
        <div role="alert">
          <ErrorText id={`${id}-error`}>
            {t(`window.recorder.refused.${refusal}`, { system: systemKey })}
          </ErrorText>
        </div>
      )}
      <p className="hint" id={`${id}-hint`}>
        {t('window.recorder.hint')}
      </p>
    </div>
  );
}
