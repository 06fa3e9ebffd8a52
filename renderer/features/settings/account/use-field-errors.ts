import type { CheckField } from '../../../../shared/ipc/settings-results.ts';
import { fieldsWithErrors, getValidationErrors, isKeyField, type FormOutcome } from './account-form-state.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';

/** Hook for the errors of the account form: the fields that have one, their texts, and whether the agent can edit one of them. */
export function useFieldErrors(outcome: FormOutcome) {
  const t = useTranslation();
  const isLocked = usePolicyLocks();
  const storage = useAppState(({ account }) => account.keys.storage);
  const errorFields = fieldsWithErrors(outcome);
  const { checked } = outcome;

  function getFieldError(name: CheckField): string | undefined {
    if (!errorFields.includes(name)) return undefined;
    if (checked?.outcome === 'invalidFields')
      return checked.fields.length === 1 ? t(`window.check.sure.${name}`) : t(`window.check.unsure.${name}`);
    const error = name === 'edition' ? undefined : getValidationErrors(outcome)[name];
    return error && t(`validationError.${error}`);
  }

  const isEditable = errorFields.some(
    (name) => !isLocked(name) && !(storage === 'process' && isKeyField(name)),
  );
  return { errorFields, isEditable, getFieldError };
}
