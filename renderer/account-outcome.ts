/** What came of checking or saving the account form, and what of it still holds. */
import type { SaveResult } from '../preload/contract/index.ts';
import type { AccountField, AccountForm, AccountProblems } from '../preload/contract/inputs.ts';
import type { CheckField, CheckResult } from '../preload/contract/settings.ts';

export type Outcome = {
  pending: 'check' | 'save' | null;
  /** Of the last check; null when something else was done since. */
  checked: CheckResult | null;
  /** Of the last saving; likewise. */
  saved: SaveResult | null;
  /** What was changed since then. */
  changed: readonly string[];
};

export const nothingYet: Outcome = { pending: null, checked: null, saved: null, changed: [] };

export const keyFields = ['secretId', 'secretKey', 'token'] as const satisfies readonly AccountField[];

/** As they stand on the page. */
const typedFields: readonly AccountField[] = ['customAddress', 'sdkAppId', 'agent', ...keyFields];

/** After a change a check that is under way no longer matters, nor does one that found everything in order. */
export function outcomeAfter(before: Outcome, change: Partial<AccountForm>): Outcome {
  const { checked, saved } = before;
  const stillHolds = checked?.outcome !== 'right' && checked?.outcome !== 'mayNotRead';
  return {
    pending: null,
    checked: stillHolds ? checked : null,
    saved,
    changed: [...before.changed, ...Object.keys(change)],
  };
}

/** The fields to look at that were not changed since: the likeliest first or, where none is, as they stand on the page. */
export function troubledFields(outcome: Outcome): CheckField[] {
  const { checked, changed } = outcome;
  const problems = problemsOf(outcome);
  const found =
    checked?.outcome === 'wrong'
      ? checked.fields
      : typedFields.filter((field) => problems[field] !== undefined);
  return found.filter((field) => !changed.includes(field));
}

/** What cannot be right as typed. */
export function problemsOf({ checked, saved }: Outcome): AccountProblems {
  if (checked?.outcome === 'invalid') return checked.problems;
  return saved?.outcome === 'invalid' ? saved.problems : {};
}

export function isKeyField(field: CheckField): boolean {
  return keyFields.some((name) => name === field);
}
