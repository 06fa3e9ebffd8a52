/** What Electron tells of the agent: the idle time, the lock, sleep, and which user's session is in front. */
import { powerMonitor } from 'electron';
import type { PresenceSource, SourceNews } from '../automation/presence-watch.ts';

/**
 * macOS and Windows tell all of it. On Linux Electron tells that a screen is locked where it can see the locker, and "not
 * locked" everywhere else, so only the first is believed; sleep comes from the system bus.
 */
export function createSystemPresence(platform: NodeJS.Platform): PresenceSource {
  const tellsAll = platform === 'darwin' || platform === 'win32';
  /** By the events; Linux has none of them. */
  let lockTold: boolean | null = null;
  let seenLocked = false;
  let active: boolean | null = null;

  return {
    everyLooks: 1,

    ask: () => {
      // Any threshold will do: only "locked" is asked for.
      const locked = lockTold === true || powerMonitor.getSystemIdleState(1) === 'locked';
      // Who has told of one lock tells of its end, too.
      seenLocked ||= locked;
      return Promise.resolve({
        locks: [{ by: 'electron', locked, sure: tellsAll || lockTold !== null || seenLocked }],
        ...(active === null ? {} : { active }),
        counters: { electron: powerMonitor.getSystemIdleTime() * 1000 },
        ...(tellsAll ? { tellsSleep: true } : {}),
      });
    },

    listen: (onNews) => {
      // Electron declares each event apart; which of them there are depends on the system.
      const events: NodeJS.EventEmitter = powerMonitor;
      const on = (event: string, note: () => void, news: SourceNews = 'changed') => {
        const listener = () => {
          note();
          onNews(news);
        };
        events.on(event, listener);
        return () => void events.removeListener(event, listener);
      };
      const stops = [
        on('lock-screen', () => (lockTold = true)),
        on('unlock-screen', () => (lockTold = false)),
        on('user-did-resign-active', () => (active = false)),
        on('user-did-become-active', () => (active = true)),
        on('suspend', () => {}, 'suspend'),
        on('resume', () => {}, 'resume'),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}
