import { createStatusService, type StatusServiceDeps } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { AgentState } from '../../../shared/state.ts';
import { createFakeStatusGateway, type FakeStatusGateway } from './fake-status-gateway.ts';
import { flushMicrotasks, createVirtualClock } from './virtual-clock.ts';

/** Creates the status service with a fake gateway, a virtual clock, and a listener of its state that can act. */
export function createServiceHarness(change: Partial<StatusServiceDeps> = {}, random?: readonly number[]) {
  const time = createVirtualClock(undefined, random);
  const gateway = createFakeStatusGateway(time.now);
  let state: AgentState = initialAgentState();
  const history: AgentState[] = [];
  let listener: (state: AgentState) => void = () => {};
  const service = createStatusService({
    store: {
      get: () => state,
      update: (next) => {
        state = next(state);
        history.push(state);
        listener(state);
      },
    },
    time,
    ...gateway,
    isOnline: () => true,
    isScreenLocked: () => false,
    fleetSize: () => null,
    ...change,
  });
  const resolveSwitch = async (
    index: number,
    answer: Parameters<FakeStatusGateway['switches'][0]['answer']>[0],
  ) => {
    gateway.switches[index]?.answer(answer);
    await flushMicrotasks();
  };
  const resolveReading = async (
    index: number,
    answer: Parameters<FakeStatusGateway['readings'][0]['answer']>[0],
  ) => {
    gateway.readings[index]?.answer(answer);
    await flushMicrotasks();
  };
  /** Runs a function once, from within the state change after which the condition is true. */
  const onceWhen = (condition: (state: AgentState) => boolean, act: () => void) => {
    listener = (now) => {
      if (!condition(now)) return;
      listener = () => {};
      act();
    };
  };
  return { time, gateway, service, history, state: () => state, resolveSwitch, resolveReading, onceWhen };
}

/** How long the newest intent still waits for its next attempt, in milliseconds; 0 if it does not wait. */
export function getCountdownMs({ intent }: AgentState, { now }: Pick<Clock, 'now'>): number {
  return intent?.phase.type === 'waiting' ? intent.phase.until - now() : 0;
}
