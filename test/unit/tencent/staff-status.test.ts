import { afterEach, describe, expect, it } from 'vitest';
import type { CallResult, TencentClient } from '../../../tencent/client.ts';
import { describeOwnStatus, setStaffStatus } from '../../../tencent/staff-status.ts';
import { createSimulation, stopSimulators } from './support/simulator.ts';

afterEach(stopSimulators);

const sdkAppId = 1400000000;
const rest = { staffUserId: 'a@b.com', status: 'rest', reason: '午餐' } as const;

/** A client whose every call succeeds with this `Response`. */
function createClient(response: Record<string, unknown>): TencentClient {
  const exchange = { endpoint: 'https://x', action: 'A', at: 1, requestId: 'req', httpStatus: 200 };
  const result: CallResult = { ok: true, response, exchange, durationMs: 1, attempts: 1 };
  return { call: () => Promise.resolve(result) };
}

async function switchOutcome(response: Record<string, unknown>) {
  const result = await setStaffStatus(createClient(response), { sdkAppId, agents: [rest] });
  return result.ok ? result.agents[0] : result.failure;
}

describe('a switch', () => {
  it("is confirmed by the agent's entry without an error", async () => {
    const { simulator, client, log } = await createSimulation();
    simulator.setAgent('a@b.com', { status: 'notReady', reason: 'mail' });
    const result = await setStaffStatus(client, { sdkAppId, agents: [rest] });
    expect(result).toMatchObject({
      ok: true,
      attempts: 1,
      exchange: { action: 'SetStaffStatus', requestId: log[0]?.RequestId, httpStatus: 200 },
      agents: [
        {
          kind: 'switched',
          staffUserId: 'a@b.com',
          status: 'rest',
          reason: '午餐',
          previousStatus: 'notReady',
          previousReason: 'mail',
        },
      ],
    });
    expect(simulator.agent('a@b.com')).toMatchObject({ status: 'rest', reason: '午餐' });
  });

  it('of several agents keeps their order, and one can fail by itself', async () => {
    const { client } = await createSimulation({ agents: ['one@b.com', 'two@b.com'] });
    const agents = [
      { staffUserId: 'two@b.com', status: 'free' },
      { staffUserId: 'nobody@b.com', status: 'free' },
      { staffUserId: 'one@b.com', status: 'notReady' },
    ] as const;
    expect(await setStaffStatus(client, { sdkAppId, agents })).toMatchObject({
      ok: true,
      agents: [
        { kind: 'switched', staffUserId: 'two@b.com' },
        { kind: 'failed', failure: { kind: 'agentUnknown', code: 'InvalidParameterValue.AccountNotExist' } },
        { kind: 'switched', staffUserId: 'one@b.com' },
      ],
    });
  });

  it('during a call is not confirmed', async () => {
    const { simulator, client } = await createSimulation();
    simulator.setAgent('a@b.com', { status: 'busy' });
    const result = await setStaffStatus(client, { sdkAppId, agents: [rest] });
    expect(result).toMatchObject({ agents: [{ kind: 'otherStatus', requested: 'rest', status: 'busy' }] });
    const reading = await describeOwnStatus(client, { sdkAppId, agent: 'a@b.com' });
    expect(reading).toMatchObject({ current: { status: 'busy', reserveRest: true, reserveNotReady: false } });
    simulator.endCall('a@b.com');
    expect(await describeOwnStatus(client, { sdkAppId, agent: 'a@b.com' })).toMatchObject({
      current: { status: 'rest', reason: '午餐', reserveRest: false },
    });
  });
});

describe('a response of the service', () => {
  const line = { StaffUserId: 'a@b.com', Status: 'rest', Reason: '午餐', ErrorCode: '', ErrorMessage: '' };

  it.each([
    ['complete', line],
    ['without an ErrorCode', { StaffUserId: 'a@b.com', Status: 'rest' }],
    ['with nothing but the account', { StaffUserId: 'a@b.com' }],
    ['with nulls', { ...line, ErrorCode: null, Reason: null, PreviousStatus: null }],
    ['in other letter case and with spaces', { ...line, StaffUserId: ' A@B.com ', Status: 'REST' }],
    ['with fields of a wrong type', { ...line, Reason: 7, PreviousStatus: {}, Extra: [] }],
  ])('%s confirms the switch', async (_what, answered) => {
    expect(await switchOutcome({ StaffStatusList: [answered] })).toMatchObject({
      kind: 'switched',
      status: 'rest',
      reason: '午餐',
    });
  });

  it.each([
    ['no list', {}],
    ['null instead of a list', { StaffStatusList: null }],
    ['a string instead of a list', { StaffStatusList: 'ok' }],
    ['an empty list', { StaffStatusList: [] }],
    ['another agent only', { StaffStatusList: [{ ...line, StaffUserId: 'b@b.com' }] }],
    ['an entry without an account', { StaffStatusList: [{ ...line, StaffUserId: null }] }],
    ['an entry that is not an object', { StaffStatusList: [null, 'a@b.com'] }],
  ])('with %s confirms nothing', async (_what, response) => {
    expect(await switchOutcome(response)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'agentMissing', code: 'Answer.AgentMissing', requestId: 'req' },
    });
  });

  it.each([
    ['free', 'free'],
    ['aftercallwork', 'afterCallWork'],
    ['a new status', null],
  ])('with the status %j confirms no switch to rest', async (Status, status) => {
    expect(await switchOutcome({ StaffStatusList: [{ ...line, Status }] })).toMatchObject({
      kind: 'otherStatus',
      status,
    });
  });

  it('with an ErrorCode is a failure, whatever its other fields', async () => {
    const refused = { ...line, ErrorCode: 'FailedOperation.SeatStatusBusy', ErrorMessage: 'in a call' };
    expect(await switchOutcome({ StaffStatusList: [refused] })).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'inCall',
        code: 'FailedOperation.SeatStatusBusy',
        message: 'in a call',
        requestId: 'req',
      },
    });
  });
});

describe('a reading', () => {
  const read = (own: unknown) =>
    describeOwnStatus(createClient({ Metrics: [own] }), { sdkAppId, agent: 'a@b.com' });

  it('requests exactly the own agent', async () => {
    const { client, log } = await createSimulation({ agents: ['a@b.com', 'b@b.com'] });
    const result = await describeOwnStatus(client, { sdkAppId, agent: 'a@b.com' });
    expect(log[0]).toMatchObject({ action: 'DescribeStaffStatusMetrics', agents: [{ agent: 'a@b.com' }] });
    expect(result).toMatchObject({ ok: true, current: { status: 'free', reason: '' } });
  });

  it('reports a change made elsewhere, and its time', async () => {
    const { simulator, client, clock } = await createSimulation();
    await setStaffStatus(client, { sdkAppId, agents: [rest] });
    clock.advance(60_000);
    simulator.setAgent('a@b.com', { status: 'offline' });
    clock.advance(60_000);
    expect(await describeOwnStatus(client, { sdkAppId, agent: 'a@b.com' })).toMatchObject({
      current: { status: 'offline', reason: '', lastStatusAt: clock.now() - 60_000 },
    });
  });

  it('accepts times in seconds and in milliseconds, and missing fields', async () => {
    expect(await read({ Email: 'A@b.com', Status: 'FREE', LastStatusTimestamp: 1767225600 })).toMatchObject({
      current: {
        status: 'free',
        reason: '',
        reserveRest: false,
        lastStatusAt: 1767225600_000,
        lastOnlineAt: null,
      },
    });
    expect(
      await read({ Email: 'a@b.com', Status: 'free', LastStatusTimestamp: 1767225600_123 }),
    ).toMatchObject({
      current: { lastStatusAt: 1767225600_123 },
    });
  });

  it('fails without a known status', async () => {
    expect(await read({ Email: 'a@b.com', Status: 'dozing' })).toMatchObject({
      ok: false,
      failure: { kind: 'malformedResponse', code: 'Answer.UnknownStatus', message: 'dozing' },
    });
    expect(await read({ Email: 'b@b.com', Status: 'free' })).toMatchObject({
      failure: { kind: 'agentMissing' },
    });
  });
});
