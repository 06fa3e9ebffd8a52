/** Collects the results of a wave, so that a client gets a few large events instead of thousands of small ones. */
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { RESULTS_PER_EVENT, type WaveEvent } from '../../../shared/local-api/team.ts';
import type { AgentResult, WaveProgress } from '../../../shared/local-api/team-results.ts';

/** Ten times a second is enough for a progress bar. */
const INTERVAL_MS = 100;

export function createResultBatcher(clock: Pick<Clock, 'setTimer'>, emit: (event: WaveEvent) => void) {
  let collected: AgentResult[] = [];
  let latest: WaveProgress | null = null;
  let cancelTimer: CancelTimer | null = null;

  function flush(): void {
    cancelTimer?.();
    cancelTimer = null;
    if (!latest) return;
    while (collected.length > 0) {
      const results = collected.slice(0, RESULTS_PER_EVENT);
      collected = collected.slice(RESULTS_PER_EVENT);
      emit({ type: 'results', results, progress: { ...latest, done: latest.done - collected.length } });
    }
  }

  return {
    add: (result: AgentResult, progress: WaveProgress): void => {
      collected.push(result);
      latest = progress;
      if (collected.length >= RESULTS_PER_EVENT) flush();
      else cancelTimer ??= clock.setTimer(INTERVAL_MS, flush);
    },
    /** Sends what is left. */
    end: flush,
  };
}
