import { useEffect, useEffectEvent, useRef } from 'react';
import type { ShortcutId } from '../../../../shared/domain.ts';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';

/** How long "It works" is shown. */
const SUCCESS_SHOWN_MS = 5000;

type Props = {
  id: ShortcutId;
  /** Formatted for this platform. */
  keys: string;
  /** Called some seconds after the press, and when the main process has ended the test: the window lost the focus. */
  onEnd: () => void;
};

/** Tests a shortcut while this is mounted: its next press switches nothing and is shown here. */
export function ShortcutTest({ id, keys, onEnd }: Props) {
  const t = useTranslation();
  const pressed = useAppState(({ shortcutTest }) => shortcutTest?.id === id && shortcutTest.pressed);

  useEffect(() => {
    void api.settings.testShortcut(id);
    return () => void api.settings.testShortcut(null);
  }, [id]);

  const end = useEffectEvent(onEnd);
  const isRunning = useAppState(({ shortcutTest }) => shortcutTest?.id === id);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && !isRunning) end();
    wasRunning.current = isRunning;
  }, [isRunning]);

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
