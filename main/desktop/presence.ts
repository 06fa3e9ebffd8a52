import { powerMonitor } from 'electron';
import type { Preferences } from '../../preload/contract/preferences.ts';
import type { Cancel, Time } from '../time.ts';

export type PresenceListeners = {
  onLeft: (cause: 'lock' | 'idle') => void;
  onBack: () => void;
};

export type Presence = {
  /** Looks after what the preferences now ask for, and after nothing else. */
  watch: (preferences: Preferences) => void;
};

/** Idle time has no event, and Linux has none for its lock screen: they are looked at this often, where asked for. */
const LOOK_MS = 15_000;

/** Milliseconds since the last key press or mouse movement. */
export function lastInputAgoMs(): number {
  return powerMonitor.getSystemIdleTime() * 1000;
}

export function createPresence(time: Time, { onLeft, onBack }: PresenceListeners): Presence {
  let cancel: Cancel = () => {};
  let away: 'lock' | 'idle' | null = null;

  function seen(idleAfterMinutes: number | null, lockMatters: boolean): 'lock' | 'idle' | null {
    // Any threshold will do: only "locked" is asked for.
    if (lockMatters && powerMonitor.getSystemIdleState(1) === 'locked') return 'lock';
    const idle = idleAfterMinutes !== null && lastInputAgoMs() >= idleAfterMinutes * 60_000;
    return idle ? 'idle' : null;
  }

  function look(preferences: Preferences): void {
    const now = seen(preferences.whenIdle?.minutes ?? null, preferences.whenLocked !== null);
    if (now && !away) onLeft(now);
    if (!now && away) onBack();
    away = now;
    cancel = time.after(LOOK_MS, () => look(preferences));
  }

  return {
    watch: (preferences) => {
      cancel();
      const polls =
        preferences.whenIdle !== null || (preferences.whenLocked !== null && process.platform === 'linux');
      if (polls) look(preferences);
    },
  };
}
