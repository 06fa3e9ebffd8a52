import type { Translate } from '../shared/i18n.ts';
import type { ValidationError, REASON_MAX, REASONS_MAX } from '../shared/ipc/forms.ts';

/** Typed by the literal types of forms.ts, so they cannot differ. Importing the values would bundle zod. */
const MAX_LENGTH: typeof REASON_MAX = 60;
const MAX_COUNT: typeof REASONS_MAX = 30;

/** The message of a validation error of a reason. */
export function reasonErrorText(error: ValidationError, t: Translate): string {
  return t(`validationError.${error}`, { max: error === 'reasonsFull' ? MAX_COUNT : MAX_LENGTH });
}
