import { afterEach, describe, expect, it } from 'vitest';
import { setStaffStatus, type NonEmpty, type StatusRequest } from '../../../tencent/staff-status.ts';
import { describeStatuses, MAX_AGENTS_PER_READING } from '../../../tencent/team-statuses.ts';
import { clientFor } from './support/client.ts';
import { createSimulation, stopSimulators } from './support/simulator.ts';

afterEach(stopSimulators);

const sdkAppId = 1400000000;

function accounts(count: number): NonEmpty<string> {
  return ['a0@b.com', ...Array.from({ length: count - 1 }, (_, index) => `a${index + 1}@b.com`)];
}

function requests(...agents: readonly string[]): NonEmpty<StatusRequest> {
  const [first = '', ...others] = agents;
  const rest = (staffUserId: string) => ({ staffUserId, status: 'rest', reason: 'drill' }) as const;
  return [rest(first), ...others.map(rest)];
}

describe('a reading of several agents', () => {
  it('has a status for each agent, in the order of the request; null for an unknown one', async () => {
    const { simulator, client, log } = await createSimulation({ agents: ['one@b.com', 'two@b.com'] });
    simulator.setAgent('two@b.com', { status: 'rest', reason: 'tea' });
    const agents = ['Two@b.com', 'nobody@b.com', 'one@b.com'] as const;
    expect(await describeStatuses(client, { sdkAppId, agents })).toMatchObject({
      ok: true,
      statuses: [{ status: 'rest', reason: 'tea' }, null, { status: 'free', reason: '' }],
    });
    expect(log).toHaveLength(1);
  });

  it('of the most agents fits into a response', async () => {
    const { simulator, client } = await createSimulation();
    const agents = accounts(MAX_AGENTS_PER_READING);
    for (const agent of agents) simulator.setAgent(agent, { reason: '休'.repeat(60) });
    const result = await describeStatuses(client, { sdkAppId, agents });
    expect(result.ok && result.statuses.filter((status) => status !== null)).toHaveLength(agents.length);
  });

  it('of 1,250 agents needs a higher limit of the response', async () => {
    const limit = { maxResponseBytes: 2_000_000 };
    const { simulator, client, clock } = await createSimulation({}, limit);
    const agents = accounts(1_250);
    for (const agent of agents) simulator.setAgent(agent, { reason: '休'.repeat(60) });
    const result = await describeStatuses(client, { sdkAppId, agents });
    expect(result.ok && result.statuses.filter((status) => status !== null)).toHaveLength(agents.length);
    expect(await describeStatuses(clientFor(simulator.url, { clock }), { sdkAppId, agents })).toMatchObject({
      ok: false,
      failure: { kind: 'responseTooLarge' },
    });
  });

  it('that fails has the failure of the call', async () => {
    const { simulator, client } = await createSimulation();
    simulator.faults.nextRequests(1, { kind: 'error', code: 'UnauthorizedOperation' });
    expect(await describeStatuses(client, { sdkAppId, agents: ['a@b.com'] })).toMatchObject({
      ok: false,
      failure: { kind: 'notPermitted' },
    });
  });
});

describe('a switch of several agents', () => {
  it('is refused as a whole for an unknown account, where the service does so', async () => {
    const { simulator, client } = await createSimulation({ agents: ['one@b.com'], unknownRefusesCall: true });
    const result = await setStaffStatus(client, { sdkAppId, agents: requests('one@b.com', 'nobody@b.com') });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'agentUnknown' } });
    expect(simulator.agent('one@b.com')).toMatchObject({ status: 'free' });
  });

  it('is refused as a whole for an agent that refuses its calls, until that is cleared', async () => {
    const { simulator, client } = await createSimulation();
    const agents = requests('one@b.com', 'two@b.com');
    const forcedCallError = { code: 'FailedOperation.PermissionDenied', message: '' };
    simulator.setAgent('two@b.com', { forcedCallError });
    expect(await setStaffStatus(client, { sdkAppId, agents })).toMatchObject({
      failure: { kind: 'agentNotPermitted' },
    });
    expect(simulator.agent('one@b.com')).toMatchObject({ status: 'free' });
    simulator.setAgent('two@b.com', { forcedCallError: null });
    expect(await setStaffStatus(client, { sdkAppId, agents })).toMatchObject({ ok: true });
  });
});
