import { afterEach, describe, expect, it } from 'vitest';
import { setStaffStatus } from '../../../main/tencent/staff-status.ts';
import { clientFor } from './support/client.ts';
import { handClock, simulation, stopSimulators } from './support/simulator.ts';

afterEach(stopSimulators);

const minute = 60_000;
const year = 365 * 24 * 60 * minute;
const request = { sdkAppId: 1, agents: [{ staffUserId: 'a@b.com', status: 'rest' }] } as const;

/** A service and a computer whose clock is ahead of it by so much. */
async function aheadBy(milliseconds: number) {
  const { simulator, log, clock: serviceClock } = await simulation();
  const clock = handClock(serviceClock.now() + milliseconds);
  const client = clientFor(simulator.url, { clock });
  return { clock, client, simulator, verdicts: () => log.map(({ verdict }) => verdict) };
}

describe("this computer's clock", () => {
  it.each([year, -year, 6 * minute, -6 * minute])(
    'is %i ms ahead: the call is repeated once',
    async (ahead) => {
      const { client, verdicts } = await aheadBy(ahead);
      expect(await setStaffStatus(client, request)).toMatchObject({
        ok: true,
        attempts: 2,
        exchange: { clockOffMs: ahead },
        agents: [{ kind: 'switched' }],
      });
      expect(client.clockOffset.get()).toBe(-ahead);

      expect(await setStaffStatus(client, request)).toMatchObject({
        attempts: 1,
        exchange: { clockOffMs: ahead },
      });
      expect(verdicts()).toEqual(['AuthFailure.SignatureExpire', 'ok', 'ok']);
    },
  );

  it.each([0, 4 * minute, -4 * minute])('is %i ms ahead: good enough, nothing is said', async (ahead) => {
    const { client } = await aheadBy(ahead);
    const result = await setStaffStatus(client, request);
    expect(result).toMatchObject({ ok: true, attempts: 1 });
    expect(result).not.toHaveProperty('exchange.clockOffMs');
  });

  it('is put right: the correction goes', async () => {
    const { client, clock, verdicts } = await aheadBy(year);
    await setStaffStatus(client, request);
    clock.advance(-year);
    const result = await setStaffStatus(client, request);
    expect(result).toMatchObject({ ok: true, attempts: 2 });
    expect(result).not.toHaveProperty('exchange.clockOffMs');
    expect(client.clockOffset.get()).toBe(0);
    expect(await setStaffStatus(client, request)).toMatchObject({ attempts: 1 });
    expect(verdicts().filter((verdict) => verdict !== 'ok')).toHaveLength(2);
  });

  it('comes near enough by itself: the correction goes without another refusal', async () => {
    const { client, clock } = await aheadBy(6 * minute);
    await setStaffStatus(client, request);
    clock.advance(-4 * minute);
    expect(await setStaffStatus(client, request)).toMatchObject({ attempts: 1 });
    expect(client.clockOffset.get()).toBe(0);
  });

  it('is put wrong another way: learned anew', async () => {
    const { client, clock } = await aheadBy(year);
    await setStaffStatus(client, request);
    clock.advance(-2 * year);
    expect(await setStaffStatus(client, request)).toMatchObject({
      attempts: 2,
      exchange: { clockOffMs: -year },
    });
  });

  it('is refused again and again: one repetition, no more', async () => {
    const { client, simulator, verdicts } = await aheadBy(year);
    simulator.faults.always({ kind: 'error', code: 'AuthFailure.SignatureExpire' });
    expect(await setStaffStatus(client, request)).toMatchObject({
      ok: false,
      attempts: 2,
      failure: { kind: 'clockWrong', clockOffMs: year },
    });
    expect(verdicts()).toHaveLength(2);
  });

  it('is right, and refused all the same: no repetition', async () => {
    const { client, simulator } = await aheadBy(0);
    simulator.faults.always({ kind: 'error', code: 'AuthFailure.SignatureExpire' });
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: false, attempts: 1 });
    expect(client.clockOffset.get()).toBe(0);
  });
});

it("a proxy's idea of the time is not believed", async () => {
  const page = new Response('<html>', { headers: { Date: new Date(0).toUTCString() } });
  const client = clientFor('https://ccc.example.com', { fetch: () => Promise.resolve(page) });
  client.clockOffset.set(year);
  expect(await setStaffStatus(client, request)).toMatchObject({ failure: { kind: 'portalPage' } });
  expect(client.clockOffset.get()).toBe(year);
});
