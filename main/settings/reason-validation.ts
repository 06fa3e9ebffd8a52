/** Validates a reason. */
import { REASON_MAX, type ValidationError } from '../../shared/ipc/forms.ts';
import { MAX_LENGTH } from '../../shared/lengths.ts';
import { normalizeText } from './normalize-text.ts';

/** Number of visible characters; an emoji made of several code points counts once. */
export function characterCount(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

/** Validates a reason in its normalized form. Returns null if it is valid; an empty one means "no reason". */
export function validateReason(reason: string): ValidationError | null {
  // Check the length first: counting takes 0.5 s per million characters, and normalizing takes longer.
  if (reason.length > MAX_LENGTH.reason) return 'reasonTooLong';
  return characterCount(normalizeText(reason)) > REASON_MAX ? 'reasonTooLong' : null;
}
