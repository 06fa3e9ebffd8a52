import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FailureKind } from '../../../tencent/failure.ts';
import { accountsOf } from './support/accounts.ts';
import {
  createMemoryRecorder,
  createTeamModel,
  createWaveClock,
  startWave,
  targetsOf,
  type ModelFault,
} from './support/team-model.ts';

/** Longer than every retry of every call. */
const LONG_MS = 4 * 3_600_000;

const refusals = [
  'RequestLimitExceeded',
  'InternalError',
  'InvalidParameterValue.AccountNotExist',
  'FailedOperation',
  'FailedOperation.SeatStatusBusy',
  'ResourceInUse',
  'ResourceUnavailable',
  'AuthFailure.TokenFailure',
  'UnauthorizedOperation',
  'NewCode.OfTomorrow',
];
const losses: FailureKind[] = [
  'timedOut',
  'connectionLost',
  'malformedResponse',
  'httpServerError',
  'captivePortal',
];

const fault: fc.Arbitrary<ModelFault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<ModelFault>({ type: 'none' }) },
  fc.record({ type: fc.constant('refused' as const), code: fc.constantFrom(...refusals) }),
  fc.record({
    type: fc.constant('agentRefused' as const),
    code: fc.constantFrom(...refusals),
    position: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('lost' as const),
    kind: fc.constantFrom(...losses),
    isApplied: fc.boolean(),
  }),
);

it('whatever happens, a wave ends, reports each agent once, and says what is true of each', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        count: fc.integer({ min: 1, max: 130 }),
        faults: fc.array(fault, { minLength: 1, maxLength: 60 }),
        latencies: fc.array(fc.integer({ min: 0, max: 12_000 }), { minLength: 1, maxLength: 10 }),
        badAgents: fc.uniqueArray(fc.nat(129), { maxLength: 4 }),
        cancelAfterMs: fc.option(fc.integer({ min: 0, max: 20_000 })),
        failingWrite: fc.option(fc.nat(40)),
      }),
      async ({ count, faults, latencies, badAgents, cancelAfterMs, failingWrite }) => {
        const clock = createWaveClock([0.1, 0.5, 0.9]);
        const accounts = accountsOf(count);
        const next = <T>(list: readonly T[]) => {
          let position = -1;
          return (): T | undefined => list[(position += 1) % list.length];
        };
        const nextFault = next(faults);
        const nextLatency = next(latencies);
        const model = createTeamModel({
          clock,
          fault: () => nextFault() ?? { type: 'none' },
          latencyMs: () => nextLatency() ?? 0,
          refuseCallsOf: new Set(badAgents.map((index) => `agent${index}@example.com`)),
        });
        let writes = 0;
        const memory = createMemoryRecorder(() => failingWrite === null || (writes += 1) <= failingWrite);
        const controller = new AbortController();
        if (cancelAfterMs !== null) clock.setTimer(cancelAfterMs, () => controller.abort());
        const wave = startWave(targetsOf(accounts), model.port, clock, {
          signal: controller.signal,
          recorder: memory.recorder,
        });
        await clock.advance(LONG_MS);

        expect(wave.end()).not.toBeNull();
        expect(wave.results.map(({ agent }) => agent).toSorted()).toEqual(accounts.toSorted());
        for (const { agent, result } of wave.results) {
          const hasSwitched = model.agents.get(agent)?.status === 'rest';
          if (result.outcome === 'switched') expect([agent, hasSwitched]).toEqual([agent, true]);
          if (result.outcome === 'failed' || result.outcome === 'notSent') {
            expect([agent, result, hasSwitched]).toEqual([agent, result, false]);
          }
        }
        // Nobody was named in a call that is not in the record.
        const named = new Set(model.callsOf('set').flatMap((call) => call.agents));
        const intended = new Set(memory.intended.map((index) => accounts[index]));
        expect([...named].filter((agent) => !intended.has(agent))).toEqual([]);
        // Of each intended agent the record has one result, the one that was reported.
        const recorded = memory.settled.map(({ index, result }) => [accounts[index], result]);
        const reported = wave.results.filter(({ agent }) => intended.has(agent));
        expect(recorded).toHaveLength(reported.length);
        expect(recorded).toEqual(
          expect.arrayContaining(reported.map(({ agent, result }) => [agent, result])),
        );
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
