import { agentPart, createAppStore } from '../../../../main/app/app-store.ts';
import { createCloud } from '../../../../main/app/cloud.ts';
import { createStatusService } from '../../../../main/status/service.ts';
import type { AgentState } from '../../../../preload/contract/state.ts';
import { endpointAt, testKey } from '../../../unit/tencent/support/client.ts';
import { simulation } from '../../../unit/tencent/support/simulator.ts';
import { appState } from '../../app-state.ts';
import { virtualTime } from '../virtual-time.ts';

const AGENT = 'mei.lin@example.com';

export type AppUnderFire = Awaited<ReturnType<typeof appUnderFire>>;

/**
 * The app without its surfaces: the real client with Node's fetch, the real status service, a real store, and the
 * simulator, by which the agent is proved Free. Only time is played, so that no test waits for a time limit or a retry.
 */
export async function appUnderFire() {
  const time = virtualTime();
  const { simulator } = await simulation({ clock: time, agents: [AGENT] });
  let address = simulator.url;

  const { account } = appState();
  const keys = { home: 'keychain', secretIdEnd: testKey.secretId.slice(-4), hasToken: false } as const;
  const store = createAppStore(appState({}, { account: { ...account, agent: AGENT, keys } }));
  const cloud = createCloud({
    fetch,
    connection: () => ({
      endpoint: endpointAt(address),
      sdkAppId: 1400692008,
      agent: AGENT,
      credentials: () => Promise.resolve(testKey),
    }),
    time,
    language: () => 'en',
    networkUp: () => true,
  });
  const service = createStatusService({ store: agentPart(store), time, ...cloud, fleetSize: () => null });
  await service.refresh();

  const history: AgentState[] = [];
  store.subscribe(({ agent }) => history.push(agent));

  return {
    ...service,
    time,
    simulator,
    /** Every state since the agent was proved Free. */
    history,
    state: () => store.getState(),
    /** From now on requests go to that address. */
    moveTo(url: string): void {
      address = url;
    },
    /** All is well again. */
    recover(): void {
      simulator.faults.clear();
      address = simulator.url;
    },
    /** Waits for something to show in the state. */
    until: (shows: (agent: AgentState) => boolean) =>
      new Promise<void>((resolve) => {
        const look = ({ agent }: { agent: AgentState }) => {
          if (!shows(agent)) return;
          stop();
          resolve();
        };
        const stop = store.subscribe(look);
        look(store.getState());
      }),
  };
}
