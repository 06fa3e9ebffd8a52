/** The exit codes of the commands for a team. */
import type {
  AgentReading,
  OutcomeCounts,
  TeamFailure,
  WaveEnd,
} from '../../shared/local-api/team-results.ts';
import { NOT_SET_UP_FAILURES } from '../../shared/local-api/not-set-up.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

/**
 * The worst result of an agent: unknown, then not switched, then reserved for after a call. A wave that a refused key has
 * stopped before anybody was switched has the code of a refused key.
 */
export function exitCodeOfWave(
  counts: OutcomeCounts,
  { how, failure }: { how: WaveEnd['how']; failure: TeamFailure | null },
): ExitCode {
  if (counts.unknown > 0) return EXIT.unknown;
  if (how === 'stopped' && failure && NOT_SET_UP_FAILURES.has(failure.kind)) return EXIT.notSetUp;
  if (counts.failed + counts.otherStatus + counts.notSent > 0) return EXIT.refused;
  return counts.reserved > 0 ? EXIT.reserved : EXIT.confirmed;
}

export function exitCodeOfReadings(readings: readonly AgentReading[], { how, failure }: WaveEnd): ExitCode {
  if (how === 'stopped' && failure && NOT_SET_UP_FAILURES.has(failure.kind)) return EXIT.notSetUp;
  if (how !== 'finished' || readings.some(({ type }) => type === 'unreadable')) return EXIT.unknown;
  return readings.some(({ type }) => type === 'missing') ? EXIT.refused : EXIT.confirmed;
}
