/** The phrases that tray, tooltip and notifications share. Pure. */
import type { Translate } from '../../assets/locales/translate.ts';
import type { AgentState, AppState } from '../../preload/contract/state.ts';
import type { AgentStatus } from '../../preload/contract/vocabulary.ts';
import { displayText } from './display-text.ts';

const MINUTE_MS = 60_000;

const DAY_MIN = 24 * 60;

/** Two readings have been missed by then. */
const OLD_MS = 3 * MINUTE_MS;

/** "Rest · Lunch", or "Free" where there is no reason. */
export function statusPhrase(
  t: Translate,
  { status, reason }: { status: AgentStatus; reason: string },
): string {
  const name = t(`status.${status}`);
  const shown = displayText(reason);
  return shown === '' ? name : t('statusReason', { status: name, reason: shown });
}

/** "12 min", "1 h 5 min", "3 days": how long something has lasted, rounded down. */
export function durationPhrase(t: Translate, milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / MINUTE_MS));
  if (total < 1) return t('duration.moments');
  if (total < 60) return t('duration.minutes', { count: total });
  if (total >= 2 * DAY_MIN) return t('duration.days', { count: Math.floor(total / DAY_MIN) });
  const [hours, minutes] = [Math.floor(total / 60), total % 60];
  return t('duration.hours', { hours, minutes });
}

/** "10:31" on this computer's clock, as every language writes it. `Intl` would take 5 MB of memory for it, measured. */
export function timePhrase(instant: number): string {
  const time = new Date(instant);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** "10:31", and with its date where that is not today's: "Nov 23, 10:31". */
function dayAndTimePhrase(instant: number, now: number, language: AppState['language']): string {
  if (new Date(instant).toDateString() === new Date(now).toDateString()) return timePhrase(instant);
  const parts = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(language, { ...parts, hourCycle: 'h23' }).format(instant);
}

/** What is proved, with its time: "Rest · Lunch, since 10:31"; or that it is not known. */
export function truthPhrase(t: Translate, { agent, language }: AppState, now: number): string {
  const { proved } = agent;
  if (!proved) return t('tray.unknownNever');
  if (!proved.holds) {
    return t('tray.unknownSince', {
      status: statusPhrase(t, proved),
      time: timePhrase(proved.confirmedAt),
    });
  }
  const phrase = t('tray.since', {
    status: statusPhrase(t, proved),
    time: dayAndTimePhrase(proved.since, now, language),
  });
  const said = proved.afterCall
    ? `${phrase} · ${t('afterCall', { status: t(`status.${proved.afterCall}`) })}`
    : phrase;
  return isOld(agent, now) ? t('tray.stale', { phrase: said, time: timePhrase(proved.confirmedAt) }) : said;
}

/** Whether what was proved cannot be called "now": the key may not read it back, or readings fail. */
function isOld(agent: AgentState, now: number): boolean {
  return agent.reading === 'refused' || now >= (growsOldAt(agent) ?? Infinity);
}

/** When what is proved, and still holds, will have been confirmed too long ago to be called "now"; null: never. */
export function growsOldAt({ proved, reading }: AgentState): number | null {
  return proved?.holds && reading !== 'refused' ? proved.confirmedAt + OLD_MS : null;
}

/** What is on its way: "Switching to Rest · Lunch…", or when it is tried again; null when nothing is. */
export function wishPhrase(t: Translate, { agent }: AppState): string | null {
  const { wish } = agent;
  if (!wish) return null;
  const choice = statusPhrase(t, wish.choice);
  switch (wish.phase.name) {
    case 'sending':
    case 'queued':
      return t('switching', { choice });
    case 'waiting':
      return t('tray.retryAt', { choice, time: timePhrase(wish.phase.until) });
    case 'offline':
      return t('tray.waitingForNetwork', { choice });
  }
}

/** "Still Free: the switch to Busy failed": what is true after a failure; null when none is on show. */
export function failurePhrase(t: Translate, { agent }: AppState): string | null {
  const { failure, proved } = agent;
  if (!failure) return null;
  if (!failure.choice) return t(`failure.${failure.kind}.headline`);
  const choice = statusPhrase(t, failure.choice);
  return proved?.holds
    ? t('notification.stillTitle', { status: statusPhrase(t, proved), choice })
    : t('notification.unknownTitle', { choice });
}

/** "Changed elsewhere: Free → Rest"; null when nothing was. */
export function driftPhrase(t: Translate, { agent }: AppState): string | null {
  const { drift } = agent;
  return drift && t('tray.drift', { from: statusPhrase(t, drift.from), to: statusPhrase(t, drift.to) });
}

/** "This computer's clock is wrong by 7 min"; null while it is right. */
export function clockPhrase(t: Translate, { agent }: AppState): string | null {
  const { clockAheadMs } = agent;
  return clockAheadMs === null ? null : t('tray.clock', { span: durationPhrase(t, Math.abs(clockAheadMs)) });
}

/** "back at 10:48", or that it is time; null without a plan. */
export function returnPhrase(t: Translate, { plannedReturn }: AppState): string | null {
  if (!plannedReturn) return null;
  if (plannedReturn.stage === 'due') return t('tray.backNow');
  return t('tray.backAt', { time: timePhrase(plannedReturn.backAt) });
}
