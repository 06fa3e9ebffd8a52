/** Decides how often presence is polled. Pure. Presence is not polled if nothing depends on it. */
import type { Preferences } from '../../shared/preferences.ts';
import type { AgentState, AppState } from '../../shared/state.ts';
import type { PollingMode } from './presence-watch.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

/** How long before a planned return is due, in milliseconds, recent input is needed. */
const FREQUENT_BEFORE_MS = 90_000;

type PollingContext = {
  /** Whether the window is visible: Settings shows what the desktop can report. */
  isWindowVisible: boolean;
  /** When the planned return acts next, epoch milliseconds. */
  returnAt: number | null;
  now: number;
};

export function getPollingMode(
  {
    agent,
    preferences,
    route,
    plannedReturn,
  }: Pick<AppState, 'agent' | 'preferences' | 'route' | 'plannedReturn'>,
  { isWindowVisible, returnAt, now }: PollingContext,
): PollingMode {
  if (route === 'settings' && isWindowVisible) return 'close';
  if (preferences.autoFreeAtReturn && returnAt !== null && returnAt - now <= FREQUENT_BEFORE_MS)
    return 'close';
  const { onLock, onSleep, onIdle } = preferences;
  return onLock || onSleep || onIdle || plannedReturn || isFreeIntentWaiting(agent) ? 'away' : 'none';
}

/** A delayed Free is sent only if the screen is not locked by then. */
function isFreeIntentWaiting({ intent }: AgentState): boolean {
  return (
    intent?.choice.status === 'free' && (intent.phase.type === 'waiting' || intent.phase.type === 'offline')
  );
}

/** Whether a state change may have changed the polling mode. */
export function mayChangePollingMode(after: AppState, before: AppState): boolean {
  return (
    isFreeIntentWaiting(after.agent) !== isFreeIntentWaiting(before.agent) ||
    after.preferences !== before.preferences ||
    after.route !== before.route ||
    after.plannedReturn !== before.plannedReturn
  );
}

/** After this many milliseconds without input the agent counts as away; null: never. */
export function idleLimitMs({ onIdle }: Preferences): number | null {
  return onIdle === null ? null : onIdle.minutes * MINUTE_MS;
}
