/**
 * What is worth a notification in a state, in what words, and as which occurrence. Pure: like every other surface,
 * notifications are drawn from the state, not from the difference of two.
 */
import type { Translate } from '../../assets/locales/translate.ts';
import type { BudgetUse } from '../../preload/contract/preferences.ts';
import type { AppState } from '../../preload/contract/state.ts';
import { sameChoice } from '../status/state.ts';
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

/** Of each slot at most one notification is up; the least important comes first. */
export const SLOTS = ['switch', 'limit', 'return', 'automation', 'clock', 'drift', 'failure'] as const;
export type Slot = (typeof SLOTS)[number];

/** Something that is so in a state, and worth a notification. */
export type News = {
  slot: Slot;
  /** Two states tell of the same occurrence when they have one of these in common. */
  marks: readonly string[];
  /** What it says of the status. Where that changes the notification is put right. */
  claim: string;
  /** The window and the tray show it too: said only while the window is hidden, and not where quiet is preferred. */
  ordinary: boolean;
  /** Whether it began with this step; what was so before is not said when it comes to light again. */
  beganAfter: (before: AppState) => boolean;
  words: (t: Translate) => Announcement;
};

/** Everything worth a notification in this state, at most one for each slot. */
export function newsOf(state: AppState): News[] {
  return [
    switchNews(state),
    limitNews(state),
    returnNews(state),
    automationNews(state),
    clockNews(state),
    driftNews(state),
    failureNews(state),
  ].filter((news) => news !== null);
}

const always = (): boolean => true;

/**
 * What is on its way; or the proof of it, for as long as the status is that; or what is reserved for after a call.
 * "Reserved" is said when nothing is on its way any more, however the state came there.
 */
function switchNews({ agent }: AppState): News | null {
  const { wish, receipt, proved } = agent;
  const common = { slot: 'switch', ordinary: true } as const;
  if (wish) {
    return {
      ...common,
      marks: [`intent ${wish.id}`],
      claim: '',
      beganAfter: always,
      words: (t) => ({
        title: t('notification.switching', { choice: statusPhrase(t, wish.choice) }),
        body: '',
        urgent: false,
      }),
    };
  }
  if (!proved?.holds) return null;
  if (receipt && sameChoice(receipt.to, proved)) {
    return {
      ...common,
      marks: [`receipt ${receipt.askedAt} ${receipt.provedAt} ${receipt.requestId ?? ''}`],
      claim: '',
      beganAfter: (before) => before.agent.receipt !== receipt,
      words: (t) => ({
        title: t('notification.switched', { choice: statusPhrase(t, receipt.to) }),
        body: t('notification.switchedBody'),
        urgent: false,
      }),
    };
  }
  const { afterCall } = proved;
  if (!afterCall) return null;
  return {
    ...common,
    marks: [`reserved ${afterCall} ${proved.since}`],
    claim: '',
    // What was reserved before the app knew anything is no news.
    beganAfter: (before) => before.agent.proved !== null,
    words: (t) => ({
      title: t('afterCall', { status: t(`status.${afterCall}`) }),
      body: t('notification.switchedBody'),
      urgent: false,
    }),
  };
}

/** A limit is nearly used up, or is; said while that break runs. */
function limitNews({ agent: { proved }, budgets }: AppState): News | null {
  const use = budgets.find(({ status, reason }) => status === proved?.status && reason === proved.reason);
  if (!proved || !use || use.state === 'ok') return null;
  const urgent = use.state === 'breached';
  return {
    slot: 'limit',
    marks: [`${use.state} ${use.status} ${use.reason} ${proved.since}`],
    claim: '',
    ordinary: false,
    beganAfter: always,
    words: (t) => {
      const choice = statusPhrase(t, use);
      const [used, limit] = tighter(use);
      const spans = { used: durationPhrase(t, used), limit: durationPhrase(t, limit) };
      return {
        title: t(urgent ? 'notification.budgetBreached' : 'notification.budgetWarning', { choice }),
        body: t('notification.budgetBody', spans),
        urgent,
      };
    },
  };
}

/** The end is near, or has come and an answer is awaited. */
function returnNews({ agent: { proved }, plannedReturn: plan }: AppState): News | null {
  // A break planned for less than two minutes is never "planned", and needs no reminder.
  if (!plan || plan.stage === 'planned') return null;
  const { stage, backAt, asked } = plan;
  const known = proved?.holds ? proved : null;
  const common = { slot: 'return', ordinary: false } as const;
  const claim = known ? `${known.status} ${known.reason}` : '';
  const actions: AnnouncementAction[] = ['imBack', 'fiveMore'];
  if (stage === 'due') {
    return {
      ...common,
      claim,
      marks: [`due ${backAt} ${asked}`],
      beganAfter: always,
      words: (t) => ({
        title: t('notification.dueTitle'),
        body: known
          ? t('notification.dueBody', { choice: statusPhrase(t, known) })
          : t('notification.dueBodyUnknown'),
        urgent: true,
        actions,
      }),
    };
  }
  const time = timePhrase(backAt);
  return {
    ...common,
    claim,
    marks: [`soon ${backAt}`],
    beganAfter: (before) => before.plannedReturn?.stage === 'planned',
    words: (t) => ({
      title: t('notification.soonTitle'),
      body: known
        ? t('notification.soonBody', { choice: statusPhrase(t, known), time })
        : t('tray.backAt', { time }),
      urgent: false,
      actions,
    }),
  };
}

/** Automation has stopped until a person resumes it. */
function automationNews({ automationStoppedAt }: AppState): News | null {
  if (automationStoppedAt === null) return null;
  return {
    slot: 'automation',
    marks: [`automation stopped ${automationStoppedAt}`],
    claim: '',
    ordinary: false,
    beganAfter: always,
    words: (t) => ({ title: t('automation.stopped'), body: t('automation.stoppedBody'), urgent: true }),
  };
}

/** By how much the clock is wrong moves with every answer, and is not said anew each time. */
function clockNews(state: AppState): News | null {
  if (state.agent.clockAheadMs === null) return null;
  return {
    slot: 'clock',
    marks: ['clock'],
    claim: '',
    ordinary: false,
    beganAfter: always,
    words: (t) => ({
      title: clockPhrase(t, state) ?? '',
      body: t('notification.clockBody'),
      urgent: true,
    }),
  };
}

function driftNews(state: AppState): News | null {
  const { drift } = state.agent;
  if (!drift) return null;
  return {
    slot: 'drift',
    marks: [`drift ${drift.after} ${drift.before} ${drift.to.status} ${drift.to.reason}`],
    claim: '',
    ordinary: false,
    beganAfter: always,
    words: (t) => ({
      title: driftPhrase(t, state) ?? '',
      body: t('notification.driftBetween', {
        after: timePhrase(drift.after),
        before: timePhrase(drift.before),
      }),
      urgent: true,
    }),
  };
}

/**
 * A failure is one occurrence for each time that somebody asked, and for each final end: attempts that the app makes by
 * itself meet the same trouble again, and say nothing new.
 */
function failureNews(state: AppState): News | null {
  const { failure, wish, proved } = state.agent;
  if (!failure) return null;
  const report = `report ${failure.kind} ${failure.at} ${failure.code} ${failure.requestId ?? ''}`;
  return {
    slot: 'failure',
    marks: wish ? [report, `intent ${wish.id} ${failure.kind}`] : [report],
    claim: proved?.holds ? `${proved.status} ${proved.reason}` : '',
    ordinary: false,
    beganAfter: always,
    words: (t) => ({
      title: failurePhrase(t, state) ?? '',
      body: t(`failure.${failure.kind}.nextStep`),
      urgent: true,
    }),
  };
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
