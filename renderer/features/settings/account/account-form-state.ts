/** State of the account form: results of check and save, and the fields changed since. Pure. */
import type { SaveResult } from '../../../../shared/ipc/ipc-schema.ts';
import type { AccountField, AccountForm, AccountErrors } from '../../../../shared/ipc/forms.ts';
import type { CheckField, CheckResult } from '../../../../shared/ipc/settings-results.ts';

export type FormOutcome = {
  pending: 'check' | 'save' | null;
  /** The last check; null after a later action. */
  checked: CheckResult | null;
  /** The last save; null after a later action. */
  saved: SaveResult | null;
  /** Fields changed since then. */
  changed: readonly string[];
};

export const initialOutcome: FormOutcome = { pending: null, checked: null, saved: null, changed: [] };

const keyFields = ['secretId', 'secretKey', 'token'] as const satisfies readonly AccountField[];

/** In the order of the form. */
const typedFields: readonly AccountField[] = ['customAddress', 'sdkAppId', 'agent', ...keyFields];

/** A change cancels a pending check and discards a successful one. */
export function reduceOutcome(before: FormOutcome, change: Partial<AccountForm>): FormOutcome {
  const { checked, saved } = before;
  const isStillRelevant = checked?.outcome !== 'valid' && checked?.outcome !== 'readDenied';
  return {
    pending: null,
    checked: isStillRelevant ? checked : null,
    saved,
    changed: [...before.changed, ...Object.keys(change)],
  };
}

/** The fields with errors that were not changed since: the most likely cause first, validation errors in form order. */
export function fieldsWithErrors(outcome: FormOutcome): CheckField[] {
  const { checked, changed } = outcome;
  const validationErrors = getValidationErrors(outcome);
  const errorFields =
    checked?.outcome === 'invalidFields'
      ? checked.fields
      : typedFields.filter((field) => validationErrors[field] !== undefined);
  return errorFields.filter((field) => !changed.includes(field));
}

/** The validation errors of the last check or save. */
export function getValidationErrors({ checked, saved }: FormOutcome): AccountErrors {
  if (checked?.outcome === 'invalid') return checked.errors;
  return saved?.outcome === 'invalid' ? saved.errors : {};
}

export function isKeyField(field: CheckField): boolean {
  return keyFields.some((name) => name === field);
}
