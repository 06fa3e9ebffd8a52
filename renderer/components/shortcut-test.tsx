import { useEffect, useEffectEvent } from 'react';
import type { ShortcutAction } from '../../preload/contract/vocabulary.ts';
import { bridge } from '../bridge.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';

/** How long "It works" stays. */
const PROVED_SHOWN_MS = 5000;

type Props = {
  action: ShortcutAction;
  /** As they are written here. */
  keys: string;
  testing: boolean;
  onTest: () => void;
  onEnd: () => void;
};

/** Proves that the keys reach Standby: they are pressed, switch nothing, and that they came shows here. */
export function ShortcutTest({ action, keys, testing, onTest, onEnd }: Props) {
  const t = useText();
  const name = t(`shortcut.${action}`);
  return (
    <>
      <button
        type="button"
        className="link"
        aria-label={testing ? undefined : t('window.recorder.testFor', { name })}
        onClick={testing ? onEnd : onTest}
        onBlur={() => testing && onEnd()}
        onKeyDown={(event) => {
          if (!testing || event.key !== 'Escape') return;
          event.preventDefault();
          onEnd();
        }}
      >
        {testing ? t('window.recorder.testEnd') : t('window.recorder.test')}
      </button>
      <div className="shortcut-test" role="status">
        {testing && <TestRun action={action} keys={keys} onEnd={onEnd} />}
      </div>
    </>
  );
}

/** The test lasts as long as this is on the page. */
function TestRun({ action, keys, onEnd }: Pick<Props, 'action' | 'keys' | 'onEnd'>) {
  const t = useText();
  const { shortcutTest } = useAppState();
  const fired = shortcutTest?.action === action && shortcutTest.fired;

  useEffect(() => {
    void bridge.testShortcut(action);
    return () => void bridge.testShortcut(null);
  }, [action]);

  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!fired) return;
    const timer = setTimeout(end, PROVED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [fired]);

  return fired ? (
    <p className="verdict">
      <Icon name="check" size={16} />
      <span>{t('window.recorder.works', { keys })}</span>
    </p>
  ) : (
    <>
      <p className="verdict">
        <Icon name="keyboard" size={16} />
        <span>{t('window.recorder.pressNow', { keys })}</span>
      </p>
      <p className="hint">{t('window.recorder.pressNowHint')}</p>
    </>
  );
}
