import { useEffect, useRef } from 'react';
import type { AccountField } from '../../../../shared/ipc/forms.ts';
import type { CheckField } from '../../../../shared/ipc/settings-results.ts';
import {
  isKeyField,
  keyFields,
  initialOutcome,
  getValidationErrors,
  fieldsWithErrors,
  type FormOutcome,
} from './account-form-state.ts';
import { useAppState } from '../../../store.ts';
import { useAccountForm } from './use-account-form.ts';
import { useTranslation } from '../../../i18n.ts';
import { AccountButtons } from './account-buttons.tsx';
import { CheckOutcome } from './check-outcome.tsx';
import { Choices } from '../../../ui/form/choices.tsx';
import { Field } from '../../../ui/form/field.tsx';
import { KeyFields } from './key-fields.tsx';
import { SetupTextField } from './setup-text-field.tsx';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';

const editions = ['international', 'mainland', 'custom'] as const;

type Props = {
  /** `finish` ends the first run and checks first, `save` saves a change. */
  purpose: 'finish' | 'save';
};

/**
 * The account form: edition, application, agent and keys. The main process validates the input, the service checks it; errors
 * of both show at their fields.
 */
export function AccountForm({ purpose }: Props) {
  const t = useTranslation();
  const isLocked = usePolicyLocks();
  const element = useRef<HTMLFormElement>(null);
  const form = useAccountForm();
  const { draft, change, outcome } = form;
  const { pending, checked, saved } = outcome;
  const storage = useAppState(({ account }) => account.keys.storage);

  const errorFields = fieldsWithErrors(outcome);
  const isEditable = errorFields.some(
    (name) => !isLocked(name) && !(storage === 'process' && isKeyField(name)),
  );

  // Once for each result, not after each corrected field.
  useEffect(() => {
    if (element.current !== null)
      scrollToOutcome(element.current, { ...initialOutcome, pending, checked, saved });
  }, [pending, checked, saved]);

  function getFieldError(name: CheckField): string | undefined {
    if (!errorFields.includes(name)) return undefined;
    if (checked?.outcome === 'invalidFields')
      return checked.fields.length === 1 ? t(`window.check.sure.${name}`) : t(`window.check.unsure.${name}`);
    const error = name === 'edition' ? undefined : getValidationErrors(outcome)[name];
    return error && t(`validationError.${error}`);
  }

  /** The common props of the text fields. */
  const field = (name: AccountField) => ({
    name,
    label: t(`window.account.${name}`),
    hint: t(`window.account.${name}Hint`),
    value: draft[name],
    error: getFieldError(name),
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });

  function submit() {
    const needsCheck = purpose === 'finish' && checked?.outcome !== 'readDenied';
    void (needsCheck ? form.checkAndSave() : form.save());
  }

  return (
    <form
      ref={element}
      className="form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {purpose === 'finish' && (
        <SetupTextField draft={draft} needsKey={storage !== 'process'} onFill={change} />
      )}
      <Choices
        legend={t('window.account.edition')}
        name="edition"
        options={editions.map((value) => ({ value, label: t(`window.account.editions.${value}`) }))}
        value={draft.edition}
        error={getFieldError('edition')}
        onChange={(edition) => change({ edition })}
      />
      {draft.edition === 'custom' && <Field inputMode="url" {...field('customAddress')} />}
      <Field inputMode="numeric" {...field('sdkAppId')} />
      <Field inputMode="email" {...field('agent')} />
      <KeyFields form={form}>
        {keyFields.map((name) => (
          <Field key={name} type="password" {...field(name)} />
        ))}
      </KeyFields>
      {saved?.outcome === 'notSaved' && (
        <p className="field-error" role="alert">
          {t('window.account.notSaved', { message: saved.message })}
        </p>
      )}
      {saved?.outcome === 'declined' && (
        <p className="field-error" role="alert">
          {t('window.account.declined')}
        </p>
      )}
      {(checked?.outcome !== 'invalidFields' || errorFields.length > 0) && (
        <CheckOutcome checked={checked} isEditable={isEditable} />
      )}
      <AccountButtons
        purpose={purpose}
        outcome={outcome}
        onCheck={() => void form.check()}
        onSave={() => void form.save()}
      />
    </form>
  );
}

/**
 * Scrolls the result into view: focuses the most likely field with an error; otherwise scrolls to the error of the save;
 * otherwise to the buttons, which follow the result of the check.
 */
function scrollToOutcome(form: HTMLFormElement, outcome: FormOutcome) {
  const { pending, checked, saved } = outcome;
  const [likeliest] = fieldsWithErrors(outcome);
  if (likeliest !== undefined) {
    const fields = form.querySelectorAll<HTMLInputElement>(`[name="${likeliest}"]`);
    // Of radio buttons only the checked one is in the tab order.
    const field = [...fields].find(({ type, checked: chosen }) => type !== 'radio' || chosen);
    field?.focus();
    field?.closest('.field, fieldset')?.scrollIntoView({ block: 'center' });
  } else if (saved !== null && saved.outcome !== 'saved') {
    form.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' });
  } else if (pending !== null || checked !== null) {
    form.querySelector('.form-buttons')?.scrollIntoView({ block: 'nearest' });
  }
}
