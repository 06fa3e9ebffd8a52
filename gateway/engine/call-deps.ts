/** What the parts of the engine need to make calls. */
import type { Clock } from '../../shared/clock.ts';
import type { Coordination } from '../coordination/coordination.ts';
import type { EngineObserver } from './engine.ts';
import type { ServicePort } from './service-port.ts';
import type { SharedCalls } from './shared-calls.ts';

export type CallDeps = {
  coordination: Coordination;
  shared: SharedCalls;
  service: ServicePort;
  clock: Clock;
  observer: EngineObserver;
};
