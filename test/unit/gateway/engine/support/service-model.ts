import * as z from 'zod/mini';
import { settableStatus, type StatusChoice } from '../../../../../shared/domain.ts';
import { createAgentStore } from '../../../../../simulator/agent-store.ts';
import {
  describeStaffStatusMetrics,
  setStaffStatus as applySwitch,
} from '../../../../../simulator/api/actions.ts';
import { createRateLimit } from '../../../../../simulator/rate-limit.ts';
import type { Clock } from '../../../../../shared/clock.ts';
import { createTencentClient } from '../../../../../tencent/client.ts';
import { createClockCorrection } from '../../../../../tencent/signature/clock-offset.ts';
import { createServicePort, MAX_READING_BYTES } from '../../../../../gateway/engine/service-port.ts';
import { endpointAt, testKey } from '../../../tencent/support/client.ts';

const named = z.object({
  StaffStatusList: z._default(
    z.array(
      z.object({ StaffUserId: z.string(), Status: settableStatus, Reason: z._default(z.string(), '') }),
    ),
    [],
  ),
  StaffList: z._default(z.array(z.string()), []),
});

function namedAgents(parameters: unknown): string[] {
  const { StaffStatusList, StaffList } = named.parse(parameters);
  return [...StaffStatusList.map(({ StaffUserId }) => StaffUserId), ...StaffList];
}

/** What happens to one call. */
export type ModelFault =
  | { type: 'none' }
  /** Refused as a whole; nothing is applied. */
  | { type: 'refused'; code: string }
  /** The answer is lost; the call is applied or not. */
  | { type: 'lost'; isApplied: boolean }
  /** The call is applied when its time limit has passed. */
  | { type: 'hangs' };

type ModelCall = { action: string; at: number; agents: string[]; isAdmitted: boolean };

/**
 * The contact center of the simulator without sockets: the real client sends, the simulator's actions, agents and rate limit
 * answer, on a virtual clock.
 */
export function createServiceModel(
  clock: Clock,
  options: {
    agents?: readonly string[];
    unknownRefusesCall?: boolean;
    fault?: (action: string, agents: readonly string[]) => ModelFault;
    latencyMs?: () => number;
    /** The most entries of a list that are accepted; as the service might. */
    maxListed?: number;
    /** How long the credentials take. */
    keysAfterMs?: number;
  } = {},
) {
  const agentStore = createAgentStore(options.agents ?? null, clock);
  const limit = createRateLimit(20, clock);
  const calls: ModelCall[] = [];
  /** The changes of agents, in order. */
  const applied: { agent: string; choice: StatusChoice; at: number }[] = [];
  const sent: { agent: string; reason: string; isHanging: boolean }[] = [];
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.setTimer(ms, resolve));
  let requestNumber = 0;

  async function answer(action: string, parameters: Record<string, unknown>): Promise<Response> {
    requestNumber += 1;
    const RequestId = `request-${requestNumber}`;
    const agents = namedAgents(parameters);
    const isAdmitted = limit.admit(action);
    calls.push({ action, at: clock.now(), agents, isAdmitted });
    const latencyMs = options.latencyMs?.() ?? 30;
    const respond = (content: object) => Response.json({ Response: { ...content, RequestId } });
    const refuse = async (code: string) => {
      await wait(latencyMs);
      return respond({ Error: { Code: code, Message: '' } });
    };
    if (!isAdmitted) return refuse('RequestLimitExceeded');
    const fault = options.fault?.(action, agents) ?? { type: 'none' };
    const { StaffStatusList: switches } = named.parse(parameters);
    for (const { StaffUserId: agent, Reason: reason } of switches)
      sent.push({ agent, reason, isHanging: fault.type === 'hangs' });
    if (fault.type === 'refused') return refuse(fault.code);
    if (agents.length > (options.maxListed ?? Number.POSITIVE_INFINITY))
      return refuse('InvalidParameterValue');
    const apply = action === 'SetStaffStatus' ? applySwitch : describeStaffStatusMetrics;
    const center = {
      agentStore,
      sdkAppId: null,
      unknownRefusesCall: options.unknownRefusesCall ?? false,
      forcedErrorFor: () => null,
    };
    const applyAll = () => {
      const result = apply(parameters, center);
      if (!result.ok) return result;
      for (const { StaffUserId: agent, Status: status, Reason: reason } of switches)
        applied.push({ agent, choice: { status, reason }, at: clock.now() });
      return result;
    };
    if (fault.type === 'hangs') {
      await wait(12_000);
      applyAll();
      throw new Error('hangs');
    }
    const isLost = fault.type === 'lost';
    if (isLost && !fault.isApplied) {
      await wait(latencyMs);
      throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    }
    const result = applyAll();
    await wait(latencyMs);
    if (isLost) throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    if (!result.ok) return respond({ Error: { Code: result.error.code, Message: result.error.message } });
    return respond(result.value.response);
  }

  const client = createTencentClient({
    fetch: (_url, { headers, body }) =>
      answer(
        headers['X-TC-Action'] ?? '',
        JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>,
      ),
    endpoint: () => endpointAt('http://127.0.0.1:1'),
    credentials: async () => {
      if (options.keysAfterMs) await wait(options.keysAfterMs);
      return testKey;
    },
    clock,
    clockCorrection: createClockCorrection(clock.now),
    setTimer: clock.setTimer,
    monotonic: clock.now,
    maxResponseBytes: MAX_READING_BYTES,
  });
  return {
    port: createServicePort(client, 1400000000),
    agentStore,
    calls,
    applied,
    sentTo: (account: string) => sent.filter(({ agent }) => agent === account),
    callsOf: (action: string) => calls.filter((call) => call.action === action),
    switchesOf: (agent: string) =>
      calls.filter(
        ({ action, agents, isAdmitted }) =>
          action === 'SetStaffStatus' && isAdmitted && agents.includes(agent),
      ),
  };
}
