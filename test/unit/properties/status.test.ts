import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAILURE_TRAITS, type FailureKind } from '../../../main/tencent/failure.ts';
import type { Choice } from '../../../preload/contract/vocabulary.ts';
import type { SwitchAnswer } from '../../support/unit/hostile/played-centre.ts';
import { watchedService, type Step } from '../../support/unit/hostile/watched-service.ts';

const kinds = Object.entries(FAILURE_TRAITS).map(([kind, { outcome }]) => ({
  kind: kind as FailureKind,
  outcome,
}));
const kindWith = (outcome: 'notApplied' | 'unknown') =>
  fc.constantFrom(...kinds.filter((one) => one.outcome === outcome).map(({ kind }) => kind));

const free: Choice = { status: 'free', reason: '' };
const choice = fc.constantFrom<Choice>(
  free,
  free,
  { status: 'rest', reason: '' },
  { status: 'rest', reason: 'Lunch' },
  { status: 'notReady', reason: '' },
);
const proof = fc.constant<SwitchAnswer>({ answer: 'proof' });
const anyAnswer = fc.oneof(
  proof,
  fc.record({ answer: fc.constant('inCall' as const), reserved: fc.boolean() }),
  fc.record({ answer: fc.constant('refused' as const), kind: kindWith('notApplied') }),
  // A crowd is one kind of many, and has rules of its own.
  fc.constant<SwitchAnswer>({ answer: 'refused', kind: 'rateLimited' }),
  fc.record({ answer: fc.constant('lost' as const), kind: kindWith('unknown'), applied: fc.boolean() }),
);
const readingAnswer = fc.oneof(
  fc.record({ answer: fc.constantFrom('then' as const, 'now' as const) }),
  fc.record({
    answer: fc.constant('refused' as const),
    kind: fc.constantFrom(...kinds.map(({ kind }) => kind)),
  }),
);

const intent: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('choose' as const), choice }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('toggle' as const, 'undo', 'tryAgain', 'giveUp') }),
  },
);
const time: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('pass' as const), milliseconds: fc.constantFrom(100, 1_000, 5_000, 31_000) }),
  fc.record({ do: fc.constant('sleep' as const), milliseconds: fc.constantFrom(61_000, 3_600_000) }),
);
const network: fc.Arbitrary<Step> = fc.record({ do: fc.constant('network' as const), up: fc.boolean() });
const reading: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('refresh' as const) }),
  fc.record({ do: fc.constant('answerReading' as const), how: readingAnswer }),
);
const answers = (how: fc.Arbitrary<SwitchAnswer>): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant('answerSwitch' as const), how });
const others: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('dismissFailure' as const, 'dismissDrift', 'reset') }),
  fc.record({ do: fc.constant('supervisor' as const), choice }),
);

/** Every port throws, rejects, never answers or answers nonsense. */
const misbehaviour: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('misbehave' as const),
    port: fc.constantFrom('setStatus' as const, 'readStatus'),
    how: fc.constantFrom('throw' as const, 'reject', 'silence', 'nonsense'),
  }),
  fc.record({
    do: fc.constant('misbehave' as const),
    port: fc.constantFrom('now' as const, 'after', 'random', 'online', 'fleetSize', 'listener', 'onFault'),
    how: fc.constant('throw' as const),
  }),
  fc.constant<Step>({ do: 'misbehave', port: 'after', how: 'silence' }),
);

/** Histories for the first property; the others take their share. Many thousand are for a night, not for every change. */
const RUNS = Number(process.env.STANDBY_PROPERTY_RUNS ?? 1_000);

/** Seconds on a computer at rest; a busy one is no counterexample. */
const TIME_LIMIT_MS = Math.max(60_000, RUNS * 60);

const chances = fc.array(fc.constantFrom(0, 0.3, 0.99), { minLength: 1, maxLength: 4 });
const steps = (...kindsOfStep: fc.Arbitrary<Step>[]) =>
  fc.array(fc.oneof(...kindsOfStep), { minLength: 1, maxLength: 30 });

test(
  'whatever happens, in whatever order: nothing false is said and no wish is lost',
  { timeout: TIME_LIMIT_MS },
  async () => {
    const anything = steps(intent, answers(anyAnswer), reading, time, network, others);
    await fc.assert(
      fc.asyncProperty(anything, chances, async (happenings, random) => {
        const watched = watchedService(random);
        for (const step of happenings) await watched.run(step);
        await watched.comeToRest();
      }),
      {
        numRuns: RUNS,
        examples: [
          // Found after 100,466 histories: the hour asleep counted as time spent waiting in a crowd.
          [
            [
              { do: 'choose', choice: { status: 'rest', reason: '' } },
              { do: 'sleep', milliseconds: 3_600_000 },
              { do: 'answerSwitch', how: { answer: 'refused', kind: 'rateLimited' } },
              { do: 'pass', milliseconds: 5_000 },
              { do: 'answerSwitch', how: { answer: 'refused', kind: 'rateLimited' } },
            ],
            [0.99],
          ],
        ],
      },
    );
  },
);

test(
  'whatever its ports do: nothing false is said, and the next wish is sent within its time limit',
  { timeout: TIME_LIMIT_MS },
  async () => {
    const anything = steps(intent, answers(anyAnswer), reading, time, network, others, misbehaviour);
    await fc.assert(
      fc.asyncProperty(anything, chances, choice, async (happenings, random, next) => {
        const watched = watchedService(random);
        for (const step of happenings) await watched.run(step);
        await watched.sendsTheNext(next);
      }),
      { numRuns: RUNS },
    );
  },
);

test(
  'where every answer is a proof, the newest wish is what comes true',
  { timeout: TIME_LIMIT_MS },
  async () => {
    const allGoesWell = steps(intent, answers(proof), time, network);
    await fc.assert(
      fc.asyncProperty(allGoesWell, chances, choice, async (happenings, random, newest) => {
        const watched = watchedService(random);
        for (const step of happenings) await watched.run(step);
        await watched.run({ do: 'choose', choice: newest });
        await watched.comeToRest();
        expect(watched.state()).toMatchObject({ wish: null, proved: { ...newest, holds: true } });
      }),
      { numRuns: Math.ceil(RUNS * 0.3) },
    );
  },
);
