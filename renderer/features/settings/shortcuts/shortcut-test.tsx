import { useEffect, useEffectEvent } from 'react';
import type { ShortcutAction } from '../../../../shared/domain.ts';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';

/** How long "It works" is shown. */
const SUCCESS_SHOWN_MS = 5000;

type Props = {
  action: ShortcutAction;
  /** Formatted for this platform. */
  keys: string;
  isTesting: boolean;
  onTest: () => void;
  onEnd: () => void;
};

/** Tests a shortcut: its next press switches nothing and is shown here. */
export function ShortcutTest({ action, keys, isTesting, onTest, onEnd }: Props) {
  const t = useTranslation();
  const name = t(`shortcut.${action}`);
  return (
    <>
      <button
        type="button"
        className="link"
        aria-label={isTesting ? undefined : t('window.recorder.testFor', { name })}
        onClick={isTesting ? onEnd : onTest}
        onBlur={() => isTesting && onEnd()}
        onKeyDown={(event) => {
          if (!isTesting || event.key !== 'Escape') return;
          event.preventDefault();
          onEnd();
        }}
      >
        {isTesting ? t('window.recorder.testEnd') : t('window.recorder.test')}
      </button>
      <div className="shortcut-test" role="status">
        {isTesting && <TestRun action={action} keys={keys} onEnd={onEnd} />}
      </div>
    </>
  );
}

/** The test is active while this is mounted. */
function TestRun({ action, keys, onEnd }: Pick<Props, 'action' | 'keys' | 'onEnd'>) {
  const t = useTranslation();
  const pressed = useAppState(({ shortcutTest }) => shortcutTest?.action === action && shortcutTest.pressed);

  useEffect(() => {
    void api.settings.testShortcut(action);
    return () => void api.settings.testShortcut(null);
  }, [action]);

  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!pressed) return;
    const timer = setTimeout(end, SUCCESS_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [pressed]);

  return pressed ? (
    <p className="result-message">
      <Icon name="check" size={16} />
      <span>{t('window.recorder.works', { keys })}</span>
    </p>
  ) : (
    <>
      <p className="result-message">
        <Icon name="keyboard" size={16} />
        <span>{t('window.recorder.pressNow', { keys })}</span>
      </p>
      <p className="hint">{t('window.recorder.pressNowHint')}</p>
    </>
  );
}
