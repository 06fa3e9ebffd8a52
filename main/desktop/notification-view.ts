/** Which change of state is worth a notification, and in what words. Pure. */
import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import { clockPhrase, driftPhrase, failurePhrase, statusPhrase, timePhrase } from './wording.ts';

export type Announcement = { title: string; body: string; urgent: boolean };

/**
 * - a failure, a change made elsewhere and a wrong clock are always announced;
 * - a wish and its proof are announced while the window, which shows both, is hidden.
 */
export function notificationFor(
  before: AppState,
  after: AppState,
  t: Translate,
  windowVisible: boolean,
): Announcement | null {
  const { failure, wish, receipt } = after.agent;
  if (failure && failure !== before.agent.failure) {
    return {
      title: failurePhrase(t, after) ?? '',
      body: t(`failure.${failure.kind}.nextStep`),
      urgent: true,
    };
  }
  const { drift, clockAheadMs } = after.agent;
  if (drift && drift !== before.agent.drift) {
    const span = {
      after: timePhrase(drift.after, after.language),
      before: timePhrase(drift.before, after.language),
    };
    return { title: driftPhrase(t, after) ?? '', body: t('notification.driftBetween', span), urgent: true };
  }
  if (clockAheadMs !== null && before.agent.clockAheadMs === null) {
    return { title: clockPhrase(t, after) ?? '', body: t('notification.clockBody'), urgent: true };
  }
  if (windowVisible) return null;
  if (receipt && receipt !== before.agent.receipt && !wish) {
    const choice = statusPhrase(t, receipt.to);
    return {
      title: t('notification.switched', { choice }),
      body: t('notification.switchedBody'),
      urgent: false,
    };
  }
  if (wish && wish.id !== before.agent.wish?.id) {
    const choice = statusPhrase(t, wish.choice);
    return { title: t('notification.switching', { choice }), body: '', urgent: false };
  }
  return null;
}
