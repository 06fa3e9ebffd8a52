import { useSyncExternalStore } from 'react';
import { MINUTE_MS } from '../shared/time-units.ts';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  now = Date.now();
  // Scheduled for the next full second, so that delays do not add up and no second is skipped.
  timer = setTimeout(tick, 1000 - (now % 1000));
  for (const listener of listeners) listener();
}

function tickWhileVisible(): void {
  clearTimeout(timer);
  if (listeners.size > 0 && !document.hidden) tick();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', tickWhileVisible);
    tickWhileVisible();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', tickWhileVisible);
    clearTimeout(timer);
  };
}

/** The current time in epoch milliseconds; re-renders every second while the window is visible. A hidden window sets no timers. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** The current time in whole minutes; re-renders every minute. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now / MINUTE_MS));
}
