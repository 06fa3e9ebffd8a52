/** The simulator's HTTP server: serves the API and, if there is one, the control API. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SetTimer } from '../tencent/transport/deadline.ts';
import { createAgentStore, type AgentChange, type SimulatedAgent } from './agent-store.ts';
import { createApi, type RequestLogEntry } from './api/api.ts';
import { createFaults, type Faults } from './faults.ts';
import type { SimulatorKey } from './signature/keys.ts';
import { drawLatency, type Latency } from './latency.ts';
import { readRequest, type IncomingRequest } from './incoming-request.ts';
import { sendResponse } from './send-response.ts';

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

export type SimulatorOptions = {
  keys: readonly SimulatorKey[];
  /** 0, the default, takes any free port. */
  port?: number;
  /** Requests a second for each action. Default: 20, as the service documents. */
  ratePerSecond?: number;
  /** The agents that exist. Default: every account exists. */
  agents?: readonly string[];
  /** Whether one unknown account refuses a whole call of SetStaffStatus. Default: it alone fails. */
  unknownRefusesCall?: boolean;
  /** The only SdkAppId that is accepted. Default: any. */
  sdkAppId?: number;
  clock?: { now(): number };
  /**
   * Delays each response of the API, but not those of the control API. Default: none. A request takes effect when it
   * arrives.
   */
  latency?: Latency | null;
  /** Draws the delays: 0 ≤ n < 1. Default: `Math.random`. */
  random?: () => number;
  /** Calls back after a delay in milliseconds and returns a function that cancels it. Default: `setTimeout`. */
  setTimer?: SetTimer;
  /**
   * The control API. Default: none. The in-app simulator has none, because any program of this computer could use it.
   */
  control?: RemoteControl;
  /** Called with the log entry of every API request, before the response is sent. */
  onRequest?: (entry: RequestLogEntry) => void;
};

export type Simulator = {
  /** For example `http://127.0.0.1:41234`. */
  url: string;
  /** Injects faults into the next requests. */
  faults: Omit<Faults, 'takeNext'>;
  /** An agent's current state; null if there is none. */
  agent(account: string): SimulatedAgent | null;
  /** Changes an agent without the app; null if there is none. */
  setAgent(account: string, change: AgentChange): SimulatedAgent | null;
  /** Ends an agent's call: a reserved status takes effect. */
  endCall(account: string): SimulatedAgent | null;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
};

/**
 * Starts the simulator of the Contact Center's API on this computer's loopback interface.
 *
 * @throws (rejects with) the system's error if the port is not available
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { keys, port = 0, ratePerSecond = 20, agents = null, sdkAppId = null, clock = Date } = options;
  const { latency = null, random = Math.random, setTimer = startTimer } = options;
  const { unknownRefusesCall = false } = options;
  const agentStore = createAgentStore(agents, clock);
  const faults = createFaults();
  const answer = createApi({ keys, clock, ratePerSecond, agentStore, faults, sdkAppId, unknownRefusesCall });
  const delays = new Set<() => void>();

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    if (request === null) {
      response.writeHead(413).end();
    } else if (options.control && request.path.startsWith(options.control.path)) {
      const { status, body } = options.control.answer(request, agentStore, faults);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    } else if (request.path !== '/') {
      response.writeHead(404).end();
    } else {
      const { body, fault, entry } = answer(request);
      options.onRequest?.(entry);
      const send = () => sendResponse(response, body, fault, clock.now());
      const latencyMs = latency === null ? 0 : drawLatency(latency, random);
      const delayMs = latencyMs + (fault?.kind === 'delay' ? fault.milliseconds : 0);
      if (delayMs > 0) delay(delayMs, send);
      else send();
    }
  }

  function delay(milliseconds: number, action: () => void): void {
    const cancelTimer = setTimer(milliseconds, () => {
      delays.delete(cancelTimer);
      action();
    });
    delays.add(cancelTimer);
  }

  const server = createServer((message, response) => {
    // The client disconnected during its request.
    serve(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });

  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    faults,
    agent: agentStore.find,
    setAgent: agentStore.change,
    endCall: agentStore.endCall,
    close: () =>
      new Promise((resolve) => {
        for (const cancelTimer of delays) cancelTimer();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function startTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
