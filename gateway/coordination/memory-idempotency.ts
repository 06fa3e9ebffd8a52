/** The answers to idempotent requests, in memory. */
import type { Idempotency } from './coordination.ts';

/** How long an answer is kept, in milliseconds. */
export const ANSWER_MS = 3_600_000;

/** The most answers that are kept. The oldest is dropped: its request would be sent again. */
const MAX_ANSWERS = 100_000;

type Entry = {
  fingerprint: string;
  at: number;
  answer: string | null;
  waiting: ((answer: string | null) => void)[];
};

export function createMemoryIdempotency(now: () => number) {
  const entries = new Map<string, Entry>();

  function find(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (entry?.answer == null || Math.abs(now() - entry.at) <= ANSWER_MS) return entry;
    entries.delete(key);
    return undefined;
  }

  /** Drops what is too old or too much. */
  function dropOldest(): void {
    for (const [key, { answer, at }] of entries) {
      if (answer === null) continue;
      if (entries.size <= MAX_ANSWERS && Math.abs(now() - at) <= ANSWER_MS) return;
      entries.delete(key);
    }
  }

  return {
    begin(key: string, fingerprint: string): Idempotency {
      const entry = find(key);
      if (entry === undefined) {
        entries.set(key, { fingerprint, at: now(), answer: null, waiting: [] });
        dropOldest();
        return { type: 'new' };
      }
      if (entry.fingerprint !== fingerprint) return { type: 'mismatch' };
      return entry.answer === null ? { type: 'pending' } : { type: 'answered', answer: entry.answer };
    },

    end(key: string, answer: string | null): void {
      const entry = entries.get(key);
      if (entry === undefined) return;
      if (answer === null) entries.delete(key);
      else {
        Object.assign(entry, { answer, at: now() });
        // The newest answer is the last one of the map.
        entries.delete(key);
        entries.set(key, entry);
      }
      for (const resolve of entry.waiting.splice(0)) resolve(answer);
    },

    answer(key: string, signal: AbortSignal): Promise<string | null> {
      const entry = find(key);
      if (entry === undefined || signal.aborted) return Promise.resolve(null);
      if (entry.answer !== null) return Promise.resolve(entry.answer);
      const { waiting } = entry;
      return new Promise((resolve) => {
        function finish(answer: string | null): void {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        }
        function onAbort(): void {
          waiting.splice(waiting.indexOf(finish), 1);
          finish(null);
        }
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(finish);
      });
    },
  };
}
