import { agentSlice, createAppStore } from '../../../../main/app/store.ts';
import { createStatusGateway } from '../../../../main/app/status-gateway.ts';
import { createStatusService } from '../../../../main/status/service.ts';
import { createRequestLimit } from '../../../../tencent/transport/request-limit.ts';
import type { AgentState } from '../../../../shared/state.ts';
import { endpointAt, testKey } from '../../../unit/tencent/support/client.ts';
import { createSimulation } from '../../../unit/tencent/support/simulator.ts';
import { appState } from '../../app-state.ts';
import { createVirtualClock } from '../virtual-clock.ts';

const AGENT = 'mei.lin@example.com';

export type FaultHarness = Awaited<ReturnType<typeof createFaultHarness>>;

/**
 * The app without its user interfaces: the real client with Node's fetch, the real status service, a real store, and
 * the simulator, in which the agent is Free. Only time is virtual, so that no test waits for a time limit or a retry.
 */
export async function createFaultHarness() {
  const time = createVirtualClock();
  const { simulator } = await createSimulation({ clock: time, agents: [AGENT] });
  let address = simulator.url;

  const { account } = appState();
  const keys = { storage: 'keychain', secretIdSuffix: testKey.secretId.slice(-4), hasToken: false } as const;
  const store = createAppStore(appState({}, { account: { ...account, agent: AGENT, keys } }));
  const gateway = createStatusGateway({
    fetch,
    connection: () => ({
      endpoint: endpointAt(address),
      sdkAppId: 1400692008,
      agent: AGENT,
      credentials: () => Promise.resolve(testKey),
    }),
    limit: createRequestLimit(time),
    time,
    elapsed: time.now,
    language: () => 'en',
    isNetworkUp: () => true,
  });
  const service = createStatusService({
    store: agentSlice(store),
    time,
    ...gateway,
    isScreenLocked: () => false,
    fleetSize: () => null,
  });
  await service.refresh();

  const history: AgentState[] = [];
  store.subscribe(({ agent }) => history.push(agent));

  return {
    ...service,
    time,
    simulator,
    /** Every state since Free was confirmed. */
    history,
    state: () => store.getState(),
    /** Sends requests to that address from now on. */
    redirectTo(url: string): void {
      address = url;
    },
    /** Removes every fault. */
    recover(): void {
      simulator.faults.clear();
      address = simulator.url;
    },
    /** Waits until the agent's state fulfills a condition. */
    until: (condition: (agent: AgentState) => boolean) =>
      new Promise<void>((resolve) => {
        const unsubscribe = store.subscribe(listener);
        listener(store.getState());

        function listener({ agent }: { agent: AgentState }): void {
          if (!condition(agent)) return;
          unsubscribe();
          resolve();
        }
      }),
  };
}
