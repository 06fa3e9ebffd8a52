import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createFaultHarness, type FaultHarness } from '../../support/unit/hostile/fault-harness.ts';
import {
  expectConsistentUi,
  lunch,
  refused,
  refusedForNow,
  unknown,
  unknownForNow,
  type ExpectedOutcome,
} from '../../support/unit/hostile/expected-outcomes.ts';
import { serve, serveUntrusted, stopServers } from '../../support/hostile-server.ts';
import { stopSimulators } from '../tencent/support/simulator.ts';

afterEach(async () => {
  await stopServers();
  await stopSimulators();
});

/** Longer than a request may take. */
const TIMEOUT_MS = 10_000;

const SUCCESS_BODY = JSON.stringify({
  Response: {
    StaffStatusList: [
      {
        StaffUserId: 'mei.lin@example.com',
        Status: 'rest',
        Reason: 'Lunch',
        ErrorCode: '',
        ErrorMessage: '',
      },
    ],
    RequestId: 'r',
  },
});

type Fault = {
  name: string;
  /** Prepares the fault; returns the address that requests are sent to from now on. */
  inject: (app: FaultHarness) => string | Promise<string>;
  kind: string;
  code: string;
  /** Whether the service itself answered: only then there is a RequestId. */
  answered?: true;
  outcome: ExpectedOutcome;
};

/** A server that responds to every request in this way. */
const server = (answer: (response: ServerResponse, app: FaultHarness) => void) => (app: FaultHarness) =>
  serve((_request, response) => answer(response, app));

const FAULTS: Fault[] = [
  {
    name: 'an untrusted certificate',
    inject: () => serveUntrusted((_request, response) => response.end(SUCCESS_BODY)),
    kind: 'tlsUntrusted',
    code: 'Network.TlsUntrusted',
    outcome: refused,
  },
  {
    name: 'a reset connection',
    inject: server((response) => response.socket?.resetAndDestroy()),
    kind: 'connectionLost',
    code: 'Network.ConnectionLost',
    outcome: unknownForNow,
  },
  {
    name: 'a closed port',
    inject: async () => {
      const url = await serve(() => undefined);
      await stopServers();
      return url;
    },
    kind: 'connectionRefused',
    code: 'Network.Refused',
    outcome: refusedForNow,
  },
  {
    name: 'a name that does not exist',
    inject: () => 'https://standby.invalid',
    kind: 'dnsFailure',
    code: 'Network.DnsFailure',
    outcome: refusedForNow,
  },
  {
    name: 'a stall in the headers',
    inject: server((_response, { time }) => void time.advance(TIMEOUT_MS)),
    kind: 'timedOut',
    code: 'Network.TimedOut',
    outcome: unknownForNow,
  },
  {
    name: 'a stall in the body',
    inject: server((response, { time }) => {
      response.writeHead(200, { 'Content-Length': SUCCESS_BODY.length });
      response.write(SUCCESS_BODY.slice(0, -1), () => void time.advance(TIMEOUT_MS));
    }),
    kind: 'timedOut',
    code: 'Network.TimedOut',
    outcome: unknownForNow,
  },
  {
    name: 'a trickle',
    inject: server((response, { time }) => {
      const drip = (bytes: number) => {
        if (bytes === 100) void time.advance(TIMEOUT_MS);
        response.write(' ');
        // Each byte is written in its own event loop turn, so that the client reads it before the next one is sent.
        if (!response.destroyed) setImmediate(drip, bytes + 1);
      };
      drip(0);
    }),
    kind: 'timedOut',
    code: 'Network.TimedOut',
    outcome: unknownForNow,
  },
  {
    name: 'a truncated confirmation',
    inject: server((response) => {
      response.writeHead(200, { 'Content-Length': SUCCESS_BODY.length });
      response.write(SUCCESS_BODY.slice(0, -1), () => response.destroy());
    }),
    kind: 'connectionLost',
    code: 'Answer.BrokenOff',
    outcome: unknownForNow,
  },
  {
    name: 'half of a confirmation, and a regular end',
    inject: server((response) => response.end(SUCCESS_BODY.slice(0, -1))),
    kind: 'malformedResponse',
    code: 'Answer.NotJson',
    outcome: unknownForNow,
  },
  {
    name: 'a sign-in page with HTTP 200, which echoes the request',
    inject: () =>
      serve(({ headers }, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(`<title>Sign in, ${headers.authorization ?? ''}</title>`);
      }),
    kind: 'captivePortal',
    code: 'Answer.Html',
    outcome: unknownForNow,
  },
  {
    name: 'HTTP 503',
    inject: server((response) => response.writeHead(503).end(SUCCESS_BODY)),
    kind: 'httpServerError',
    code: 'Http.503',
    outcome: unknownForNow,
  },
  {
    name: 'HTTP 403',
    inject: server((response) => response.writeHead(403).end()),
    kind: 'httpRefused',
    code: 'Http.403',
    outcome: refused,
  },
  {
    name: '20 MB',
    inject: server((response) => response.end(SUCCESS_BODY + ' '.repeat(20_000_000))),
    kind: 'responseTooLarge',
    code: 'Answer.TooLarge',
    outcome: unknown,
  },
  {
    name: 'JSON of another shape',
    inject: server((response) => response.end('{"status":"rest","reason":"Lunch"}')),
    kind: 'malformedResponse',
    code: 'Answer.WrongShape',
    outcome: unknownForNow,
  },
  {
    name: 'a redirect',
    inject: ({ simulator }) =>
      serve((_request, response) => response.writeHead(307, { Location: `${simulator.url}/` }).end()),
    kind: 'redirected',
    code: 'Http.307',
    outcome: refused,
  },
  {
    name: 'a response without the agent',
    inject: ({ simulator }) => {
      simulator.faults.always({ kind: 'agentMissing' });
      return simulator.url;
    },
    kind: 'agentMissing',
    code: 'Answer.AgentMissing',
    answered: true,
    outcome: unknown,
  },
  {
    name: 'a refusal of the agent inside a success',
    inject: ({ simulator }) => {
      simulator.faults.always({ kind: 'agentError', code: 'FailedOperation.SeatStatusBusy' });
      return simulator.url;
    },
    kind: 'inCall',
    code: 'FailedOperation.SeatStatusBusy',
    answered: true,
    outcome: refused,
  },
];

/** Injects the fault when Free is confirmed, and requests Rest · Lunch. */
async function injectFault({ inject }: Fault) {
  const app = await createFaultHarness();
  const endpoint = await inject(app);
  app.redirectTo(endpoint);
  app.requestStatus(lunch, 'tray');
  await app.until(({ failure }) => failure !== null);
  return { app, endpoint };
}

describe.each(FAULTS)('$name', (fault) => {
  test('is reported with its own code, and never as a switch', async () => {
    const { app, endpoint } = await injectFault(fault);
    expectConsistentUi(app, { ...fault, endpoint });
  });

  test('is resolved by "try again" once its cause is gone', async () => {
    const { app } = await injectFault(fault);
    app.recover();
    app.retryNow('tray');
    await app.until(({ receipt }) => receipt !== null);
    expect(app.state().agent).toMatchObject({
      intent: null,
      failure: null,
      confirmed: { ...lunch, isValid: true },
    });
    expect(app.simulator.agent(app.state().account.agent)).toMatchObject(lunch);
  });
});

test.each(FAULTS.filter(({ outcome }) => outcome.retries))(
  '$name is resolved by the automatic retry after the countdown',
  async (fault) => {
    const { app } = await injectFault(fault);
    app.recover();
    await app.time.advance(countdownMs(app));
    await app.until(({ receipt }) => receipt !== null);
    expect(app.state().agent).toMatchObject({ intent: null, failure: null, receipt: { attempts: 2 } });
  },
);

test('a response without the agent is followed by a reading, which finds the actual status', async () => {
  const app = await createFaultHarness();
  app.simulator.faults.nextRequests(1, { kind: 'agentMissing', action: 'SetStaffStatus' });
  app.requestStatus(lunch, 'tray');
  await app.until(({ failure }) => failure?.kind === 'agentMissing');
  await app.until(({ confirmed }) => confirmed?.isValid === true);
  expect(app.state().agent).toMatchObject({ confirmed: lunch, failure: null, receipt: null });
});

function countdownMs({ state, time }: FaultHarness): number {
  const phase = state().agent.intent?.phase;
  return phase?.type === 'waiting' ? phase.until - time.now() : 0;
}
