/** The lines of waves, in memory. */
import type { WaveStore } from './coordination.ts';

/** How long a wave is kept after its last line, in milliseconds. */
export const WAVE_MS = 3_600_000;

/** The most lines that `lines` returns. */
export const MAX_LINES = 1_000;

/** The most waves that are kept. The one without a line for the longest time is dropped. */
const MAX_WAVES = 100;

export function createMemoryWaves(now: () => number): WaveStore {
  const waves = new Map<string, { lines: string[]; at: number }>();
  const listeners = new Set<(id: string) => void>();

  function prune(): void {
    for (const [id, { at }] of waves)
      if (waves.size > MAX_WAVES || Math.abs(now() - at) > WAVE_MS) waves.delete(id);
  }

  return {
    create: async (id) => {
      waves.set(id, { lines: [], at: now() });
      prune();
      await Promise.resolve();
    },
    append: async (id, lines) => {
      const wave = waves.get(id);
      if (wave === undefined) return;
      for (const line of lines) wave.lines.push(line);
      wave.at = now();
      // The wave without a line for the longest time comes first.
      waves.delete(id);
      waves.set(id, wave);
      for (const listener of listeners) listener(id);
      await Promise.resolve();
    },
    lines: (id, from) => Promise.resolve(waves.get(id)?.lines.slice(from, from + MAX_LINES) ?? null),
    onAppend: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    // With this process the waves end as well: there is nothing to take over.
    end: () => Promise.resolve(),
    takeOver: () => Promise.resolve([]),
  };
}
