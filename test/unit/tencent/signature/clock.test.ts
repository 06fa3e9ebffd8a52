import { afterEach, describe, expect, it } from 'vitest';
import { createClockCorrection } from '../../../../tencent/signature/clock-offset.ts';
import { setStaffStatus } from '../../../../tencent/staff-status.ts';
import { clientFor } from '../support/client.ts';
import { createManualClock, createSimulation, stopSimulators } from '../support/simulator.ts';

afterEach(stopSimulators);

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;
const request = { sdkAppId: 1, agents: [{ staffUserId: 'a@b.com', status: 'rest' }] } as const;

/** A service, and a computer whose clock is ahead by this many milliseconds. */
async function createSkewedClient(milliseconds: number) {
  const { simulator, log, clock: serviceClock } = await createSimulation();
  const clock = createManualClock(serviceClock.now() + milliseconds);
  const elapsed = createManualClock(0);
  const client = clientFor(simulator.url, { clock, clockCorrection: createClockCorrection(elapsed.now) });
  return { clock, elapsed, client, simulator, verdicts: () => log.map(({ verdict }) => verdict) };
}

describe("this computer's clock", () => {
  it.each([day, -day, 8 * hour, -8 * hour, 6 * minute, -6 * minute])(
    'is %i ms ahead: the call is repeated once',
    async (aheadMs) => {
      const { client, verdicts } = await createSkewedClient(aheadMs);
      expect(await setStaffStatus(client, request)).toMatchObject({
        ok: true,
        attempts: 2,
        exchange: { clockSkewMs: aheadMs },
        agents: [{ kind: 'switched' }],
      });
      expect(client.clockCorrection.offsetMs()).toBe(-aheadMs);

      expect(await setStaffStatus(client, request)).toMatchObject({
        attempts: 1,
        exchange: { clockSkewMs: aheadMs },
      });
      expect(verdicts()).toEqual(['AuthFailure.SignatureExpire', 'ok', 'ok']);
    },
  );

  it('is wrong when two calls leave together: each is repeated once, whichever corrects it first', async () => {
    const { client, verdicts } = await createSkewedClient(6 * minute);
    const results = await Promise.all([setStaffStatus(client, request), setStaffStatus(client, request)]);
    for (const result of results) expect(result).toMatchObject({ ok: true, attempts: 2 });
    expect(verdicts().filter((verdict) => verdict === 'ok')).toHaveLength(2);
  });

  it.each([0, 4 * minute, -4 * minute])(
    'is %i ms ahead: within the tolerance, nothing is reported',
    async (aheadMs) => {
      const { client } = await createSkewedClient(aheadMs);
      const result = await setStaffStatus(client, request);
      expect(result).toMatchObject({ ok: true, attempts: 1 });
      expect(result).not.toHaveProperty('exchange.clockSkewMs');
    },
  );

  it.each([year, -year, day + 1000, -day - 1000])(
    'is %i ms ahead: reported, and not corrected',
    async (aheadMs) => {
      const { client, clock, verdicts } = await createSkewedClient(aheadMs);
      const result = await setStaffStatus(client, request);
      expect(result).toMatchObject({
        ok: false,
        attempts: 1,
        failure: { kind: 'clockTooFar', uncorrectedSkewMs: aheadMs, code: 'AuthFailure.SignatureExpire' },
      });
      expect(result).not.toHaveProperty('failure.clockSkewMs');

      // The agent sets the clock as instructed, and retries.
      clock.advance(-aheadMs);
      expect(await setStaffStatus(client, request)).toMatchObject({ ok: true, attempts: 1 });
      expect(verdicts()).toEqual(['AuthFailure.SignatureExpire', 'ok']);
    },
  );

  it('is set right: the correction is dropped', async () => {
    const { client, clock, verdicts } = await createSkewedClient(day);
    await setStaffStatus(client, request);
    clock.advance(-day);
    const result = await setStaffStatus(client, request);
    expect(result).toMatchObject({ ok: true, attempts: 2 });
    expect(result).not.toHaveProperty('exchange.clockSkewMs');
    expect(client.clockCorrection.offsetMs()).toBe(0);
    expect(await setStaffStatus(client, request)).toMatchObject({ attempts: 1 });
    expect(verdicts().filter((verdict) => verdict !== 'ok')).toHaveLength(2);
  });

  it('drifts back into the tolerance: the correction is dropped without another refusal', async () => {
    const { client, clock } = await createSkewedClient(6 * minute);
    await setStaffStatus(client, request);
    clock.advance(-4 * minute);
    expect(await setStaffStatus(client, request)).toMatchObject({ attempts: 1 });
    expect(client.clockCorrection.offsetMs()).toBe(0);
  });

  it('changes again: learned anew after an hour', async () => {
    const { client, clock, elapsed } = await createSkewedClient(day);
    await setStaffStatus(client, request);
    clock.advance(-2 * day);
    elapsed.advance(hour - 1);
    expect(await setStaffStatus(client, request)).toMatchObject({
      ok: false,
      attempts: 1,
      failure: { kind: 'clockChanged', uncorrectedSkewMs: -day },
    });
    elapsed.advance(1);
    expect(await setStaffStatus(client, request)).toMatchObject({
      attempts: 2,
      exchange: { clockSkewMs: -day },
    });
  });

  it('changes again: learned anew when the agent retries', async () => {
    const { client, clock } = await createSkewedClient(day);
    await setStaffStatus(client, request);
    clock.advance(-2 * day);
    await setStaffStatus(client, request);
    client.clockCorrection.allowCorrection();
    expect(await setStaffStatus(client, request)).toMatchObject({
      attempts: 2,
      exchange: { clockSkewMs: -day },
    });
  });

  it('is refused again and again: one repetition, no more', async () => {
    const { client, simulator, verdicts } = await createSkewedClient(day);
    simulator.faults.always({ kind: 'error', code: 'AuthFailure.SignatureExpire' });
    expect(await setStaffStatus(client, request)).toMatchObject({
      ok: false,
      attempts: 2,
      failure: { kind: 'clockWrong', clockSkewMs: day },
    });
    expect(verdicts()).toHaveLength(2);
  });

  it('is right, and refused anyway: no repetition', async () => {
    const { client, simulator } = await createSkewedClient(0);
    simulator.faults.always({ kind: 'error', code: 'AuthFailure.SignatureExpire' });
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: false, attempts: 1 });
    expect(client.clockCorrection.offsetMs()).toBe(0);
  });
});

it("a proxy's time is not trusted", async () => {
  const page = new Response('<html>', { headers: { Date: new Date(0).toUTCString() } });
  const client = clientFor('https://ccc.example.com', { fetch: () => Promise.resolve(page) });
  const now = Date.now();
  client.clockCorrection.onRefused(now + hour, now, 0);
  expect(await setStaffStatus(client, request)).toMatchObject({ failure: { kind: 'captivePortal' } });
  expect(client.clockCorrection.offsetMs()).toBe(hour);
});
