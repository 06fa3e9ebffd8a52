import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Translate } from '../../assets/locales/translate.ts';
import type { ShortcutResult } from '../../preload/contract/settings.ts';
import type { AppState, ShortcutState } from '../../preload/contract/state.ts';
import { readableKeys } from '../accelerator.ts';
import { shortcutTrouble } from '../shortcut-trouble.ts';
import { bridge } from '../bridge.ts';
import { useAppState } from '../store.ts';
import { isolate, useText } from '../words.ts';
import { Icon } from './icon.tsx';
import { LockMark } from './lock.tsx';
import { Recorder } from './recorder.tsx';
import { ShortcutTest } from './shortcut-test.tsx';

/** What came of the last change, and of which keys. */
type Answer = { result: ShortcutResult; accelerator: string };

/** One shortcut: the keys that hold, then what can be done with them, then what came of it. */
export function ShortcutRow({ shortcut }: { shortcut: ShortcutState }) {
  const { action, accelerator, state, locked } = shortcut;
  const t = useText();
  const { platform, shortcuts } = useAppState();
  const recordButton = useRef<HTMLButtonElement>(null);
  const [doing, setDoing] = useState<'recording' | 'testing' | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const name = t(`shortcut.${action}`);
  const keys = readableKeys(accelerator, platform);
  const trouble = shortcutTrouble(shortcut, shortcuts, platform, t);
  const reaches = state === 'active' || state === 'requested';

  function begin(what: 'recording' | 'testing') {
    setAnswer(null);
    setDoing(what);
  }

  /** Drawn at once, so that the button is there again for the keyboard to go back to. */
  function end(byKey: boolean) {
    flushSync(() => setDoing(null));
    if (byKey) recordButton.current?.focus();
  }

  async function set(next: string, code: string) {
    setAnswer(null);
    const result = await bridge.setShortcut({ action, accelerator: next, code });
    setAnswer({ result, accelerator: next });
  }

  return (
    <li className="shortcut" aria-label={name}>
      <span className="shortcut-name">{name}</span>
      {accelerator !== '' && <kbd data-taken={trouble !== null}>{keys}</kbd>}
      <span className={`shortcut-state state-${trouble === null ? state : 'taken'}`}>
        {trouble !== null && <Icon name="warning" size={13} />}
        {t(`window.shortcuts.state.${state}`)}
      </span>
      {trouble !== null && <p className="hint">{trouble}</p>}
      {state === 'requested' && <p className="hint">{t('window.shortcuts.requested')}</p>}
      {locked && <LockMark />}
      {doing === 'recording' ? (
        <Recorder
          name={name}
          onKeys={(next, code) => {
            end(true);
            void set(next, code);
          }}
          onCancel={end}
        />
      ) : (
        <div className="shortcut-actions">
          {!locked && (
            <button
              type="button"
              className="link"
              ref={recordButton}
              aria-label={t('window.recorder.recordFor', { name })}
              onClick={() => begin('recording')}
            >
              {t('window.recorder.record')}
            </button>
          )}
          {reaches && (
            <ShortcutTest
              action={action}
              keys={keys}
              testing={doing === 'testing'}
              onTest={() => begin('testing')}
              onEnd={() => setDoing(null)}
            />
          )}
          {!locked && state !== 'off' && (
            <button
              type="button"
              className="link"
              aria-label={t('window.recorder.offFor', { name })}
              onClick={() => {
                recordButton.current?.focus();
                void set('', '');
              }}
            >
              {t('window.recorder.off')}
            </button>
          )}
        </div>
      )}
      {answer !== null && <AnswerText answer={answer} inForce={accelerator} platform={platform} />}
    </li>
  );
}

type AnswerProps = { answer: Answer; inForce: string; platform: AppState['platform'] };

/** Good news waits its turn in a screen reader; bad news does not, and says that nothing has changed. */
function AnswerText({ answer: { result, accelerator }, inForce, platform }: AnswerProps) {
  const t = useText();
  const keys = readableKeys(accelerator, platform);
  if (result.outcome === 'set') {
    // That it is off stands in the row, and in the bar with the way back.
    if (accelerator === '') return null;
    return (
      <p className="verdict" role="status">
        <Icon name="check" size={16} />
        <span>{t('window.recorder.set', { keys })}</span>
      </p>
    );
  }
  const stays =
    inForce === ''
      ? t('window.recorder.staysOff')
      : t('window.recorder.stays', { keys: readableKeys(inForce, platform) });
  return (
    <p className="verdict problem" role="alert">
      <Icon name="warning" size={16} />
      <span>
        {whyNot(result, keys, t)} {stays}
      </span>
    </p>
  );
}

function whyNot(result: Exclude<ShortcutResult, { outcome: 'set' }>, keys: string, t: Translate): string {
  switch (result.outcome) {
    case 'ours':
      return t('window.recorder.ours', { keys, name: t(`shortcut.${result.action}`) });
    case 'taken':
    case 'duplicate':
    case 'notOnThisKeyboard':
    case 'notGranted':
    case 'keyboardUnknown':
    case 'unfit':
      return t(`window.recorder.${result.outcome}`, { keys });
    case 'notSaved':
      return t('window.recorder.notSaved', { message: isolate(result.message) });
  }
}
