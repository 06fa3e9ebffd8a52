import { useId, useState, type KeyboardEvent } from 'react';
import type { ChoiceShortcutId } from '../../../../shared/domain.ts';
import type { AddShortcutResult } from '../../../../shared/ipc/settings-results.ts';
import { api } from '../../../api.ts';
import { durationOf, useAppState } from '../../../store.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';
import { ErrorText } from '../../../ui/form/field.tsx';
import { Select } from '../../../ui/form/select.tsx';

const MAX_MINUTES = 24 * 60;

type Props = {
  /** Called with the id of the added shortcut, or with null when cancelled. */
  onDone: (id: ChoiceShortcutId | null) => void;
};

/** Form: the reason of a new shortcut, and its duration, which starts as the one that the reason has. */
export function ChoiceShortcutForm({ onDone }: Props) {
  const t = useTranslation();
  const minutesId = useId();
  const reasons = useAppState((state) => state.reasons);
  const durations = useAppState((state) => state.reasonDurations);
  const choices = (['rest', 'notReady'] as const).flatMap((status) =>
    reasons[status].map((reason) => ({ status, reason, key: `${status} ${reason}` })),
  );
  const [chosenKey, setChosenKey] = useState('');
  /** The typed duration; null until it is changed. */
  const [typed, setTyped] = useState<string | null>(null);
  const [isInvalid, setIsInvalid] = useState(false);
  const [failure, setFailure] = useState<Exclude<AddShortcutResult['outcome'], 'added'> | null>(null);
  const choice = choices.find(({ key }) => key === chosenKey) ?? choices[0];
  if (choice === undefined) return <p className="hint">{t('window.shortcuts.noReasons')}</p>;
  const { status, reason } = choice;
  const text = typed ?? String(durationOf(durations, status, reason) ?? '');

  async function add() {
    const minutes = parseMinutes(text);
    setIsInvalid(minutes === undefined);
    if (minutes === undefined) return;
    const result = await api.settings.addChoiceShortcut({ status, reason, minutes });
    if (result.outcome === 'added') onDone(result.id);
    else setFailure(result.outcome);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onDone(null);
  }

  return (
    <form
      className="choice-shortcut-form"
      aria-label={t('window.shortcuts.add')}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Select
        label={t('window.shortcuts.reason')}
        value={choice.key}
        onChange={(key) => {
          setChosenKey(key);
          setTyped(null);
          setIsInvalid(false);
        }}
      >
        {choices.map((one) => (
          <option key={one.key} value={one.key}>
            {statusLabel(one, t)}
          </option>
        ))}
      </Select>
      <div className="field">
        <label htmlFor={minutesId}>{t('window.shortcuts.duration')}</label>
        <input
          id={minutesId}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          aria-invalid={isInvalid}
          aria-describedby={isInvalid ? `${minutesId}-error` : `${minutesId}-hint`}
          onChange={(event) => {
            setTyped(event.target.value);
            setIsInvalid(false);
          }}
        />
        {isInvalid ? (
          <ErrorText id={`${minutesId}-error`}>{t('window.preferences.minutesInvalid')}</ErrorText>
        ) : (
          <p className="hint" id={`${minutesId}-hint`}>
            {t('window.shortcuts.durationHint')}
          </p>
        )}
      </div>
      {failure !== null && (
        <p className="field-error" role="alert">
          {t(`window.shortcuts.notAdded.${failure}`)}
        </p>
      )}
      <button type="submit" className="button primary">
        {t('window.shortcuts.chooseKeys')}
      </button>
    </form>
  );
}

/** Minutes in digits of any width; null for an empty text, undefined for an invalid one. */
function parseMinutes(typed: string): number | null | undefined {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return null;
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return minutes >= 1 && minutes <= MAX_MINUTES ? minutes : undefined;
}
