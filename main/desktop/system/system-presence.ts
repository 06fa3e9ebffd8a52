/** Detects the agent's presence through Electron: idle time, screen lock, sleep, and the active user session. */
import { powerMonitor } from 'electron';
import type { PresenceEvent, PresenceReading, PresenceSource } from '../../automation/presence-watch.ts';

/**
 * Complete on macOS and Windows. On Linux Electron reports "locked" where it supports the locker, and "not locked" everywhere
 * else, so only "locked" is reliable; sleep is read from the system bus.
 */
export function createSystemPresence(platform: NodeJS.Platform): PresenceSource {
  const reportsAll = platform === 'darwin' || platform === 'win32';
  /** Lock state from events, which Linux does not have. */
  let reportedLock: boolean | null = null;
  let hasSeenLock = false;
  let isActiveSession: boolean | null = null;

  return {
    pollDivisor: 1,

    query: () => {
      // The threshold does not matter: only "locked" is used.
      const locked = reportedLock === true || powerMonitor.getSystemIdleState(1) === 'locked';
      // A source that reported a lock also reports its end.
      hasSeenLock ||= locked;
      const isReliable = reportsAll || reportedLock !== null || hasSeenLock;
      const reading: PresenceReading = {
        locks: [{ source: 'electron', locked, isReliable }],
        counters: { electron: powerMonitor.getSystemIdleTime() * 1000 },
      };
      if (isActiveSession !== null) reading.active = isActiveSession;
      if (reportsAll) reading.reportsSleep = true;
      return Promise.resolve(reading);
    },

    subscribe: (onEvent) => {
      // Electron types each event separately; which of them exist depends on the system.
      const events: NodeJS.EventEmitter = powerMonitor;
      const on = (name: string, update: () => void, event: PresenceEvent = 'changed') => {
        const listener = () => {
          update();
          onEvent(event);
        };
        events.on(name, listener);
        return () => void events.removeListener(name, listener);
      };
      const cleanups = [
        on('lock-screen', () => (reportedLock = true)),
        on('unlock-screen', () => (reportedLock = false)),
        on('user-did-resign-active', () => (isActiveSession = false)),
        on('user-did-become-active', () => (isActiveSession = true)),
        on('suspend', () => {}, 'suspend'),
        on('resume', () => {}, 'resume'),
      ];
      return () => cleanups.forEach((cleanup) => cleanup());
    },
  };
}
