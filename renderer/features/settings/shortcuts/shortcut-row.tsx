import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Translate } from '../../../../shared/i18n.ts';
import type { ShortcutResult } from '../../../../shared/ipc/settings-results.ts';
import type { AppState, ShortcutState } from '../../../../shared/state.ts';
import { readableKeys } from './accelerator.ts';
import { getShortcutWarning } from './shortcut-warning.ts';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { bidiIsolate, useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';
import { PolicyLockLabel } from '../../../ui/policy-lock.tsx';
import { ShortcutRecorder } from './shortcut-recorder.tsx';
import { ShortcutTest } from './shortcut-test.tsx';

/** The result of the last change, with its accelerator. */
type ChangeResult = { result: ShortcutResult; accelerator: string };

/** A shortcut in the settings: its keys and state, its buttons, the result of the last change. */
export function ShortcutRow({ shortcut }: { shortcut: ShortcutState }) {
  const { action, accelerator, state, locked } = shortcut;
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const recordButton = useRef<HTMLButtonElement>(null);
  const [mode, setMode] = useState<'recording' | 'testing' | null>(null);
  const [lastResult, setLastResult] = useState<ChangeResult | null>(null);
  const name = t(`shortcut.${action}`);
  const keys = readableKeys(accelerator, platform);
  const warning = getShortcutWarning(shortcut, 'window.recorder', platform, t);
  const isRegistered = state === 'active' || state === 'requested';

  function startMode(nextMode: 'recording' | 'testing') {
    setLastResult(null);
    setMode(nextMode);
  }

  /** flushSync mounts the button again, so that it can be focused. */
  function endRecording(byKeyboard: boolean) {
    flushSync(() => setMode(null));
    if (byKeyboard) recordButton.current?.focus();
  }

  async function saveShortcut(next: string, code: string) {
    setLastResult(null);
    const result = await api.settings.setShortcut({ action, accelerator: next, code });
    setLastResult({ result, accelerator: next });
  }

  return (
    <li className="shortcut" aria-label={name}>
      <span className="shortcut-name">{name}</span>
      {accelerator !== '' && <kbd data-unavailable={warning !== null}>{keys}</kbd>}
      <span className={`shortcut-state state-${warning === null ? state : 'unavailable'}`}>
        {warning !== null && <Icon name="warning" size={13} />}
        {t(`window.shortcuts.state.${state}`)}
      </span>
      {warning !== null && <p className="hint">{warning}</p>}
      {state === 'requested' && <p className="hint">{t('window.shortcuts.requested')}</p>}
      {locked && <PolicyLockLabel />}
      {mode === 'recording' ? (
        <ShortcutRecorder
          name={name}
          onKeys={(next, code) => {
            endRecording(true);
            void saveShortcut(next, code);
          }}
          onCancel={endRecording}
        />
      ) : (
        <div className="shortcut-actions">
          {!locked && (
            <button
              type="button"
              className="link"
              ref={recordButton}
              aria-label={t('window.recorder.recordFor', { name })}
              onClick={() => startMode('recording')}
            >
              {t('window.recorder.record')}
            </button>
          )}
          {isRegistered && (
            <ShortcutTest
              action={action}
              keys={keys}
              isTesting={mode === 'testing'}
              onTest={() => startMode('testing')}
              onEnd={() => setMode(null)}
            />
          )}
          {!locked && state !== 'off' && (
            <button
              type="button"
              className="link"
              aria-label={t('window.recorder.offFor', { name })}
              onClick={() => {
                recordButton.current?.focus();
                void saveShortcut('', '');
              }}
            >
              {t('window.recorder.off')}
            </button>
          )}
        </div>
      )}
      {lastResult !== null && (
        <ResultText lastResult={lastResult} currentAccelerator={accelerator} platform={platform} />
      )}
    </li>
  );
}

type ResultTextProps = {
  lastResult: ChangeResult;
  currentAccelerator: string;
  platform: AppState['platform'];
};

/** The result of a change: a polite live region for success, an alert for an error, which also names the unchanged keys. */
function ResultText({ lastResult: { result, accelerator }, currentAccelerator, platform }: ResultTextProps) {
  const t = useTranslation();
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
        {errorText(result, keys, t)} {unchangedText}
      </span>
    </p>
  );
}

function errorText(result: Exclude<ShortcutResult, { outcome: 'set' }>, keys: string, t: Translate): string {
  switch (result.outcome) {
    case 'conflict':
      return t('window.recorder.conflict', { keys, name: t(`shortcut.${result.action}`) });
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
