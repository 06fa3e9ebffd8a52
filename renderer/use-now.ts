import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  now = Date.now();
  // Aimed at the next full second, so that a late timer does not add up and no second is skipped.
  timer = setTimeout(tick, 1000 - (now % 1000));
  for (const listener of listeners) listener();
}

function runWhileSeen(): void {
  clearTimeout(timer);
  if (listeners.size > 0 && !document.hidden) tick();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', runWhileSeen);
    runWhileSeen();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', runWhileSeen);
    clearTimeout(timer);
  };
}

/** The time, new every second while the window can be seen. A hidden window sets no timers. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** The number of the minute, for what need not be drawn every second. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now / 60_000));
}
