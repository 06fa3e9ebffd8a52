import type { AccountFormState } from './use-account-form.ts';
import { useFieldErrors } from './use-field-errors.ts';
import { useTranslation } from '../../../i18n.ts';
import { CheckOutcome } from './check-outcome.tsx';

/** What the last check or save of the account form has resulted in. */
export function FormResult({ form: { outcome } }: { form: AccountFormState }) {
  const t = useTranslation();
  const { checked, saved } = outcome;
  const { errorFields, isEditable } = useFieldErrors(outcome);
  return (
    <>
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
      {/* No alert: the first of the fields has the focus, and its description is read out. */}
      {checked?.outcome !== 'invalidFields' && errorFields.length > 0 && (
        <p className="field-error">{t('window.check.invalidFields', { count: errorFields.length })}</p>
      )}
      {(checked?.outcome !== 'invalidFields' || errorFields.length > 0) && (
        <CheckOutcome checked={checked} isEditable={isEditable} />
      )}
    </>
  );
}
