/**
 * The brake on automation. Pure. A lock screen that flickers, a wrong idle counter or two conflicting settings would
 * switch an agent back and forth forever. Automation stops after three changes within ten minutes without a user action
 * in between.
 */
import { MINUTE_MS } from '../../shared/time-units.ts';

export type Brake = {
  /** When automation changed the status, epoch milliseconds, oldest first. */
  changes: readonly number[];
  /** When automation stopped, epoch milliseconds; null while it may change the status. */
  stoppedAt: number | null;
};

/** The state after a user action: no automatic changes. */
export const released: Brake = { changes: [], stoppedAt: null };

export const MAX_CHANGES = 3;
export const WINDOW_MS = 10 * MINUTE_MS;

/** Records an automatic change. @param now epoch milliseconds */
export function afterChange({ changes, stoppedAt }: Brake, now: number): Brake {
  // A change in the future was made before the clock was set back, so it may be recent.
  const recent = [...changes.filter((at) => now - at < WINDOW_MS), now];
  return { changes: recent, stoppedAt: stoppedAt ?? (recent.length >= MAX_CHANGES ? now : null) };
}
