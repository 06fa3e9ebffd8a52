import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { readableKeys } from '../accelerator.ts';
import { bridge } from '../bridge.ts';
import { readLayout } from '../keyboard-layout.ts';
import { heldModifiers, readKeys, type Layout, type Refusal } from '../record-keys.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { ProblemText } from './field.tsx';

type Props = {
  /** What the keys are for. */
  name: string;
  /**
   * Keys were pressed and let go again; `''` is to switch it off.
   * @param code the place of the key, as KeyboardEvent.code names it
   */
  onKeys: (accelerator: string, code: string) => void;
  /** @param byKey whether the keyboard, and not a click elsewhere, ended it */
  onCancel: (byKey: boolean) => void;
};

/** Modifiers that are held longer than this without a key are worth a word. */
const PATIENCE_MS = 1200;

/**
 * Waits for the keys of a shortcut and shows them while they are held. They count when they are let go: taken at once, the
 * new shortcut would fire by the very press that made it. No shortcut fires as long as this is on the page.
 */
export function Recorder({ name, onKeys, onCancel }: Props) {
  const t = useText();
  const id = useId();
  const { platform } = useAppState();
  /** What is held; `whole` once it is a shortcut and not modifiers alone. */
  const [held, setHeld] = useState({ keys: '', code: '', whole: false });
  const layout = useRef<Layout>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** Modifiers after which no key came: one that another program holds does not arrive here, nor may its release. */
  const [lonely, setLonely] = useState('');

  const shown = readableKeys(held.keys, platform);
  const systemKey = readableKeys(platform === 'darwin' ? 'Command' : 'Super', platform);

  useEffect(() => {
    void bridge.recordShortcut(true);
    return () => void bridge.recordShortcut(false);
  }, []);

  // Read anew with each press: the layout can change while this is open, and what is known then is of the press before.
  const readAnew = () => void readLayout().then((read) => (layout.current = read));
  useEffect(readAnew, []);

  useEffect(() => {
    if (held.keys === '' || held.whole) return;
    const timer = setTimeout(() => setLonely(held.keys), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [held]);

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
      onKeys('', '');
      return;
    }
    readAnew();
    const read = readKeys(press, platform, layout.current);
    setHeld(
      read.kind === 'shortcut'
        ? { keys: read.accelerator, code: read.code, whole: true }
        : { keys: heldModifiers(press, platform), code: '', whole: false },
    );
    setRefusal(read.kind === 'refused' ? read.why : null);
    setLonely('');
  }

  function onKeyUp(event: KeyboardEvent) {
    event.preventDefault();
    if (held.whole) {
      onKeys(held.keys, held.code);
      return;
    }
    // The first to be let go tells what was held; the others follow one by one.
    if (held.keys !== '' && refusal === null && lonely === '') setLonely(held.keys);
    setHeld({ keys: heldModifiers(event.nativeEvent, platform), code: '', whole: false });
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
      {lonely !== '' && (
        <div role="alert">
          <ProblemText id={`${id}-lonely`}>
            {t('window.recorder.nothingArrived', { keys: readableKeys(lonely, platform) })}
          </ProblemText>
        </div>
      )}
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
