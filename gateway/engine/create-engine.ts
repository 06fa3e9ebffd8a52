/** Creates the engine of a gateway's instance. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../shared/clock.ts';
import type { Coordination, CoordinationMessage } from '../coordination/coordination.ts';
import type { Engine, EngineObserver, EngineResult, SwitchIntent } from './engine.ts';
import type { AgentStatusView, SwitchResult } from '../../shared/gateway-api/status.ts';
import { sendOnce } from './switching/idempotent-switch.ts';
import { createReadingLoop, type ReadingConfig } from './reading/reading-loop.ts';
import { guardServicePort, type ServicePort } from './service-port.ts';
import { createSharedCalls } from './shared-calls.ts';
import { createStatusBoard } from './reading/status-board.ts';
import { createSwitcher } from './switching/switcher.ts';
import { openWaveLines } from './waves/wave-lines.ts';
import { createWaves } from './waves/waves.ts';

export type EngineConfig = ReadingConfig;

/** A change made elsewhere is seen within the interval, a pause of half a second and the time of a reading. */
const DEFAULT_ENGINE_CONFIG: EngineConfig = { intervalMs: 2_000, groupSize: 1_250 };

export type EngineDeps = {
  /** Started before the engine, and stopped after it. */
  coordination: Coordination;
  service: ServicePort;
  clock: Clock;
  observer: EngineObserver;
  config?: EngineConfig;
  /** Creates the identifiers of waves. Default: random UUIDs. */
  createId?: () => string;
};

export function createEngine(deps: EngineDeps): Engine {
  const { coordination, clock, observer, config = DEFAULT_ENGINE_CONFIG, createId = randomUUID } = deps;
  const shared = createSharedCalls(clock);
  const service = guardServicePort(deps.service, clock);
  const calls = { coordination, shared, service, clock, observer };
  const board = createStatusBoard(calls);
  const readings = createReadingLoop({ ...calls, config });
  const switcher = createSwitcher({ ...calls, onSwitched });
  const waves = createWaves({ ...calls, switcher, createId });
  const stopped = new AbortController();
  // Each reader of a wave listens to it.
  setMaxListeners(0, stopped.signal);
  let isStopping = false;
  let unsubscribe: () => void = () => undefined;

  function onMessage(message: CoordinationMessage): void {
    board.onMessage(message);
    readings.onMessage(message);
  }

  /** Listeners of this instance see a switch at once, also while the other instances cannot be reached. */
  function onSwitched(view: AgentStatusView): void {
    const message = { type: 'statuses', views: [view] } as const;
    onMessage(message);
    shared.insist(() => coordination.publish(message));
  }

  async function switchStatus(intent: SwitchIntent): Promise<EngineResult<SwitchResult>> {
    const send = (readFirst: boolean) => switcher.send(intent, { priority: 'agent', readFirst });
    const { idempotencyKey } = intent;
    return idempotencyKey === null ? send(false) : sendOnce(calls, { ...intent, idempotencyKey }, send);
  }

  return {
    setStatus: async (intent) => {
      const startedAt = clock.now();
      const result = await switchStatus(intent);
      observer.onSwitchEnd({ intent, result, durationMs: clock.now() - startedAt });
      return result;
    },
    readStatuses: board.read,
    subscribe: board.subscribe,
    startWave: waves.startWave,
    waveLines: (id, signal) => openWaveLines(calls, id, AbortSignal.any([signal, stopped.signal])),
    readiness: () => {
      if (isStopping) return { ready: false, cause: 'shuttingDown' };
      if (!coordination.isAvailable()) return { ready: false, cause: 'sharedStateUnavailable' };
      return { ready: true, cause: '' };
    },
    start: () => {
      unsubscribe = coordination.subscribe(onMessage);
      readings.start();
      waves.start();
    },
    stop: async () => {
      isStopping = true;
      const waveEnd = waves.stop();
      await switcher.stop();
      await waveEnd;
      board.stop();
      await readings.stop();
      stopped.abort();
      unsubscribe();
    },
  };
}
