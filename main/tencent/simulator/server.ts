import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { After } from '../deadline.ts';
import { createAgentBook, type AgentChange, type SimulatedAgent } from './agent-book.ts';
import { createApi, type RequestLogEntry } from './api.ts';
import { createFaults, type Faults } from './faults.ts';
import type { SimulatorKey } from './keys.ts';
import { drawLatency, type Latency } from './latency.ts';
import { receive, type ReceivedRequest } from './received-request.ts';
import { reply } from './reply.ts';

/** Changes agents and orders faults over HTTP. */
export type RemoteControl = {
  /** How the paths of its requests begin. */
  path: string;
  answer: (
    request: ReceivedRequest,
    book: ReturnType<typeof createAgentBook>,
    faults: Faults,
  ) => { status: number; body: unknown };
};

export type SimulatorOptions = {
  keys: readonly SimulatorKey[];
  /** 0, the default, takes any free port. */
  port?: number;
  /** Requests a second for each action; 20 unless told, as the service documents. */
  ratePerSecond?: number;
  /** The agents that exist; every account exists when left out. */
  agents?: readonly string[];
  /** The only application there is; any will do when left out. */
  sdkAppId?: number;
  clock?: { now(): number };
  /** Delays each answer of the API, not those of the remote control; none unless told. A request acts when it arrives. */
  latency?: Latency | null;
  /** Draws the delays: 0 ≤ n < 1. `Math.random` unless told. */
  random?: () => number;
  /** Calls back after a delay in milliseconds and returns a way to stop that; `setTimeout` unless told. */
  after?: After;
  /** The remote control; none unless told. The simulator inside the app has none: any program of this computer could use it. */
  control?: RemoteControl;
  /** Told about every API request, before it is answered. */
  onRequest?: (entry: RequestLogEntry) => void;
};

export type Simulator = {
  /** For example `http://127.0.0.1:41234`. */
  url: string;
  /** What is to go wrong with the next requests. */
  faults: Omit<Faults, 'take'>;
  /** An agent as the centre knows it; null when there is none. */
  agent(account: string): SimulatedAgent | null;
  /** Changes an agent behind the app's back; null when there is none. */
  setAgent(account: string, change: AgentChange): SimulatedAgent | null;
  /** Ends an agent's call: what was reserved comes into force. */
  endCall(account: string): SimulatedAgent | null;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
};

/**
 * Starts the Contact Center's API on this computer's loopback interface.
 *
 * @throws (rejects with) the system's error when the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { keys, port = 0, ratePerSecond = 20, agents = null, sdkAppId = null, clock = Date } = options;
  const { latency = null, random = Math.random, after = startTimer } = options;
  const book = createAgentBook(agents, clock);
  const faults = createFaults();
  const answer = createApi({ keys, clock, ratePerSecond, book, faults, sdkAppId });
  const delays = new Set<() => void>();

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message);
    if (request === null) {
      response.writeHead(413).end();
    } else if (options.control && request.path.startsWith(options.control.path)) {
      const { status, body } = options.control.answer(request, book, faults);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    } else if (request.path !== '/') {
      response.writeHead(404).end();
    } else {
      const { body, fault, entry } = answer(request);
      options.onRequest?.(entry);
      const send = () => reply(response, body, fault, clock.now());
      const onTheWayMs = latency === null ? 0 : drawLatency(latency, random);
      const delayMs = onTheWayMs + (fault?.kind === 'delay' ? fault.milliseconds : 0);
      if (delayMs > 0) delay(delayMs, send);
      else send();
    }
  }

  function delay(milliseconds: number, action: () => void): void {
    const stop = after(milliseconds, () => {
      delays.delete(stop);
      action();
    });
    delays.add(stop);
  }

  const server = createServer((message, response) => {
    // A client that goes away in the middle of its request has nothing to be told.
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
    agent: book.find,
    setAgent: book.change,
    endCall: book.endCall,
    close: () =>
      new Promise((resolve) => {
        for (const stop of delays) stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function startTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
