import type { Translate } from '../assets/locales/translate.ts';
import type { Problem, REASON_MAX, REASONS_MAX } from '../preload/contract/inputs.ts';

/** Their types are the numbers, so they cannot differ; taking the values themselves would bring zod along. */
const LONGEST: typeof REASON_MAX = 60;
const MOST: typeof REASONS_MAX = 30;

/** What is wrong with a reason, in words. */
export function reasonProblemText(problem: Problem, t: Translate): string {
  return t(`problem.${problem}`, { max: problem === 'reasonsFull' ? MOST : LONGEST });
}
