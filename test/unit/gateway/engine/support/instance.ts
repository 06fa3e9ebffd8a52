import { createEngine, type EngineConfig } from '../../../../../gateway/engine/create-engine.ts';
import type { EngineResult, SwitchIntent } from '../../../../../gateway/engine/engine.ts';
import type { StatusChoice } from '../../../../../shared/domain.ts';
import type { SwitchResult } from '../../../../../shared/gateway-api/status.ts';
import { createVirtualClock } from '../../../../support/unit/virtual-clock.ts';
import { createSharedState, createTestCoordination, type SharedState } from './coordination.ts';
import { createServiceModel } from './service-model.ts';

/** A virtual clock whose chains of promises, which cross the parts of `Response`, end before time passes. */
function createEngineClock() {
  return createVirtualClock(Date.UTC(2026, 10, 23, 9), [0.5], async () => {
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  });
}

type SwitchEnd = { agent: string; result: EngineResult<SwitchResult> };

/** An instance of the gateway without HTTP, and what it reports. */
export async function startInstance(options: {
  state: SharedState;
  model: ReturnType<typeof createServiceModel>;
  isFailing?: () => boolean;
  config?: EngineConfig;
}) {
  const { state, model } = options;
  const coordination = createTestCoordination(state, options);
  const ends: SwitchEnd[] = [];
  const queue = { waiting: 0, inFlight: 0 };
  let waves = 0;
  const engine = createEngine({
    coordination,
    service: model.port,
    clock: state.clock,
    observer: {
      onSwitchEnd: ({ intent: { agent }, result }) => void ends.push({ agent, result }),
      onCall: () => undefined,
      onQueue: (event) => void Object.assign(queue, event),
    },
    createId: () => `00000000-0000-4000-8000-${String((waves += 1)).padStart(12, '0')}`,
    ...(options.config ? { config: options.config } : {}),
  });
  await coordination.start();
  engine.start();
  return {
    engine,
    coordination,
    ends,
    queue,
    die: coordination.die,
  };
}

export function intentOf(
  agent: string,
  choice: Partial<StatusChoice> = {},
  others: Partial<SwitchIntent> = {},
): SwitchIntent {
  return {
    agent,
    choice: { status: 'rest', reason: '', ...choice },
    requestedBy: agent,
    idempotencyKey: null,
    clientGone: new AbortController().signal,
    ...others,
  };
}

/** An instance on a virtual clock and a model of the service. */
export async function createGateway(
  modelOptions: Parameters<typeof createServiceModel>[1] = {},
  options: { isFailing?: () => boolean; config?: EngineConfig } = {},
) {
  const clock = createEngineClock();
  const state = createSharedState(clock);
  const model = createServiceModel(clock, modelOptions);
  return { clock, state, model, ...(await startInstance({ state, model, ...options })) };
}
