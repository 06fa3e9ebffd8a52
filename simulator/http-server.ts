/** An HTTP server on loopback that answers with JSON, delayed and altered as the simulator's options and faults say. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SetTimer } from '../tencent/transport/deadline.ts';
import type { Fault } from './faults.ts';
import { readRequest, type IncomingRequest } from './incoming-request.ts';
import { drawLatency, type Latency } from './latency.ts';
import { sendResponse } from './send-response.ts';

/** How the server answers, common to the API and to STS. */
export type ServerOptions = {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default: this computer's clock. */
  clock?: { now(): number };
  /** Delays each response of the API. Default: none. A request takes effect when it arrives. */
  latency?: Latency | null;
  /** Draws the delays: 0 ≤ n < 1. Default: `Math.random`. */
  random?: () => number;
  /** Calls back after a delay in milliseconds and returns a function that cancels it. Default: `setTimeout`. */
  setTimer?: SetTimer;
};

/** The handlers of a server. `direct` answers without delay and faults; null leaves the request to `api`. */
export type Handlers = {
  direct: (request: IncomingRequest) => { status: number; body: unknown } | null;
  api: (
    request: IncomingRequest,
  ) => { body: object; fault: Fault | null } | Promise<{ body: object; fault: Fault | null }>;
};

export type RunningServer = {
  /** For example `http://127.0.0.1:41234`. */
  url: string;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
};

/**
 * Starts the server.
 *
 * @throws (rejects with) the system's error if the port is not available
 */
export async function startServer(
  { direct, api }: Handlers,
  { port = 0, clock = Date, latency = null, random = Math.random, setTimer = startTimer }: ServerOptions,
): Promise<RunningServer> {
  const delays = new Set<() => void>();

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    if (request === null) {
      response.writeHead(413).end();
      return;
    }
    const answer = direct(request);
    if (answer !== null) {
      response
        .writeHead(answer.status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(answer.body));
    } else if (request.path !== '/') {
      response.writeHead(404).end();
    } else {
      const { body, fault } = await api(request);
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
