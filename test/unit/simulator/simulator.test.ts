import { afterEach, describe, expect, it } from 'vitest';
import { startInAppSimulator } from '../../../main/account/in-app-simulator.ts';
import { createAgentStore } from '../../../simulator/agent-store.ts';
import { handleControlRequest } from '../../../simulator/control-api.ts';
import { createFaults, type FaultSpec } from '../../../simulator/faults.ts';
import type { FailureKind } from '../../../tencent/failure.ts';
import { setStaffStatus } from '../../../tencent/staff-status.ts';
import { manualLimit } from '../tencent/support/client.ts';
import {
  controlHeader,
  createManualClock,
  createSimulation,
  stopSimulators,
} from '../tencent/support/simulator.ts';

afterEach(stopSimulators);

const request = {
  sdkAppId: 1400000000,
  agents: [{ staffUserId: 'a@b.com', status: 'rest', reason: 'tea' }],
} as const;

describe('a request with', () => {
  const item = { StaffUserId: 'a@b.com', Status: 'free' };

  it.each<[string, Record<string, unknown>, string]>([
    ['no SdkAppId', { StaffStatusList: [item] }, 'MissingParameter'],
    ['a text for SdkAppId', { SdkAppId: '1', StaffStatusList: [item] }, 'InvalidParameter'],
    ['half an SdkAppId', { SdkAppId: 1.5, StaffStatusList: [item] }, 'InvalidParameter'],
    ['another SdkAppId', { SdkAppId: 2, StaffStatusList: [item] }, 'InvalidParameterValue.InstanceNotExist'],
    ['no list', { SdkAppId: 1 }, 'MissingParameter'],
    ['an empty list', { SdkAppId: 1, StaffStatusList: [] }, 'MissingParameter'],
    ['an object for a list', { SdkAppId: 1, StaffStatusList: item }, 'InvalidParameter'],
    ['eleven agents', { SdkAppId: 1, StaffStatusList: Array(11).fill(item) }, 'InvalidParameterValue'],
    ['no agent', { SdkAppId: 1, StaffStatusList: [{ Status: 'free' }] }, 'MissingParameter'],
    ['no status', { SdkAppId: 1, StaffStatusList: [{ StaffUserId: 'a' }] }, 'MissingParameter'],
    [
      'busy, which cannot be set',
      { SdkAppId: 1, StaffStatusList: [{ ...item, Status: 'busy' }] },
      'InvalidParameterValue',
    ],
    ['a number for a reason', { SdkAppId: 1, StaffStatusList: [{ ...item, Reason: 1 }] }, 'InvalidParameter'],
    [
      'a field that does not exist',
      { SdkAppId: 1, StaffStatusList: [item], Region: 'x' },
      'UnknownParameter',
    ],
  ])('%s is refused', async (_what, payload, code) => {
    const { client, simulator, log } = await createSimulation({ sdkAppId: 1 });
    simulator.setAgent('a@b.com', { status: 'rest' });
    const result = await client.call('SetStaffStatus', payload);
    expect(result).toMatchObject({
      ok: false,
      failure: { code, httpStatus: 200, requestId: log[0]?.RequestId },
    });
    expect(log[0]).toMatchObject({ verdict: code });
    expect(simulator.agent('a@b.com')?.status).toBe('rest');
  });

  it('ten agents, or other letter case, is accepted', async () => {
    const { client } = await createSimulation();
    const StaffStatusList = Array(10).fill({ ...item, Status: 'NotReady' }) as unknown[];
    expect(await client.call('SetStaffStatus', { SdkAppId: 1, StaffStatusList })).toMatchObject({ ok: true });
  });

  it('another action is refused', async () => {
    const { client } = await createSimulation();
    expect(await client.call('DeleteStaff', {})).toMatchObject({ failure: { kind: 'addressWrong' } });
  });
});

it('a RequestId is a UUID, new for each request, and the log contains the request', async () => {
  const { client, log, clock } = await createSimulation();
  await setStaffStatus(client, request);
  await setStaffStatus(client, request);
  expect(log[0]).toEqual({
    time: new Date(clock.now()).toISOString(),
    action: 'SetStaffStatus',
    agents: [{ agent: 'a@b.com', status: 'rest', reason: 'tea' }],
    verdict: 'ok',
    RequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
  });
  expect(log[0]?.RequestId).not.toBe(log[1]?.RequestId);
});

it('twenty requests are accepted in any second, for each action', async () => {
  const { client, clock } = await createSimulation();
  const read = () => client.call('DescribeStaffStatusMetrics', { SdkAppId: 1 });
  for (let i = 0; i < 20; i += 1) {
    expect(await read()).toMatchObject({ ok: true });
    clock.advance(49);
  }
  expect(await read()).toMatchObject({ failure: { kind: 'rateLimited', code: 'RequestLimitExceeded' } });
  expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
  clock.advance(20);
  expect(await read()).toMatchObject({ ok: true });
  expect(await read()).toMatchObject({ failure: { kind: 'rateLimited' } });
});

it('a temporary key requires its token', async () => {
  const permanent = { secretId: 'AKIDtemporary', secretKey: 'secret' };
  const key = { ...permanent, token: 'token' };
  const { client } = await createSimulation({ keys: [key] }, { credentials: () => key });
  expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
  const without = await createSimulation({ keys: [key] }, { credentials: () => permanent });
  expect(await setStaffStatus(without.client, request)).toMatchObject({ failure: { kind: 'tokenExpired' } });
});

describe('agents', () => {
  it('that are signed out cannot be switched', async () => {
    const { client, simulator } = await createSimulation();
    simulator.setAgent('a@b.com', { status: 'offline' });
    expect(await setStaffStatus(client, request)).toMatchObject({
      agents: [{ kind: 'failed', failure: { kind: 'temporarilyRejected' } }],
    });
  });

  it('can be refused individually, until the forced error is cleared', async () => {
    const { client, simulator } = await createSimulation();
    simulator.setAgent('a@b.com', {
      forcedError: { code: 'FailedOperation.PermissionDenied', message: 'no' },
    });
    expect(await setStaffStatus(client, request)).toMatchObject({
      agents: [{ kind: 'failed', failure: { kind: 'agentNotPermitted', message: 'no' } }],
    });
    simulator.setAgent('a@b.com', { forcedError: null });
    expect(await setStaffStatus(client, request)).toMatchObject({ agents: [{ kind: 'switched' }] });
  });

  it('are created when they are named, up to 5,000', () => {
    const agentStore = createAgentStore(null, createManualClock());
    for (let index = 0; index < 5_010; index += 1) agentStore.find(`agent${index}@b.com`);
    expect(agentStore.all()).toHaveLength(5_000);
    expect(agentStore.find('Agent4999@b.com ')).toMatchObject({ account: 'agent4999@b.com' });
    expect(agentStore.find('agent5000@b.com')).toBeNull();
  });

  it('are only found if they are in the list of agents', async () => {
    const { simulator } = await createSimulation({ agents: ['a@b.com'] });
    expect(simulator.agent('A@B.com')).toMatchObject({ account: 'a@b.com' });
    expect(simulator.agent('b@b.com')).toBeNull();
    expect(simulator.setAgent('b@b.com', { status: 'rest' })).toBeNull();
  });

  it('have the time in each status summed up, in seconds', async () => {
    const { client, simulator, clock } = await createSimulation({ agents: ['a@b.com'] });
    clock.advance(10_000);
    simulator.setAgent('a@b.com', { status: 'rest' });
    clock.advance(5_000);
    simulator.setAgent('a@b.com', { status: 'offline' });
    clock.advance(3_000);
    const result = await client.call('DescribeStaffStatusMetrics', { SdkAppId: 1 });
    expect(result).toMatchObject({
      response: { Metrics: [{ OnlineDuration: 15, FreeDuration: 10, RestDuration: 5, NotReadyDuration: 0 }] },
    });
  });
});

describe('an injected fault', () => {
  it.each<[FaultSpec, FailureKind, 'free' | 'rest']>([
    [{ kind: 'error', code: 'InternalError.DBError' }, 'serviceError', 'free'],
    [{ kind: 'drop' }, 'connectionLost', 'free'],
    [{ kind: 'drop', applied: true }, 'connectionLost', 'rest'],
    [{ kind: 'truncate' }, 'malformedResponse', 'rest'],
    [{ kind: 'garbage' }, 'malformedResponse', 'rest'],
    [{ kind: 'html' }, 'captivePortal', 'free'],
    [{ kind: 'http', status: 503 }, 'httpServerError', 'free'],
    [{ kind: 'http', status: 502, applied: true }, 'httpServerError', 'rest'],
  ])('%o', async (fault, kind, status) => {
    const { client, simulator } = await createSimulation();
    simulator.faults.nextRequests(1, fault);
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: false, failure: { kind } });
    expect(simulator.agent('a@b.com')?.status).toBe(status);
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
  });

  it.each(['headers', 'body'] as const)('is a stall in the %s', async (where) => {
    const limit = manualLimit();
    const onRequest = () => void setImmediate(limit.end);
    const { client, simulator } = await createSimulation({ onRequest }, { setTimer: limit.setTimer });
    simulator.faults.always({ kind: 'stall', where });
    expect(await setStaffStatus(client, request)).toMatchObject({ failure: { kind: 'timedOut' } });
    expect(simulator.agent('a@b.com')?.status).toBe('rest');
  });

  it('is a delay, after which the response is correct', async () => {
    const { client, simulator } = await createSimulation();
    simulator.faults.nextRequests(1, { kind: 'delay', milliseconds: 1 });
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
  });

  it('is an agent missing from the response, or refused in it', async () => {
    const { client, simulator } = await createSimulation();
    simulator.faults.nextRequests(1, { kind: 'agentMissing' });
    simulator.faults.nextRequests(1, { kind: 'agentError', code: 'LimitExceeded', agent: 'A@b.com' });
    simulator.faults.nextRequests(1, { kind: 'agentError', code: 'LimitExceeded', agent: 'other@b.com' });
    const kinds: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const result = await setStaffStatus(client, request);
      const [outcome] = result.ok ? result.agents : [];
      kinds.push(outcome?.kind === 'failed' ? outcome.failure.kind : (outcome?.kind ?? 'no answer'));
    }
    expect(kinds).toEqual(['agentMissing', 'quotaExceeded', 'switched']);
  });

  it('applies to one action only, for the given number of requests, or until cleared', async () => {
    const { client, simulator } = await createSimulation();
    const action = 'DescribeStaffStatusMetrics';
    const read = async () => (await client.call(action, { SdkAppId: 1 })).ok;
    simulator.faults.nextRequests(2, { kind: 'error', code: 'InternalError', action });
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
    expect([await read(), await read(), await read()]).toEqual([false, false, true]);
    simulator.faults.always({ kind: 'html' });
    expect([await read(), await read()]).toEqual([false, false]);
    simulator.faults.clear();
    expect(await read()).toBe(true);
  });
});

describe('the control API', () => {
  const header = controlHeader;

  it('changes agents and injects faults', async () => {
    const { client, simulator } = await createSimulation({ agents: ['a@b.com'] });
    const send = async (method: string, path: string, body?: object, headers: HeadersInit = header) => {
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      return (await fetch(`${simulator.url}/_simulator/${path}`, init)).status;
    };
    expect(await send('POST', 'agents/a%40b.com', { status: 'busy' })).toBe(200);
    await setStaffStatus(client, request);
    expect(await send('POST', 'agents/a@b.com/end-call')).toBe(200);
    expect(simulator.agent('a@b.com')).toMatchObject({ status: 'rest', reason: 'tea' });
    expect(await send('POST', 'agents/nobody', { status: 'rest' })).toBe(404);
    expect(await send('POST', 'agents/a@b.com', { status: 'asleep' })).toBe(400);
    expect(await send('POST', 'faults', { fault: { kind: 'explode' } })).toBe(400);
    expect(
      await send('POST', 'faults', { requests: 1, fault: { kind: 'error', code: 'LimitExceeded' } }),
    ).toBe(200);
    expect(await setStaffStatus(client, request)).toMatchObject({ failure: { code: 'LimitExceeded' } });
    expect(await send('POST', 'faults', { fault: { kind: 'html' } })).toBe(200);
    expect(await send('DELETE', 'faults')).toBe(200);
    expect(await send('GET', 'agents')).toBe(200);
    expect(await send('GET', 'elsewhere')).toBe(404);
    expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
  });

  it.each([
    ['without the token', {}],
    ['with the header of an earlier version', { 'X-Standby-Simulator': '1' }],
    ['with another token', { 'X-Standby-Simulator': `${header['X-Standby-Simulator']}s` }],
    ['from a web page', { ...header, Origin: 'https://evil.example' }],
  ])('is refused %s', async (_how, headers) => {
    const { simulator } = await createSimulation();
    const answer = await fetch(`${simulator.url}/_simulator/agents`, { headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toBeNull();
  });
});

it('the control API refuses a foreign name that resolves to this computer', () => {
  const agentStore = createAgentStore(null, createManualClock());
  const ask = (host: string) => {
    const headers = new Map([
      ['x-standby-simulator', 'token'],
      ['host', host],
    ]);
    const request = { method: 'GET', path: '/_simulator/agents', query: '', headers, body: Buffer.alloc(0) };
    return handleControlRequest('token', request, agentStore, createFaults()).status;
  };
  expect(ask('evil.example:8080')).toBe(403);
  expect(ask('')).toBe(403);
  expect(ask('localhost:8080')).toBe(200);
});

it('a body of more than 1 MB is refused before it is parsed, and the next request is served', async () => {
  const { client, simulator, log } = await createSimulation({ agents: ['a@b.com'] });
  const body = JSON.stringify({ fault: { kind: 'html' } }).padEnd(1_000_001);
  const send = (path: string) =>
    fetch(simulator.url + path, { method: 'POST', headers: controlHeader, body });
  expect((await send('/_simulator/faults')).status).toBe(413);
  expect((await send('/')).status).toBe(413);
  expect(log).toEqual([]);
  expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
});

it('a port in use is reported as an error', async () => {
  const { simulator } = await createSimulation();
  await expect(createSimulation({ port: Number(new URL(simulator.url).port) })).rejects.toThrow('EADDRINUSE');
});

it('a request that is nested too deeply is refused, and the next one is served', async () => {
  const { client, simulator } = await createSimulation({ agents: ['a@b.com'] });
  const deep = '['.repeat(30_000) + ']'.repeat(30_000);
  const headers = controlHeader;
  const faultBody = `{"fault":{"kind":"error","code":"X","message":${deep}}}`;
  const response = await fetch(`${simulator.url}/_simulator/faults`, {
    method: 'POST',
    headers,
    body: faultBody,
  });
  expect(response.status).toBe(400);
  const parts = Array.from({ length: 5_000 }, () => 'a').join('.');
  const body = new URLSearchParams({ Action: 'SetStaffStatus', [parts]: 'x' });
  expect((await fetch(simulator.url, { method: 'POST', body })).status).toBe(200);
  expect(await setStaffStatus(client, request)).toMatchObject({ ok: true });
});

it('the in-app simulator has no control API', async () => {
  const { connection, close } = await startInAppSimulator();
  try {
    const url = `${connection.endpoint.origin}/_simulator/agents`;
    expect((await fetch(url, { headers: { 'X-Standby-Simulator': '1' } })).status).toBe(404);
  } finally {
    await close();
  }
});
