/** Measures how fast a wave is. */
import type { Clock } from '../../shared/clock.ts';
import type { WaveProgress } from '../../shared/local-api/team-results.ts';

/** The rate is that of the last seconds, so that a pause shows. In milliseconds. */
const WINDOW_MS = 5_000;

/** With less, the rate of the first calls would be a matter of chance. In milliseconds. */
const SHORTEST_MS = 250;

/** Creates the function that counts agents with a result, and returns the progress. */
export function createProgress(clock: Pick<Clock, 'now'>, total: number): (added: number) => WaveProgress {
  const samples = [{ at: clock.now(), done: 0 }];
  let done = 0;
  return (added) => {
    const now = clock.now();
    done += added;
    samples.push({ at: now, done });
    while (samples.length > 2 && (samples[1]?.at ?? now) <= now - WINDOW_MS) samples.shift();
    const first = samples[0] ?? { at: now, done };
    const elapsedMs = now - first.at;
    const perSecond = elapsedMs < SHORTEST_MS ? 0 : ((done - first.done) * 1_000) / elapsedMs;
    const remainingMs = perSecond > 0 ? Math.round(((total - done) * 1_000) / perSecond) : null;
    return {
      done,
      total,
      perSecond: Math.round(perSecond * 10) / 10,
      remainingMs: done === total ? 0 : remainingMs,
    };
  };
}
