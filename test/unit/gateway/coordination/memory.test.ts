import { expect, test } from 'vitest';
import { createMemoryCoordination } from '../../../../gateway/coordination/memory.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

const AGENT = 'a@example.com';

function create() {
  const clock = createVirtualClock();
  return {
    clock,
    coordination: createMemoryCoordination({ clock, rates: { switching: 20, reading: 20 } }),
  };
}

test('a claim that was not released ends after a minute', async () => {
  const { clock, coordination } = create();
  const number = await coordination.numberIntent(AGENT);
  expect(await coordination.claim([{ agent: AGENT, number }])).toEqual(['go']);
  await clock.advance(59_000);
  expect(await coordination.claim([{ agent: AGENT, number }])).toEqual(['busy']);
  await clock.advance(1_000);
  expect(await coordination.claim([{ agent: AGENT, number }])).toEqual(['go']);
});

test('an answer is kept for an hour', async () => {
  const { clock, coordination } = create();
  await coordination.beginIdempotent('k', 'f');
  await coordination.endIdempotent('k', 'done');
  await clock.advance(3_600_000);
  expect(await coordination.beginIdempotent('k', 'f')).toEqual({ type: 'answered', answer: 'done' });
  await clock.advance(1);
  expect(await coordination.beginIdempotent('k', 'f')).toEqual({ type: 'new' });
});

test('at most 100,000 answers are kept: the oldest is dropped, one that is pending is not', async () => {
  const { coordination } = create();
  await coordination.beginIdempotent('pending', 'f');
  for (let index = 0; index <= 100_000; index += 1) {
    await coordination.beginIdempotent(`k${index}`, 'f');
    await coordination.endIdempotent(`k${index}`, 'done');
  }
  expect(await coordination.beginIdempotent('pending', 'f')).toEqual({ type: 'pending' });
  expect(await coordination.beginIdempotent('k0', 'f')).toEqual({ type: 'new' });
  expect((await coordination.beginIdempotent('k100000', 'f')).type).toBe('answered');
});

test('a wave is kept for an hour after its last line, and at most a hundred waves', async () => {
  const { clock, coordination } = create();
  await coordination.waves.create('old', 'a wave');
  await clock.advance(3_600_000);
  await coordination.waves.append('old', ['line']);
  await clock.advance(3_600_000);
  await coordination.waves.create('new', 'a wave');
  expect(await coordination.waves.lines('old', 0)).toEqual(['line']);
  for (let index = 0; index < 100; index += 1) await coordination.waves.create(`w${index}`, 'a wave');
  expect(await coordination.waves.lines('old', 0)).toBeNull();
  expect(await coordination.waves.lines('w99', 0)).toEqual([]);
});

test('who waits for an answer keeps nothing after giving up', async () => {
  const { coordination } = create();
  await coordination.beginIdempotent('k', 'f');
  const controller = new AbortController();
  const given = coordination.idempotentAnswer('k', controller.signal);
  const kept = coordination.idempotentAnswer('k', new AbortController().signal);
  controller.abort();
  expect(await given).toBeNull();
  await coordination.endIdempotent('k', 'done');
  expect(await kept).toBe('done');
});
