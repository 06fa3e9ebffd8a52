/** The simulator's HTTP server: serves the API and, if there is one, the control API. */
import { createAgentStore, type AgentChange, type SimulatedAgent } from './agent-store.ts';
import { createApi, type RequestLogEntry } from './api/api.ts';
import { createFaults, type Faults } from './faults.ts';
import { startServer, type RunningServer, type ServerOptions } from './http-server.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { SimulatorKey } from './signature/keys.ts';

/** Changes agents and injects faults over HTTP. */
export type RemoteControl = {
  /** The path prefix of its requests. */
  path: string;
  answer: (
    request: IncomingRequest,
    agentStore: ReturnType<typeof createAgentStore>,
    faults: Faults,
  ) => { status: number; body: unknown };
};

/** The latency delays responses of the API, but not those of the control API. */
export type SimulatorOptions = ServerOptions & {
  /** The keys that are accepted. STS may add some while the simulator runs. */
  keys: readonly SimulatorKey[];
  /** Requests a second for each action. Default: 20, as the service documents. */
  ratePerSecond?: number;
  /** The agents that exist. Default: every account exists. */
  agents?: readonly string[];
  /** Whether one unknown account refuses a whole call of SetStaffStatus. Default: it alone fails. */
  unknownRefusesCall?: boolean;
  /** The only SdkAppId that is accepted. Default: any. */
  sdkAppId?: number;
  /**
   * The control API. Default: none. The in-app simulator has none, because any program of this computer could use it.
   */
  control?: RemoteControl;
  /** Called with the log entry of every API request, before the response is sent. */
  onRequest?: (entry: RequestLogEntry) => void;
};

export type Simulator = RunningServer & {
  /** Injects faults into the next requests. */
  faults: Omit<Faults, 'takeNext'>;
  /** An agent's current state; null if there is none. */
  agent(account: string): SimulatedAgent | null;
  /** Changes an agent without the app; null if there is none. */
  setAgent(account: string, change: AgentChange): SimulatedAgent | null;
  /** Ends an agent's call: a reserved status takes effect. */
  endCall(account: string): SimulatedAgent | null;
};

/**
 * Starts the simulator of the Contact Center's API on this computer's loopback interface.
 *
 * @throws (rejects with) the system's error if the port is not available
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { keys, ratePerSecond = 20, agents = null, sdkAppId = null, clock = Date, control } = options;
  const { unknownRefusesCall = false } = options;
  const agentStore = createAgentStore(agents, clock);
  const faults = createFaults();
  const answer = createApi({ keys, clock, ratePerSecond, agentStore, faults, sdkAppId, unknownRefusesCall });

  const server = await startServer(
    {
      direct: (request) =>
        control && request.path.startsWith(control.path) ? control.answer(request, agentStore, faults) : null,
      api: (request) => {
        const handled = answer(request);
        options.onRequest?.(handled.entry);
        return handled;
      },
    },
    options,
  );
  return {
    ...server,
    faults,
    agent: agentStore.find,
    setAgent: agentStore.change,
    endCall: agentStore.endCall,
  };
}
