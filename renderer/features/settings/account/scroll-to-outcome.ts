import { useEffect, type RefObject } from 'react';
import { fieldsWithErrors, initialOutcome, type FormOutcome } from './account-form-state.ts';

/** Hook that scrolls to each new result of a check or a save, once, and not after each corrected field. */
export function useScrollToOutcome(
  form: RefObject<HTMLFormElement | null>,
  { pending, checked, saved }: FormOutcome,
): void {
  useEffect(() => {
    if (form.current !== null) scrollToOutcome(form.current, { ...initialOutcome, pending, checked, saved });
  }, [form, pending, checked, saved]);
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
