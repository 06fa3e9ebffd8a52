import { expect, test } from 'vitest';
import {
  forgetReason,
  rememberChoice,
  rememberDuration,
  renameInMemory,
  restoreReason,
  toPublicMemory,
  type ReasonMemory,
} from '../../../main/settings/reason-memory.ts';
import { REASON_DURATIONS_MAX } from '../../../main/settings/schema.ts';
import type { ReasonChoice } from '../../../shared/domain.ts';

const choice = (reason: string, minutes: number | null = null): ReasonChoice => ({
  status: 'rest',
  reason,
  minutes,
});
const empty = { reasonDurations: [], recentChoices: [] };
const limit = (reason: string, breakMinutes: number | null) =>
  ({ status: 'rest', reason, breakMinutes, dayMinutes: null }) as const;

test('the last duration of a reason replaces the earlier one, also in the recent choices', () => {
  const recent = rememberChoice(rememberDuration(empty, choice('Lunch', 45)), choice('Lunch', 45));
  expect(rememberDuration(recent, choice('Lunch', 30))).toEqual({
    reasonDurations: [choice('Lunch', 30)],
    recentChoices: [choice('Lunch', 30)],
  });
  // A duration of another status with the same reason is another one.
  const meeting = { status: 'notReady', reason: 'Lunch', minutes: 15 } as const;
  expect(rememberDuration(recent, meeting).reasonDurations).toEqual([meeting, choice('Lunch', 45)]);
});

test('the list of durations is bounded: the oldest one is dropped', () => {
  let memory: ReasonMemory = empty;
  for (let number = 0; number <= REASON_DURATIONS_MAX; number += 1) {
    memory = rememberDuration(memory, choice(String(number), 5));
  }
  expect(memory.reasonDurations).toHaveLength(REASON_DURATIONS_MAX);
  expect(memory.reasonDurations.at(-1)?.reason).toBe('1');
});

test('the last twelve choices are recent, each once', () => {
  const older = Array.from({ length: 10 }, (_, number) => `Reason ${number}`);
  const reasons = [...older, 'Lunch', 'Coffee', 'Lunch', 'Prayer'];
  const memory = reasons.reduce<ReasonMemory>(
    (before, reason) => rememberChoice(before, choice(reason)),
    empty,
  );
  expect(memory.recentChoices.map(({ reason }) => reason)).toEqual([
    ...['Prayer', 'Lunch', 'Coffee'],
    ...older.toReversed().slice(0, 9),
  ]);
});

test('a reason that is renamed keeps what is remembered of it', () => {
  const memory = { reasonDurations: [choice('Lunch', 45)], recentChoices: [choice('Lunch', 45)] };
  expect(renameInMemory(memory, choice('Lunch'), 'Mittag')).toEqual({
    reasonDurations: [choice('Mittag', 45)],
    recentChoices: [choice('Mittag', 45)],
  });
  const both = { ...empty, reasonDurations: [choice('Mittag', 5), choice('Lunch', 45)] };
  expect(renameInMemory(both, choice('Lunch'), 'Mittag').reasonDurations).toEqual([choice('Mittag', 45)]);
  const other = { ...empty, reasonDurations: [choice('Mittag', 5)] };
  expect(renameInMemory(other, choice('Lunch'), 'Mittag')).toEqual(other);
});

test('a reason that is removed is forgotten, and remembered again if the removal is undone', () => {
  const before = {
    reasonDurations: [choice('Coffee', 15), choice('Lunch', 45)],
    recentChoices: [choice('Lunch', 45), choice('Coffee', 15)],
  };
  const after = forgetReason(before, choice('Lunch'));
  expect(after).toEqual({ reasonDurations: [choice('Coffee', 15)], recentChoices: [choice('Coffee', 15)] });
  const used = rememberChoice(after, choice('Prayer'));
  expect(restoreReason(after, before, choice('Lunch')).reasonDurations).toEqual(before.reasonDurations);
  // What was used since then is more recent.
  expect(restoreReason(used, before, choice('Lunch')).recentChoices).toEqual([
    choice('Prayer'),
    ...before.recentChoices,
  ]);
  const again = rememberDuration(after, choice('Lunch', 20));
  expect(restoreReason(again, before, choice('Lunch')).reasonDurations[0]).toEqual(choice('Lunch', 20));
});

test('the limit of one break stands in for a duration that was not chosen; "not set" was chosen', () => {
  const { reasonDurations } = toPublicMemory({
    reasonDurations: [choice('Lunch', 45), choice('Coffee', null)],
    recentChoices: [],
    preferences: {
      breakLimits: [
        limit('Lunch', 30),
        limit('Coffee', 10),
        limit('Prayer', 20),
        limit('Training', null),
        limit('', 5),
      ],
    },
  });
  expect(reasonDurations).toEqual([choice('Lunch', 45), choice('Prayer', 20)]);
});
