/** Draws the progress of a wave on one line of a terminal. */
import type { WaveProgress } from '../../shared/local-api/team-results.ts';
import type { CliTexts } from '../texts.ts';

const BAR_LENGTH = 20;

/** Returns to the start of the line and clears it. */
export const CLEAR_LINE = '\r\u001b[2K';

/** "[#####     ] 250 of 1000 · 98 a second · 8 s left", cut to the width of the terminal. */
export function progressLine({ t }: CliTexts, progress: WaveProgress, columns: number): string {
  const { done, total, perSecond, remainingMs } = progress;
  const filled = total === 0 ? BAR_LENGTH : Math.floor((done / total) * BAR_LENGTH);
  const bar = `[${'#'.repeat(filled)}${' '.repeat(BAR_LENGTH - filled)}]`;
  const text =
    remainingMs === null || done === total
      ? t('cli.team.progress.done', { done, total })
      : t('cli.team.progress.running', {
          done,
          total,
          rate: Math.round(perSecond),
          remaining: formatRemaining(remainingMs),
        });
  // A line that fills the terminal wraps, and could not be cleared.
  return `${bar} ${text}`.slice(0, Math.max(0, columns - 1));
}

/** "8 s" or "1:05" */
function formatRemaining(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
