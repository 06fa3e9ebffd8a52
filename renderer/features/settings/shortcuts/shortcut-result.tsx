import type { ShortcutId } from '../../../../shared/domain.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import type { ShortcutResult } from '../../../../shared/ipc/settings-results.ts';
import { readableKeys } from './accelerator.ts';
import { shortcutName } from './shortcut-name.ts';
import { useAppState } from '../../../store.ts';
import { bidiIsolate, useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';

/** The result of the last change, with its accelerator. */
export type ChangeResult = { result: ShortcutResult; accelerator: string };

type Props = {
  lastResult: ChangeResult;
  currentAccelerator: string;
};

/** The result of a change: a polite live region for success, an alert for an error, which also names the unchanged keys. */
export function ShortcutResultText({ lastResult: { result, accelerator }, currentAccelerator }: Props) {
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const choiceShortcuts = useAppState((state) => state.choiceShortcuts);
  const keys = readableKeys(accelerator, platform);
  if (result.outcome === 'set') {
    // "Off" shows in the row and in the undo bar.
    if (accelerator === '') return null;
    return (
      <p className="result-message" role="status">
        <Icon name="check" size={16} />
        <span>{t('window.recorder.set', { keys })}</span>
      </p>
    );
  }
  const unchangedText =
    currentAccelerator === ''
      ? t('window.recorder.staysOff')
      : t('window.recorder.stays', { keys: readableKeys(currentAccelerator, platform) });
  return (
    <p className="result-message field-error" role="alert">
      <Icon name="warning" size={16} />
      <span>
        {errorText(result, keys, (id) => shortcutName(id, choiceShortcuts, t), t)} {unchangedText}
      </span>
    </p>
  );
}

function errorText(
  result: Exclude<ShortcutResult, { outcome: 'set' }>,
  keys: string,
  getName: (id: ShortcutId) => string,
  t: Translate,
): string {
  switch (result.outcome) {
    case 'conflict':
      return t('window.recorder.conflict', { keys, name: bidiIsolate(getName(result.id)) });
    case 'unavailable':
    case 'duplicate':
    case 'notOnThisKeyboard':
    case 'notGranted':
    case 'keyboardUnknown':
    case 'invalid':
      return t(`window.recorder.${result.outcome}`, { keys });
    case 'notSaved':
      return t('window.recorder.notSaved', { message: bidiIsolate(result.message) });
  }
}
