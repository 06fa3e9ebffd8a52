import * as z from 'zod/mini';
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
  StaffStatusList: z._default(z.array(z.object({ StaffUserId: z.string() })), []),
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
    if (fault.type === 'hangs') {
      await wait(12_000);
      apply(parameters, center);
      throw new Error('hangs');
    }
    const isLost = fault.type === 'lost';
    if (isLost && !fault.isApplied) {
      await wait(latencyMs);
      throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    }
    const result = apply(parameters, center);
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
    callsOf: (action: string) => calls.filter((call) => call.action === action),
    switchesOf: (agent: string) =>
      calls.filter(
        ({ action, agents, isAdmitted }) =>
          action === 'SetStaffStatus' && isAdmitted && agents.includes(agent),
      ),
  };
}
