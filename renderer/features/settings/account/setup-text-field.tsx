import { useId, useRef, useState } from 'react';
import { MAX_LENGTH } from '../../../../shared/lengths.ts';
import type { AccountForm } from '../../../../shared/ipc/forms.ts';
import type { CheckField, SetupFields, SetupResult } from '../../../../shared/ipc/settings-results.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { ErrorText } from '../../../ui/form/field.tsx';

/** In the order of the form. */
const setupFields = ['edition', 'customAddress', 'sdkAppId', 'agent', 'secretId'] as const;

/** What was filled in, and what is still empty. */
type Filled = { outcome: 'filled'; filled: CheckField[]; missing: CheckField[] };

type Props = {
  draft: AccountForm;
  /** Whether a key has to be typed. */
  needsKey: boolean;
  onFill: (fields: SetupFields) => void;
};

/**
 * Field for the set-up text of an admin. A paste, Enter or blur reads the text and fills the form. A pasted text is not shown:
 * it may contain what does not belong in it.
 */
export function SetupTextField({ draft, needsKey, onFill }: Props) {
  const t = useTranslation();
  const id = useId();
  const language = useAppState((state) => state.language);
  const input = useRef<HTMLInputElement>(null);
  /** Moving the focus after a read blurs the field, which must not read it again. */
  const isReading = useRef(false);
  const [typed, setTyped] = useState('');
  const [result, setResult] = useState<Filled | Exclude<SetupResult, { outcome: 'filled' }> | null>(null);
  const names = new Intl.ListFormat(language, { type: 'conjunction' });
  const toNames = (fields: CheckField[]) => names.format(fields.map((name) => t(`window.account.${name}`)));
  const error = result === null || result.outcome === 'filled' ? null : errorText(result, t);

  async function read(text: string) {
    if (text.trim() === '' || isReading.current) return;
    isReading.current = true;
    const answer = await api.account.readSetup(text.slice(0, MAX_LENGTH.message));
    setTyped('');
    if (answer.outcome === 'filled') fill(answer.fields);
    else setResult(answer);
    isReading.current = false;
  }

  function fill(fields: SetupFields) {
    onFill(fields);
    const missing = emptyFields({ ...draft, ...fields }, needsKey);
    setResult({ outcome: 'filled', filled: setupFields.filter((name) => name in fields), missing });
    const [next] = missing;
    input.current?.form?.querySelector<HTMLInputElement>(`[name="${next ?? 'agent'}"]`)?.focus();
  }

  return (
    <div className="field setup-text">
      <label htmlFor={id}>{t('window.setup.label')}</label>
      <input
        id={id}
        ref={input}
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={t('window.setup.placeholder')}
        value={typed}
        aria-invalid={error !== null}
        aria-describedby={result === null ? undefined : `${id}-result`}
        onChange={(event) => {
          setTyped(event.target.value);
          setResult(null);
        }}
        onPaste={(event) => {
          event.preventDefault();
          void read(event.clipboardData.getData('text/plain'));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          // The text is read. The form is not submitted.
          event.preventDefault();
          void read(typed);
        }}
        onBlur={() => void read(typed)}
      />
      <div role="status" id={`${id}-result`}>
        {error !== null && <ErrorText id={`${id}-error`}>{error}</ErrorText>}
        {result?.outcome === 'filled' && (
          <p className="hint">
            {result.filled.length === 0
              ? t('window.setup.nothing')
              : t('window.setup.filled', { fields: toNames(result.filled) })}{' '}
            {result.missing.length === 0
              ? t('window.setup.complete')
              : t('window.setup.missing', { fields: toNames(result.missing) })}
          </p>
        )}
      </div>
    </div>
  );
}

function emptyFields(draft: AccountForm, needsKey: boolean): CheckField[] {
  const required = [
    ...(draft.edition === 'custom' ? (['customAddress'] as const) : []),
    ...(['sdkAppId', 'agent'] as const),
    ...(needsKey ? (['secretId', 'secretKey'] as const) : []),
  ];
  return required.filter((name) => draft[name] === '');
}

function errorText(result: Exclude<SetupResult, { outcome: 'filled' }>, t: Translate): string {
  if (result.outcome === 'refused') return t(`window.setup.refused.${result.error}`);
  const errors = setupFields.flatMap((name) => {
    const problem = result.errors[name];
    if (problem === undefined) return [];
    const field = t(`window.account.${name}`);
    return [t('window.setup.invalidField', { field, problem: t(`validationError.${problem}`) })];
  });
  return t('window.setup.invalid', { errors: errors.join(' ') });
}
