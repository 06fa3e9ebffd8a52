/** A hostile responder can send any time. The signatures that it obtains this way are bounded. */
import { afterEach, describe, expect, it } from 'vitest';
import { createFaultHarness } from '../../../support/unit/hostile/fault-harness.ts';
import { serve, stopServers } from '../../../support/hostile-server.ts';
import { stopSimulators } from '../support/simulator.ts';

afterEach(async () => {
  await stopServers();
  await stopSimulators();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The real client and status service with a server that refuses every signature because of its time, and sends a time
 * that much later than the signature.
 */
async function createAttack(aheadMs: number) {
  const app = await createFaultHarness();
  const signedFor: number[] = [];
  const url = await serve((request, response) => {
    const timestamp = Number(request.headers['x-tc-timestamp']) * 1000;
    signedFor.push(timestamp - app.time.now());
    response.setHeader('Date', new Date(timestamp + aheadMs).toUTCString());
    const Error = { Code: 'AuthFailure.SignatureExpire', Message: 'expired' };
    response.end(JSON.stringify({ Response: { Error, RequestId: 'r' } }));
  });
  app.redirectTo(url);
  const ended = () => app.until(({ intent }) => intent === null);
  return {
    app,
    /** How far each signature was ahead of this computer's clock. */
    signedFor,
    switchOnce: async () => {
      app.requestStatus({ status: 'rest', reason: '' }, 'window');
      await ended();
    },
    tryAgain: async () => {
      app.retryNow('window');
      await ended();
    },
    failure: () => app.state().agent.failure,
  };
}

describe('a service that sends a later time with each refusal', () => {
  it.each([30 * DAY, 20 * HOUR])(
    'by %i ms: three switches sign for no time beyond a day',
    async (aheadMs) => {
      const { signedFor, switchOnce } = await createAttack(aheadMs);
      for (let times = 0; times < 3; times += 1) await switchOnce();
      expect(signedFor.length).toBeGreaterThanOrEqual(3);
      expect(Math.max(...signedFor)).toBeLessThanOrEqual(DAY);
    },
  );

  it('is trusted once an hour', async () => {
    const { signedFor, switchOnce, failure, app } = await createAttack(10 * HOUR);
    await switchOnce();
    // The first with this computer's clock, the second corrected, and no third.
    expect(signedFor.map((aheadMs) => Math.round(aheadMs / HOUR))).toEqual([0, 10]);
    expect(failure()).toMatchObject({ kind: 'clockChanged', whoCanFix: 'agent' });
    await app.time.advance(HOUR - 1_000);
    await switchOnce();
    expect(Math.round(Math.max(...signedFor) / HOUR)).toBe(10);
    await app.time.advance(1_000);
    await switchOnce();
    expect(Math.round(Math.max(...signedFor) / HOUR)).toBe(20);
  });

  it('is trusted once more when the agent retries, and never beyond a day', async () => {
    const { signedFor, switchOnce, tryAgain, failure } = await createAttack(7 * HOUR);
    await switchOnce();
    await tryAgain();
    expect(Math.round(Math.max(...signedFor) / HOUR)).toBe(14);
    expect(failure()?.kind).toBe('clockChanged');
    for (let times = 0; times < 5; times += 1) await tryAgain();
    expect(Math.round(Math.max(...signedFor) / HOUR)).toBe(21);
    expect(failure()?.kind).toBe('clockTooFar');
  });

  it('does not accumulate retries: those before a refusal have no effect', async () => {
    const { app, signedFor, switchOnce } = await createAttack(10 * HOUR);
    app.retryNow('window');
    await app.refresh();
    await switchOnce();
    app.dismissFailure();
    await switchOnce();
    expect(Math.round(Math.max(...signedFor) / HOUR)).toBe(10);
  });
});

it('a clock that is wrong by more than a day is reported with the difference, and nothing is sent again', async () => {
  const { signedFor, switchOnce, failure } = await createAttack(365 * DAY);
  await switchOnce();
  expect(signedFor).toHaveLength(1);
  const report = failure();
  expect(report).toMatchObject({ kind: 'clockTooFar', choice: { status: 'rest' } });
  // Behind, and so negative.
  expect(Math.round((report?.clockSkewMs ?? 0) / DAY)).toBe(-365);
});
