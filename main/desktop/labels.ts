/** Labels shared by tray, tooltip and notifications. Pure. */
import type { Translate } from '../../shared/i18n.ts';
import type { AgentState, AppState } from '../../shared/state.ts';
import type { AgentStatus, ReasonChoice } from '../../shared/domain.ts';
import { displayText } from './display-text.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

const DAY_MIN = 24 * 60;

/** By then two readings were missed. */
const STALE_AFTER_MS = 3 * MINUTE_MS;

/** "Rest · Lunch", or "Free" without a reason. */
export function statusLabel(
  t: Translate,
  { status, reason }: { status: AgentStatus; reason: string },
): string {
  const name = t(`status.${status}`);
  const shown = displayText(reason);
  return shown === '' ? name : t('statusReason', { status: name, reason: shown });
}

/** "Lunch, 45 min"; the label alone without a planned duration. */
export function withDuration(t: Translate, label: string, minutes: number | null): string {
  return minutes === null
    ? label
    : t('tray.withDuration', { label, duration: t('tray.minutes', { count: minutes }) });
}

/** "Rest · Lunch, 45 min": a status with its reason and the planned duration of the break. */
export function choiceLabel(t: Translate, choice: ReasonChoice): string {
  return withDuration(t, statusLabel(t, choice), choice.minutes);
}

/** "12 min", "1 h 5 min", "3 days", rounded down. */
export function durationLabel(t: Translate, durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / MINUTE_MS));
  if (total < 1) return t('duration.moments');
  if (total < 60) return t('duration.minutes', { count: total });
  if (total >= 2 * DAY_MIN) return t('duration.days', { count: Math.floor(total / DAY_MIN) });
  const [hours, minutes] = [Math.floor(total / 60), total % 60];
  return t('duration.hours', { hours, minutes });
}

/** "10:31" in local time, the same in every language. Not by `Intl`, which takes 5 MB of memory (measured). */
export function timeLabel(epochMs: number): string {
  const time = new Date(epochMs);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** "10:31"; with the date unless it is today: "Nov 23, 10:31". */
function dateTimeLabel(epochMs: number, now: number, language: AppState['language']): string {
  if (new Date(epochMs).toDateString() === new Date(now).toDateString()) return timeLabel(epochMs);
  const parts = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(language, { ...parts, hourCycle: 'h23' }).format(epochMs);
}

/** The confirmed status with its time, "Rest · Lunch, since 10:31", or that it is unknown. */
export function confirmedLabel(t: Translate, { agent, language }: AppState, now: number): string {
  const { confirmed } = agent;
  if (!confirmed) return t('tray.unknownNever');
  if (!confirmed.isValid) {
    return t('tray.unknownSince', {
      status: statusLabel(t, confirmed),
      time: timeLabel(confirmed.confirmedAt),
    });
  }
  const label = t('tray.since', {
    status: statusLabel(t, confirmed),
    time: dateTimeLabel(confirmed.since, now, language),
  });
  const fullLabel = confirmed.afterCall
    ? `${label} · ${t('afterCall', { status: t(`status.${confirmed.afterCall}`) })}`
    : label;
  return isStale(agent, now)
    ? t('tray.stale', { label: fullLabel, time: timeLabel(confirmed.confirmedAt) })
    : fullLabel;
}

/**
 * Why the status is unknown, or what an agent who is offline has to do; null otherwise, and while a pending intent or a
 * failure says more.
 */
export function nextStepLabel(t: Translate, { agent }: AppState): string | null {
  const { confirmed, failure, intent, unknownCause } = agent;
  if (intent || failure) return null;
  if (unknownCause) return t(`window.unknown.${unknownCause}`);
  return confirmed?.status === 'offline' ? t('window.signInFirst') : null;
}

/** Whether the confirmed status may be out of date: the credentials may not read it, or readings fail. */
function isStale(agent: AgentState, now: number): boolean {
  return agent.readAccess === 'refused' || now >= (staleAt(agent) ?? Infinity);
}

/** Time at which a valid confirmed status becomes stale, epoch milliseconds; null if it never does. */
export function staleAt({ confirmed, readAccess }: AgentState): number | null {
  return confirmed?.isValid && readAccess !== 'refused' ? confirmed.confirmedAt + STALE_AFTER_MS : null;
}

/** The pending intent: "Switching to Rest · Lunch…", or the time of the next retry; null without one. */
export function intentLabel(t: Translate, { agent }: AppState): string | null {
  const { intent } = agent;
  if (!intent) return null;
  const choice = statusLabel(t, intent.choice);
  switch (intent.phase.type) {
    case 'sending':
    case 'queued':
      return t('switching', { choice });
    case 'waiting':
      return t('tray.retryAt', { choice, time: timeLabel(intent.phase.until) });
    case 'offline':
      return t('tray.waitingForNetwork', { choice });
  }
}

/** The result of a failure, "Still Free: the switch to Busy failed"; null when no failure is shown. */
export function failureLabel(t: Translate, { agent }: AppState): string | null {
  const { failure, confirmed } = agent;
  if (!failure) return null;
  if (!failure.choice) return t(`failure.${failure.kind}.headline`);
  const choice = statusLabel(t, failure.choice);
  return confirmed?.isValid
    ? t('notification.stillTitle', { status: statusLabel(t, confirmed), choice })
    : t('notification.unknownTitle', { choice });
}

/** "Changed elsewhere: Free → Rest"; null without an external change. */
export function externalChangeLabel(t: Translate, { agent }: AppState): string | null {
  const { externalChange } = agent;
  return (
    externalChange &&
    t('tray.externalChange', {
      from: statusLabel(t, externalChange.from),
      to: statusLabel(t, externalChange.to),
    })
  );
}

/** "This computer's clock is wrong by 7 min"; null while it is right. */
export function clockSkewLabel(t: Translate, { agent }: AppState): string | null {
  const { clockSkewMs } = agent;
  return clockSkewMs === null ? null : t('tray.clock', { span: durationLabel(t, Math.abs(clockSkewMs)) });
}

/** "back at 10:48", or that the return is due; null without a plan. */
export function plannedReturnLabel(t: Translate, { plannedReturn }: AppState): string | null {
  if (!plannedReturn) return null;
  if (plannedReturn.stage === 'due') return t('tray.backNow');
  return t('tray.backAt', { time: timeLabel(plannedReturn.backAt) });
}
