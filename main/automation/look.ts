/** How closely to look for the agent. Pure. Nobody is watched for whom nothing follows from it. */
import type { Preferences } from '../../preload/contract/preferences.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { Look } from './presence-watch.ts';

/** From so long before a planned return is due, fresh input is looked for. */
const CLOSE_BEFORE_MS = 90_000;
const MINUTE_MS = 60_000;

type Surroundings = {
  /** Whether the window can be seen: Settings says what the desktop tells. */
  settingsSeen: boolean;
  /** When the planned return has something to do next, epoch milliseconds. */
  returnAt: number | null;
  now: number;
};

export function lookFor(
  { preferences, page, plannedReturn }: Pick<AppState, 'preferences' | 'page' | 'plannedReturn'>,
  { settingsSeen, returnAt, now }: Surroundings,
): Look {
  if (page === 'settings' && settingsSeen) return 'close';
  if (preferences.freeWhenDue && returnAt !== null && returnAt - now <= CLOSE_BEFORE_MS) return 'close';
  const { whenLocked, whenAsleep, whenIdle } = preferences;
  return whenLocked || whenAsleep || whenIdle || plannedReturn ? 'away' : 'none';
}

/** Whether a change of the state may have changed how closely to look. */
export function looksDiffer(after: AppState, before: AppState): boolean {
  return (
    after.preferences !== before.preferences ||
    after.page !== before.page ||
    after.plannedReturn !== before.plannedReturn
  );
}

/** After so many milliseconds without input the agent counts as away; null: never. */
export function idleLimitMs({ whenIdle }: Preferences): number | null {
  return whenIdle && whenIdle.minutes * MINUTE_MS;
}
