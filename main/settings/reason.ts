import { REASON_MAX, type Problem } from '../../preload/contract/inputs.ts';
import { LONGEST } from '../../preload/contract/lengths.ts';
import { tidyWords } from './typed-text.ts';

/** How many characters a reader sees; an emoji made of several code points counts once. */
export function characterCount(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

/** What is wrong with a reason, or null. It is looked at in its tidy form; an empty one means "no reason". */
export function reasonProblem(reason: string): Problem | null {
  // Counting characters takes half a second for each million of them, and tidying them up takes longer.
  if (reason.length > LONGEST.reason) return 'reasonTooLong';
  return characterCount(tidyWords(reason)) > REASON_MAX ? 'reasonTooLong' : null;
}
