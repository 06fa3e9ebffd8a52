import { REASON_MAX, type Problem } from '../../preload/contract/inputs.ts';
import { unprintable } from './unprintable.ts';

/** How many characters a reader sees; an emoji made of several code points counts once. */
export function characterCount(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

/** What is wrong with a reason, or null. Blanks at its ends are no matter; an empty one means "no reason". */
export function reasonProblem(reason: string): Problem | null {
  const text = reason.trim();
  if (unprintable.test(text)) return 'reasonControl';
  return characterCount(text) > REASON_MAX ? 'reasonTooLong' : null;
}
