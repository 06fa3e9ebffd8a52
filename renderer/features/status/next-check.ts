/** Says when the agent's status is read next. Pure. */
import type { Translate } from '../../../shared/i18n.ts';
import type { AgentState } from '../../../shared/state.ts';
import { formatElapsed } from '../../format.ts';

/**
 * "Checking again in 0:20", or "Checking now…" while a reading runs; null if the key may not read, because then none is
 * scheduled.
 * @param now epoch milliseconds
 */
export function getNextCheckText(
  { nextCheckAt, readAccess }: Pick<AgentState, 'nextCheckAt' | 'readAccess'>,
  now: number,
  t: Translate,
): string | null {
  if (nextCheckAt !== null) return t('window.checkingAgain', { time: formatElapsed(nextCheckAt - now) });
  return readAccess === 'refused' ? null : t('window.checking');
}
