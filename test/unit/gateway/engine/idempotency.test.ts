import { describe, expect, it } from 'vitest';
import { createGateway, intentOf, startInstance } from './support/instance.ts';
import type { ModelFault } from './support/service-model.ts';

const SWITCH = 'SetStaffStatus';
const withKey = { idempotencyKey: 'key-1' };

/** The faults of the first switches; the others go well. */
function faultsOf(...faults: ModelFault[]) {
  return (action: string): ModelFault => (action === SWITCH ? faults.shift() : undefined) ?? { type: 'none' };
}

describe('a request that is repeated with its key', () => {
  it('gets the same answer, and nothing is sent', async () => {
    const { engine, clock, model } = await createGateway();
    const first = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(100);
    model.agentStore.change('one@b.com', { status: 'free' });
    const second = engine.setStatus(intentOf('ONE@b.com', {}, withKey));
    await clock.advance(100);
    expect(await second).toEqual(await first);
    expect(model.callsOf(SWITCH)).toHaveLength(1);
  });

  it('while the first one is in flight waits for its answer', async () => {
    const { engine, clock, model } = await createGateway({ latencyMs: () => 300 });
    const first = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(10);
    const second = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(1_000);
    expect(await second).toEqual(await first);
    expect(model.callsOf(SWITCH)).toHaveLength(1);
  });

  it('after one that was not applied is sent', async () => {
    const { engine, clock, model } = await createGateway({
      fault: faultsOf({ type: 'refused', code: 'UnauthorizedOperation' }),
    });
    const first = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(100);
    const second = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(200);
    expect(await first).toMatchObject({ problem: { outcome: 'notApplied' } });
    expect(await second).toMatchObject({ ok: true });
    expect(model.callsOf(SWITCH)).toHaveLength(2);
  });

  it('after one whose outcome is unknown is sent only if a reading does not show it in effect', async () => {
    // The call takes effect after its time limit.
    const { engine, clock, model } = await createGateway({ fault: faultsOf({ type: 'hangs' }) });
    const first = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(11_000);
    expect(await first).toMatchObject({ problem: { kind: 'timedOut', outcome: 'unknown' } });
    await clock.advance(2_000);
    const second = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(1_000);
    expect(await second).toMatchObject({ ok: true, value: { outcome: 'switched', confirmedBy: 'reading' } });
    expect(model.callsOf(SWITCH)).toHaveLength(1);
    expect(await engine.setStatus(intentOf('one@b.com', {}, withKey))).toEqual(await second);
  });

  it('after one that was lost on its way is sent', async () => {
    const { engine, clock, model } = await createGateway({
      fault: faultsOf({ type: 'lost', isApplied: false }),
    });
    const first = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(1_000);
    const second = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(1_000);
    expect(await first).toMatchObject({ problem: { outcome: 'unknown' } });
    expect(await second).toMatchObject({ ok: true, value: { confirmedBy: 'response' } });
    expect(model.callsOf(SWITCH)).toHaveLength(2);
  });

  it('after it was superseded does not replace the newer one', async () => {
    const { engine, clock, model, state } = await createGateway();
    state.holdUntil = clock.now() + 500;
    const older = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(1);
    void engine.setStatus(intentOf('one@b.com', { status: 'notReady' }));
    await clock.advance(1_000);
    const repeated = engine.setStatus(intentOf('one@b.com', {}, withKey));
    await clock.advance(1_000);
    expect(await older).toMatchObject({ problem: { kind: 'superseded' } });
    expect(await repeated).toEqual(await older);
    expect(model.agentStore.find('one@b.com')).toMatchObject({ status: 'notReady' });
  });

  it.each([true, false])(
    'through another instance, when the first has died, is read first (applied: %s)',
    async (isApplied) => {
      const first = await createGateway({
        fault: faultsOf({ type: 'lost', isApplied }),
        latencyMs: () => 500,
      });
      const { clock, model } = first;
      void first.engine.setStatus(intentOf('one@b.com', {}, withKey));
      await clock.advance(100);
      first.die();
      const second = await startInstance(first);
      const result = second.engine.setStatus(intentOf('one@b.com', {}, withKey));
      await clock.advance(3_000);
      const confirmedBy = isApplied ? 'reading' : 'response';
      expect(await result).toMatchObject({ ok: true, value: { outcome: 'switched', confirmedBy } });
      expect(model.callsOf(SWITCH)).toHaveLength(isApplied ? 1 : 2);
    },
  );
});

it('a key that was used with another status is refused', async () => {
  const { engine, clock, model } = await createGateway();
  void engine.setStatus(intentOf('one@b.com', {}, withKey));
  await clock.advance(100);
  expect(await engine.setStatus(intentOf('one@b.com', { status: 'free' }, withKey))).toMatchObject({
    problem: { kind: 'idempotencyKeyReused', outcome: 'notApplied' },
  });
  expect(model.callsOf(SWITCH)).toHaveLength(1);
});

it('the same key of somebody else is another one', async () => {
  const { engine, clock, model } = await createGateway();
  void engine.setStatus(intentOf('one@b.com', {}, withKey));
  await clock.advance(100);
  const other = engine.setStatus(intentOf('one@b.com', {}, { ...withKey, requestedBy: 'boss@b.com' }));
  await clock.advance(100);
  expect(await other).toMatchObject({ ok: true });
  expect(model.callsOf(SWITCH)).toHaveLength(2);
});
