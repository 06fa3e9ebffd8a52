import { afterEach, describe, expect, it } from 'vitest';
import { drawLatency, parseLatency, type Latency } from '../../../simulator/latency.ts';
import { setStaffStatus } from '../../../tencent/staff-status.ts';
import { createRandom } from '../../support/random.ts';
import { controlHeader, createSimulation, stopSimulators } from '../tencent/support/simulator.ts';

afterEach(stopSimulators);

const request = { sdkAppId: 1, agents: [{ staffUserId: 'a@b.com', status: 'rest' }] } as const;

/** Releases responses at once, and records their delays. */
function recordDelays() {
  const delaysMs: number[] = [];
  const setTimer = (milliseconds: number, callback: () => void) => {
    delaysMs.push(milliseconds);
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  };
  return { delaysMs, setTimer };
}

describe('MIN-MAX', () => {
  it.each<[string, Latency | null]>([
    ['30-300', { minMs: 30, maxMs: 300 }],
    ['0-0', { minMs: 0, maxMs: 0 }],
    ['2000-2000', { minMs: 2000, maxMs: 2000 }],
    ['60000-60000', { minMs: 60_000, maxMs: 60_000 }],
    ['0-60001', null],
    ['300-30', null],
    ['30', null],
    ['-30', null],
    ['30-', null],
    ['1-2-3', null],
    ['1.5-2', null],
    ['1e3-2e3', null],
    [' 30-300', null],
    ['', null],
  ])('%j is read as %j', (text, latency) => {
    expect(parseLatency(text)).toEqual(latency);
  });

  it('includes both limits', () => {
    const latency = { minMs: 30, maxMs: 32 };
    expect([0, 0.34, 0.999].map((drawn) => drawLatency(latency, () => drawn))).toEqual([30, 31, 32]);
  });
});

describe('each response of the API', () => {
  const latency = { minMs: 30, maxMs: 300 };

  async function delaysOf(seed: number): Promise<number[]> {
    const { delaysMs, setTimer } = recordDelays();
    const { client } = await createSimulation({ latency, random: createRandom(seed), setTimer });
    for (let call = 1; call <= 8; call += 1) {
      expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
    }
    return delaysMs;
  }

  it('has a random delay of its own, and the same seed draws the same delays', async () => {
    const delays = await delaysOf(7);
    expect(delays).toHaveLength(8);
    expect(new Set(delays).size).toBeGreaterThan(4);
    for (const delay of delays) {
      expect(delay).toBeGreaterThanOrEqual(30);
      expect(delay).toBeLessThanOrEqual(300);
    }
    expect(await delaysOf(7)).toEqual(delays);
    expect(await delaysOf(8)).not.toEqual(delays);
  });

  it('that is delayed by a fault has both delays', async () => {
    const { delaysMs, setTimer } = recordDelays();
    const { client, simulator } = await createSimulation({ latency: { minMs: 30, maxMs: 30 }, setTimer });
    simulator.faults.nextRequests(1, { kind: 'delay', milliseconds: 700 });
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
    expect(delaysMs).toEqual([730, 30]);
  });

  it('is sent after the request took effect', async () => {
    let release: () => void = () => undefined;
    const setTimer = (_milliseconds: number, callback: () => void) => {
      release = callback;
      return () => undefined;
    };
    const { client, simulator, log } = await createSimulation({ latency, setTimer });
    const switching = setStaffStatus(client, request);
    await expect.poll(() => log.length).toBe(1);
    expect(simulator.agent('a@b.com')).toMatchObject({ status: 'rest' });
    release();
    expect(await switching).toMatchObject({ ok: true });
  });

  it('has it, but not those of the control API, nor one in progress when the simulator closes', async () => {
    const delaysMs: number[] = [];
    let stopped = 0;
    const setTimer = (milliseconds: number) => {
      delaysMs.push(milliseconds);
      return () => void (stopped += 1);
    };
    const { client, simulator } = await createSimulation({ latency, setTimer });
    const headers = controlHeader;
    expect((await fetch(`${simulator.url}/_simulator/agents`, { headers })).status).toBe(200);
    expect(delaysMs).toEqual([]);
    const cut = setStaffStatus(client, request);
    await expect.poll(() => delaysMs.length).toBe(1);
    await simulator.close();
    expect(stopped).toBe(1);
    expect(await cut).toMatchObject({ ok: false, failure: { kind: 'connectionLost' } });
  });
});
