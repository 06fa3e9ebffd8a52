import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState, SettingsUndo } from '../../preload/contract/state.ts';
import { bridge } from '../bridge.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { isolate, useText } from '../words.ts';

type Props = {
  /** The button is gone once it is pressed: the keyboard has to go somewhere. */
  onUndone: () => void;
};

/** What was just taken away, and for a while the way back. Said politely; the region is there before its words are. */
export function UndoBar({ onUndone }: Props) {
  const { settingsUndo } = useAppState();
  return (
    <div className="undo-bar-place" role="status">
      {settingsUndo !== null && <Offer undo={settingsUndo} onUndone={onUndone} />}
    </div>
  );
}

function Offer({ undo, onUndone }: Props & { undo: SettingsUndo }) {
  const t = useText();
  const { shortcuts } = useAppState();
  const now = useNow();
  if (now >= undo.until) return null;
  return (
    <div className="undo-bar">
      <p>{undoText(undo, shortcuts, t)}</p>
      <button
        type="button"
        className="link"
        onClick={() => {
          void bridge.undoSettings();
          onUndone();
        }}
      >
        {t('window.undo')}
      </button>
    </div>
  );
}

function undoText({ what, name }: SettingsUndo, shortcuts: AppState['shortcuts'], t: Translate): string {
  if (what !== 'shortcutOff') return t(`window.settingsUndo.${what}`, { name: isolate(name) });
  const action = shortcuts.find((shortcut) => shortcut.action === name)?.action;
  return t('window.settingsUndo.shortcutOff', {
    name: action === undefined ? name : t(`shortcut.${action}`),
  });
}
