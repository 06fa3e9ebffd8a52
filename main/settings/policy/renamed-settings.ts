/** Policy settings that were renamed since version 0.1.0. */
import type { ManagedSetting } from '../../../shared/state.ts';

/** Old name to current name. Both are read. */
export const RENAMED_SETTINGS: ReadonlyMap<string, ManagedSetting> = new Map([
  ['freeWhenDue', 'autoFreeAtReturn'],
  ['budgets', 'breakLimits'],
  ['dayStartsAt', 'dayStartHour'],
  ['whenLocked', 'onLock'],
  ['whenAsleep', 'onSleep'],
  ['whenIdle', 'onIdle'],
  ['whenQuitting', 'onQuit'],
  ['quiet', 'reduceNotifications'],
  ['readingSeconds', 'pollIntervalSeconds'],
]);
