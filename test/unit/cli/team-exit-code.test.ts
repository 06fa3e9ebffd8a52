import { expect, test } from 'vitest';
import { exitCodeOfReadings, exitCodeOfWave } from '../../../cli/team/exit-code.ts';
import { countOutcomes, type TeamFailure } from '../../../shared/local-api/team-results.ts';

test.each<[kind: TeamFailure['kind'], wave: number, reading: number]>([
  ['keyProgramFailed', 4, 4],
  ['keyProgramTimedOut', 4, 4],
  ['keyProgramUnsafe', 4, 4],
  ['addressNotInPolicy', 4, 4],
  ['setupIncomplete', 4, 4],
  ['signatureDamaged', 4, 4],
  ['secretIdUnknown', 4, 4],
  ['valueRefused', 1, 3],
])('a wave that %s has stopped ends with %i, a reading with %i', (kind, wave, reading) => {
  const failure = { kind, code: '', message: '', requestId: null };
  const counts = countOutcomes([{ outcome: 'notSent' }]);
  expect(exitCodeOfWave(counts, { how: 'stopped', failure })).toBe(wave);
  expect(exitCodeOfReadings([], { how: 'stopped', failure })).toBe(reading);
});
