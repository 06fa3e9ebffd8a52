import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isInEffect } from '../../../../tencent/request-in-effect.ts';
import type { EngineResult, SwitchIntent } from '../../../../gateway/engine/engine.ts';
import type { SwitchResult } from '../../../../shared/gateway-api/status.ts';
import { createGateway, intentOf } from './support/instance.ts';
import type { ModelFault } from './support/service-model.ts';

/** Longer than every wait and every limit, in milliseconds. */
const LONG_MS = 5 * 60_000;

const fault: fc.Arbitrary<ModelFault> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<ModelFault>({ type: 'none' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('refused' as const),
      code: fc.constantFrom(
        'RequestLimitExceeded',
        'InternalError',
        'InvalidParameterValue.AccountNotExist',
        'FailedOperation',
        'ResourceUnavailable',
        'UnauthorizedOperation',
        'NewCode.OfTomorrow',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('lost' as const), isApplied: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant<ModelFault>({ type: 'hangs' }) },
);

const step = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 8_000 })),
  agent: fc.integer({ min: 0, max: 14 }),
  status: fc.constantFrom('free', 'rest', 'notReady'),
  goesAfterMs: fc.option(fc.integer({ min: 0, max: 2_000 }), { freq: 6 }),
});

type Asked = {
  intent: SwitchIntent;
  at: number;
  results: { result: EngineResult<SwitchResult>; at: number }[];
};

it('whatever happens, each request is answered once, and nothing false is said', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        steps: fc.array(step, { minLength: 1, maxLength: 40 }),
        faults: fc.array(fault, { minLength: 1, maxLength: 60 }),
        latencies: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 10 }),
        badAgents: fc.uniqueArray(fc.nat(14), { maxLength: 2 }),
        awayEvery: fc.constantFrom(0, 0, 7, 3),
      }),
      async ({ steps, faults, latencies, badAgents, awayEvery }) => {
        let [faultIndex, latencyIndex, sharedCalls] = [-1, -1, 0];
        let isDone = false;
        const gateway = await createGateway(
          {
            agents: Array.from({ length: 15 }, (_, index) => `a${index}@b.com`).filter(
              (_, index) => !badAgents.includes(index),
            ),
            unknownRefusesCall: true,
            fault: () => faults[(faultIndex += 1)] ?? { type: 'none' },
            latencyMs: () => latencies[(latencyIndex += 1) % latencies.length] ?? 0,
          },
          { isFailing: () => !isDone && awayEvery > 0 && (sharedCalls += 1) % awayEvery === 0 },
        );
        const { engine, clock, model, ends } = gateway;
        const asked: Asked[] = [];
        for (const [index, { afterMs, agent, status, goesAfterMs }] of steps.entries()) {
          await clock.advance(afterMs);
          const controller = new AbortController();
          // Each request has a reason of its own, by which its calls are told from the others.
          const choice = { status, reason: `reason ${index}` } as const;
          const intent = intentOf(`a${agent}@b.com`, choice, { clientGone: controller.signal });
          const each: Asked = { intent, at: clock.now(), results: [] };
          asked.push(each);
          void engine.setStatus(intent).then((result) => each.results.push({ result, at: clock.now() }));
          if (goesAfterMs !== null) clock.setTimer(goesAfterMs, () => controller.abort());
        }
        await clock.advance(LONG_MS);
        isDone = true;

        expect(asked.map(({ results }) => results.length)).toEqual(asked.map(() => 1));
        expect(ends).toHaveLength(asked.length);
        const applied = model.applied;
        for (const { intent, results } of asked) {
          const { result, at } = results[0] ?? { result: null, at: 0 };
          const own = applied.filter(({ choice }) => choice.reason === intent.choice.reason);
          // A call's worth at most, and none for what was not applied.
          expect(own.length).toBeLessThanOrEqual(1);
          if (result && !result.ok && result.problem.outcome === 'notApplied') expect(own).toEqual([]);
          // Never a false confirmation: it was applied, before the answer.
          if (result?.ok && result.value.outcome === 'switched') {
            expect(own.length === 1 && (own[0]?.at ?? 0) <= at && result.value.asOf <= at).toBe(true);
            expect(isInEffect(intent.choice, result.value)).toBe(true);
          }
        }
        // The calls of an agent do not overlap, and the newest intent that was sent is the last one.
        const times = model.callsOf('SetStaffStatus').map(({ at }) => at);
        const inSecond = times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length);
        expect(Math.max(0, ...inSecond)).toBeLessThanOrEqual(20);
        for (const agent of new Set(asked.map(({ intent }) => intent.agent))) {
          const indexes = model
            .sentTo(agent)
            .filter(({ isHanging }) => !isHanging)
            .map(({ reason }) => Number(reason.replace('reason ', '')));
          expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
        }
        const stopped = engine.stop();
        await clock.advance(LONG_MS);
        await stopped;
        expect(clock.pending()).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});

it('of many that wait, those that came first leave first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 150 }),
      async (pauses) => {
        const { engine, clock, model } = await createGateway();
        for (const [index, pause] of pauses.entries()) {
          await clock.advance(pause);
          void engine.setStatus(intentOf(`a${index}@b.com`));
        }
        await clock.advance(10_000);
        expect(model.calls.flatMap(({ agents }) => agents)).toEqual(
          pauses.map((_, index) => `a${index}@b.com`),
        );
      },
    ),
    { numRuns: 30 },
  );
});
