/**
 * Derives notifications from the state: which ones, their texts, and the occurrence each belongs to. Pure. Like all views,
 * notifications depend on the current state, not on the difference of two states.
 */
import { sameChoice } from '../../../shared/domain.ts';
import type { Translate } from '../../../shared/i18n.ts';
import type { BreakLimitUsage } from '../../../shared/preferences.ts';
import type { AppState } from '../../../shared/state.ts';
import {
  clockSkewLabel,
  externalChangeLabel,
  durationLabel,
  failureLabel,
  statusLabel,
  timeLabel,
} from '../labels.ts';

/** Buttons of a notification, where the desktop supports them. */
export type NotificationAction = 'confirmReturn' | 'extendReturn';

export type NotificationModel = {
  title: string;
  body: string;
  urgent: boolean;
  actions?: NotificationAction[];
};

/** Slots in rising importance. Each shows at most one notification. */
export const SLOTS = [
  'switch',
  'limit',
  'return',
  'automation',
  'clock',
  'externalChange',
  'failure',
] as const;
export type Slot = (typeof SLOTS)[number];

/** Most switches take less, in milliseconds, and the icon confirms them. */
export const SLOW_SWITCH_MS = 1_000;

/**
 * When a notification is shown.
 * - `event`: always;
 * - `progress`: once it has lasted for {@link SLOW_SWITCH_MS}, while the window is hidden, which shows it too;
 * - `result`: while the window is hidden;
 * - `confirmation`: the same, and only if the agent wants to be told of every switch, because the icon shows it.
 */
export type NotificationKind = 'event' | 'progress' | 'result' | 'confirmation';

/** A notification that a state requires. */
export type NotificationSpec = {
  slot: Slot;
  /** Two states have the same occurrence if they share one of these keys. */
  occurrenceKeys: readonly string[];
  /** The part of the content that depends on the status. When it changes, the notification is updated. */
  contentKey: string;
  kind: NotificationKind;
  /** Whether the occurrence began with this state change. An older occurrence is not shown. */
  isNewSince: (before: AppState) => boolean;
  render: (t: Translate) => NotificationModel;
};

/** All notifications that this state requires, at most one per slot. */
export function getNotificationSpecs(state: AppState): NotificationSpec[] {
  return [
    switchNotification(state),
    limitNotification(state),
    returnNotification(state),
    automationNotification(state),
    clockSkewNotification(state),
    externalChangeNotification(state),
    failureNotification(state),
  ].filter((spec) => spec !== null);
}

const always = (): boolean => true;

/**
 * The pending intent; or the receipt, while the confirmed status matches it; or the status reserved for after a call.
 * "Reserved" is shown once no intent is pending, however the state was reached.
 */
function switchNotification({ agent }: AppState): NotificationSpec | null {
  const { intent, receipt, confirmed } = agent;
  const common = { slot: 'switch', kind: 'confirmation' } as const;
  if (intent) {
    return {
      ...common,
      kind: 'progress',
      occurrenceKeys: [`intent ${intent.id}`],
      contentKey: '',
      isNewSince: always,
      render: (t) => ({
        title: t('notification.switching', { choice: statusLabel(t, intent.choice) }),
        body: '',
        urgent: false,
      }),
    };
  }
  if (!confirmed?.isValid) return null;
  if (receipt && sameChoice(receipt.to, confirmed)) {
    return {
      ...common,
      occurrenceKeys: [`receipt ${receipt.requestedAt} ${receipt.confirmedAt} ${receipt.requestId ?? ''}`],
      contentKey: '',
      isNewSince: (before) => before.agent.receipt !== receipt,
      render: (t) => ({
        title: t('notification.switched', { choice: statusLabel(t, receipt.to) }),
        body: t('notification.switchedBody'),
        urgent: false,
      }),
    };
  }
  const { afterCall } = confirmed;
  if (!afterCall) return null;
  return {
    ...common,
    // The icon still shows the call.
    kind: 'result',
    occurrenceKeys: [`reserved ${afterCall} ${confirmed.since}`],
    contentKey: '',
    // A status reserved before the first reading is not new.
    isNewSince: (before) => before.agent.confirmed !== null,
    render: (t) => ({
      title: t('afterCall', { status: t(`status.${afterCall}`) }),
      body: t('notification.switchedBody'),
      urgent: false,
    }),
  };
}

/** A break limit is nearly or fully used up, while that break runs. */
function limitNotification({ agent: { confirmed }, breakLimitUsage }: AppState): NotificationSpec | null {
  const usage = breakLimitUsage.find(
    ({ status, reason }) => status === confirmed?.status && reason === confirmed.reason,
  );
  if (!confirmed || !usage || usage.state === 'ok') return null;
  const isUrgent = usage.state === 'breached';
  return {
    slot: 'limit',
    occurrenceKeys: [`${usage.state} ${usage.status} ${usage.reason} ${confirmed.since}`],
    contentKey: '',
    kind: 'event',
    isNewSince: always,
    render: (t) => {
      const choice = statusLabel(t, usage);
      const [used, limit] = closestLimit(usage);
      const spans = { used: durationLabel(t, used), limit: durationLabel(t, limit) };
      return {
        title: t(isUrgent ? 'notification.breakLimitBreached' : 'notification.breakLimitWarning', { choice }),
        body: t('notification.breakLimitBody', spans),
        urgent: isUrgent,
      };
    },
  };
}

/** The planned return is near, or due and waiting for the agent's response. */
function returnNotification({
  agent: { confirmed },
  plannedReturn: plan,
}: AppState): NotificationSpec | null {
  // A break planned for less than two minutes is never in stage "planned", and gets no reminder.
  if (!plan || plan.stage === 'planned') return null;
  const { stage, backAt, promptCount } = plan;
  const known = confirmed?.isValid ? confirmed : null;
  const common = { slot: 'return', kind: 'event' } as const;
  const contentKey = known ? `${known.status} ${known.reason}` : '';
  const actions: NotificationAction[] = ['confirmReturn', 'extendReturn'];
  if (stage === 'due') {
    return {
      ...common,
      contentKey,
      occurrenceKeys: [`due ${backAt} ${promptCount}`],
      isNewSince: always,
      render: (t) => ({
        title: t('notification.dueTitle'),
        body: known
          ? t('notification.dueBody', { choice: statusLabel(t, known) })
          : t('notification.dueBodyUnknown'),
        urgent: true,
        actions,
      }),
    };
  }
  const time = timeLabel(backAt);
  return {
    ...common,
    contentKey,
    occurrenceKeys: [`soon ${backAt}`],
    isNewSince: (before) => before.plannedReturn?.stage === 'planned',
    render: (t) => ({
      title: t('notification.soonTitle'),
      body: known
        ? t('notification.soonBody', { choice: statusLabel(t, known), time })
        : t('tray.backAt', { time }),
      urgent: false,
      actions,
    }),
  };
}

/** Automation has stopped until a person resumes it. */
function automationNotification({ automationStoppedAt }: AppState): NotificationSpec | null {
  if (automationStoppedAt === null) return null;
  return {
    slot: 'automation',
    occurrenceKeys: [`automation stopped ${automationStoppedAt}`],
    contentKey: '',
    kind: 'event',
    isNewSince: always,
    render: (t) => ({ title: t('automation.stopped'), body: t('automation.stoppedBody'), urgent: true }),
  };
}

/** The skew changes with every response; one occurrence key keeps it from being shown again each time. */
function clockSkewNotification(state: AppState): NotificationSpec | null {
  if (state.agent.clockSkewMs === null) return null;
  return {
    slot: 'clock',
    occurrenceKeys: ['clock'],
    contentKey: '',
    kind: 'event',
    isNewSince: always,
    render: (t) => ({
      title: clockSkewLabel(t, state) ?? '',
      body: t('notification.clockBody'),
      urgent: true,
    }),
  };
}

function externalChangeNotification(state: AppState): NotificationSpec | null {
  const { externalChange } = state.agent;
  if (!externalChange) return null;
  return {
    slot: 'externalChange',
    occurrenceKeys: [
      `external change ${externalChange.after} ${externalChange.before} ${externalChange.to.status} ${externalChange.to.reason}`,
    ],
    contentKey: '',
    kind: 'event',
    isNewSince: always,
    render: (t) => ({
      title: externalChangeLabel(t, state) ?? '',
      body: t('notification.externalChangeBetween', {
        after: timeLabel(externalChange.after),
        before: timeLabel(externalChange.before),
      }),
      urgent: true,
    }),
  };
}

/**
 * A failure has one occurrence per intent and kind, and one per final failure: automatic retries that fail in the same way
 * show nothing new.
 */
function failureNotification(state: AppState): NotificationSpec | null {
  const { failure, intent, confirmed } = state.agent;
  if (!failure) return null;
  const report = `report ${failure.kind} ${failure.at} ${failure.code} ${failure.requestId ?? ''}`;
  return {
    slot: 'failure',
    occurrenceKeys: intent ? [report, `intent ${intent.id} ${failure.kind}`] : [report],
    contentKey: confirmed?.isValid ? `${confirmed.status} ${confirmed.reason}` : '',
    kind: 'event',
    isNewSince: always,
    render: (t) => ({
      title: failureLabel(t, state) ?? '',
      body: t('notification.failureBody', {
        headline: t(`failure.${failure.kind}.headline`),
        nextStep: t(`failure.${failure.kind}.nextStep`),
      }),
      urgent: true,
    }),
  };
}

/** The limit with the larger used share: its used time and limit, in milliseconds. */
function closestLimit({
  breakUsedMs,
  breakLimitMs,
  dayUsedMs,
  dayLimitMs,
}: BreakLimitUsage): [used: number, limit: number] {
  const breakShare = breakLimitMs === null ? 0 : breakUsedMs / breakLimitMs;
  const dayShare = dayLimitMs === null ? 0 : dayUsedMs / dayLimitMs;
  return dayShare > breakShare ? [dayUsedMs, dayLimitMs ?? 0] : [breakUsedMs, breakLimitMs ?? 0];
}
