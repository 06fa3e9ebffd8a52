import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { readableKeys } from '../accelerator.ts';
import { bridge } from '../bridge.ts';
import { heldModifiers, readKeys, type Refusal } from '../record-keys.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { ProblemText } from './field.tsx';

type Props = {
  /** What the keys are for. */
  name: string;
  /** Keys were pressed and let go again; `''` is to switch it off. */
  onKeys: (accelerator: string) => void;
  /** @param byKey whether the keyboard, and not a click elsewhere, ended it */
  onCancel: (byKey: boolean) => void;
};

/**
 * Waits for the keys of a shortcut and shows them while they are held. They count when they are let go: taken at once, the
 * new shortcut would fire by the very press that made it. No shortcut fires as long as this is on the page.
 */
export function Recorder({ name, onKeys, onCancel }: Props) {
  const t = useText();
  const id = useId();
  const { platform } = useAppState();
  /** What is held; `whole` once it is a shortcut and not modifiers alone. */
  const [held, setHeld] = useState({ keys: '', whole: false });
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const shown = readableKeys(held.keys, platform);
  const systemKey = readableKeys(platform === 'darwin' ? 'Command' : 'Super', platform);

  useEffect(() => {
    void bridge.recordShortcut(true);
    return () => void bridge.recordShortcut(false);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const press = event.nativeEvent;
    const alone = heldModifiers(press, platform).replace('Shift', '') === '';
    // The Tab key is the way out for whoever has nothing but a keyboard.
    if (alone && event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (alone && event.key === 'Escape') {
      onCancel(true);
      return;
    }
    if (alone && (event.key === 'Backspace' || event.key === 'Delete')) {
      onKeys('');
      return;
    }
    const read = readKeys(press, platform);
    setHeld(
      read.kind === 'shortcut'
        ? { keys: read.accelerator, whole: true }
        : { keys: heldModifiers(press, platform), whole: false },
    );
    setRefusal(read.kind === 'refused' ? read.why : null);
  }

  function onKeyUp(event: KeyboardEvent) {
    event.preventDefault();
    if (held.whole) onKeys(held.keys);
    else setHeld({ keys: heldModifiers(event.nativeEvent, platform), whole: false });
  }

  return (
    <div className="recorder">
      <input
        type="text"
        readOnly
        autoFocus
        value={held.keys === '' || held.whole ? shown : `${shown} …`}
        placeholder={t('window.recorder.press')}
        aria-label={t('window.recorder.field', { name })}
        aria-describedby={`${id}-hint`}
        onKeyDown={onKeyDown}
        onKeyUp={onKeyUp}
        onBlur={() => onCancel(false)}
      />
      {refusal !== null && (
        <div role="alert">
          <ProblemText id={`${id}-problem`}>
            {t(`window.recorder.refused.${refusal}`, { system: systemKey })}
          </ProblemText>
        </div>
      )}
      <p className="hint" id={`${id}-hint`}>
        {t('window.recorder.hint')}
      </p>
    </div>
  );
}
