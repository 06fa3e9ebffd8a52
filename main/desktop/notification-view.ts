/** Which change of state is worth a notification, and in what words. Pure. */
import type { Translate } from '../../assets/locales/translate.ts';
import type { BudgetUse } from '../../preload/contract/preferences.ts';
import type { AppState } from '../../preload/contract/state.ts';
import {
  clockPhrase,
  driftPhrase,
  durationPhrase,
  failurePhrase,
  statusPhrase,
  timePhrase,
} from './wording.ts';

/** What can be answered from the notification itself, where the desktop lets one. */
export type AnnouncementAction = 'imBack' | 'fiveMore';

export type Announcement = { title: string; body: string; urgent: boolean; actions?: AnnouncementAction[] };

/**
 * - a failure, a change made elsewhere and a wrong clock are always announced;
 * - a wish and its proof, or what is reserved for after a call, are announced while the window, which shows them, is hidden.
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
      after: timePhrase(drift.after),
      before: timePhrase(drift.before),
    };
    return { title: driftPhrase(t, after) ?? '', body: t('notification.driftBetween', span), urgent: true };
  }
  if (clockAheadMs !== null && before.agent.clockAheadMs === null) {
    return { title: clockPhrase(t, after) ?? '', body: t('notification.clockBody'), urgent: true };
  }
  const returning = returnAnnouncement(before, after, t);
  if (returning) return returning;
  const budget = budgetAnnouncement(before, after, t);
  if (budget) return budget;
  if (windowVisible || after.preferences.quiet) return null;
  if (receipt && receipt !== before.agent.receipt && !wish) {
    const choice = statusPhrase(t, receipt.to);
    return {
      title: t('notification.switched', { choice }),
      body: t('notification.switchedBody'),
      urgent: false,
    };
  }
  const reserved = after.agent.proved?.afterCall;
  if (reserved && before.agent.proved && reserved !== before.agent.proved.afterCall && !wish) {
    const title = t('afterCall', { status: t(`status.${reserved}`) });
    return { title, body: t('notification.switchedBody'), urgent: false };
  }
  if (wish && wish.id !== before.agent.wish?.id) {
    const choice = statusPhrase(t, wish.choice);
    return { title: t('notification.switching', { choice }), body: '', urgent: false };
  }
  return null;
}

/** The end is near, or has come and an answer is awaited. */
function returnAnnouncement(before: AppState, after: AppState, t: Translate): Announcement | null {
  const { plannedReturn: plan, agent } = after;
  if (!plan || !agent.proved) return null;
  const choice = statusPhrase(t, agent.proved);
  const actions: AnnouncementAction[] = ['imBack', 'fiveMore'];
  if (plan.stage === 'due' && plan.asked !== before.plannedReturn?.asked) {
    return {
      title: t('notification.dueTitle'),
      body: t('notification.dueBody', { choice }),
      urgent: true,
      actions,
    };
  }
  // A break planned for less than two minutes needs no reminder.
  if (plan.stage !== 'soon' || before.plannedReturn?.stage !== 'planned') return null;
  const time = timePhrase(plan.backAt);
  return {
    title: t('notification.soonTitle'),
    body: t('notification.soonBody', { choice, time }),
    urgent: false,
    actions,
  };
}

/** A limit is nearly used up, or is. */
function budgetAnnouncement(before: AppState, after: AppState, t: Translate): Announcement | null {
  const worse = after.budgets.find((use) => {
    const earlier = before.budgets.find(
      ({ status, reason }) => status === use.status && reason === use.reason,
    );
    return use.state !== 'ok' && use.state !== (earlier?.state ?? 'ok');
  });
  if (!worse) return null;
  const choice = statusPhrase(t, worse);
  const title =
    worse.state === 'breached'
      ? t('notification.budgetBreached', { choice })
      : t('notification.budgetWarning', { choice });
  const [used, limit] = tighter(worse);
  const spans = { used: durationPhrase(t, used), limit: durationPhrase(t, limit) };
  return { title, body: t('notification.budgetBody', spans), urgent: worse.state === 'breached' };
}

/** Of the two limits the one that is nearer to being used up: what is used, and the limit. */
function tighter({
  breakUsedMs,
  breakLimitMs,
  dayUsedMs,
  dayLimitMs,
}: BudgetUse): [used: number, limit: number] {
  const ofBreak = breakLimitMs === null ? 0 : breakUsedMs / breakLimitMs;
  const ofDay = dayLimitMs === null ? 0 : dayUsedMs / dayLimitMs;
  return ofDay > ofBreak ? [dayUsedMs, dayLimitMs ?? 0] : [breakUsedMs, breakLimitMs ?? 0];
}
