/**
 * The brake on automation. Pure. A lock screen that flickers, a lying counter, or two settings that work against each other
 * would switch an agent to and fro for ever; three changes within ten minutes, and no person in between, are the end of it.
 */

export type Brake = {
  /** When Standby last changed the status by itself, epoch milliseconds, oldest first. */
  changes: readonly number[];
  /** Since when nothing is changed by itself any more; null while it may be. */
  stoppedAt: number | null;
};

/** Nothing has been changed since a person was last there. */
export const released: Brake = { changes: [], stoppedAt: null };

export const MOST_CHANGES = 3;
export const WITHIN_MS = 10 * 60_000;

/** The status was changed by itself. @param now epoch milliseconds */
export function afterChange({ changes, stoppedAt }: Brake, now: number): Brake {
  // A change that lies in the future was made before the clock was set back: it may be as recent as any.
  const recent = [...changes.filter((at) => now - at < WITHIN_MS), now];
  return { changes: recent, stoppedAt: stoppedAt ?? (recent.length >= MOST_CHANGES ? now : null) };
}
