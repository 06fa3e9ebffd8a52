import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { appUnderFire, type AppUnderFire } from '../../support/unit/hostile/app.ts';
import {
  expectTruth,
  lunch,
  refused,
  refusedForNow,
  unknown,
  unknownForNow,
  type Aftermath,
} from '../../support/unit/hostile/aftermath.ts';
import { serve, serveUntrusted, stopServers } from '../tencent/support/hostile-server.ts';
import { stopSimulators } from '../tencent/support/simulator.ts';

afterEach(async () => {
  await stopServers();
  await stopSimulators();
});

/** Longer than a request may take. */
const LIMIT_MS = 10_000;

const PROOF = JSON.stringify({
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
  /** Arranges the fault; gives back the address that requests go to from now on. */
  strike: (app: AppUnderFire) => string | Promise<string>;
  kind: string;
  code: string;
  /** Whether the service itself answered: only then there is a RequestId. */
  answered?: true;
  aftermath: Aftermath;
};

/** A server that answers every request in this way, whatever was asked. */
const server = (answer: (response: ServerResponse, app: AppUnderFire) => void) => (app: AppUnderFire) =>
  serve((_request, response) => answer(response, app));

const FAULTS: Fault[] = [
  {
    name: 'a certificate that nobody vouches for',
    strike: () => serveUntrusted((_request, response) => response.end(PROOF)),
    kind: 'tlsUntrusted',
    code: 'Network.TlsUntrusted',
    aftermath: refused,
  },
  {
    name: 'a reset connection',
    strike: server((response) => response.socket?.resetAndDestroy()),
    kind: 'connectionLost',
    code: 'Network.ConnectionLost',
    aftermath: unknownForNow,
  },
  {
    name: 'a closed port',
    strike: async () => {
      const url = await serve(() => undefined);
      await stopServers();
      return url;
    },
    kind: 'connectionRefused',
    code: 'Network.Refused',
    aftermath: refusedForNow,
  },
  {
    name: 'a name that does not exist',
    strike: () => 'https://standby.invalid',
    kind: 'dnsFailure',
    code: 'Network.DnsFailure',
    aftermath: refusedForNow,
  },
  {
    name: 'a stall in the headers',
    strike: server((_response, { time }) => void time.advance(LIMIT_MS)),
    kind: 'timedOut',
    code: 'Network.TimedOut',
    aftermath: unknownForNow,
  },
  {
    name: 'a stall in the body',
    strike: server((response, { time }) => {
      response.writeHead(200, { 'Content-Length': PROOF.length });
      response.write(PROOF.slice(0, -1), () => void time.advance(LIMIT_MS));
    }),
    kind: 'timedOut',
    code: 'Network.TimedOut',
    aftermath: unknownForNow,
  },
  {
    name: 'a trickle',
    strike: server((response, { time }) => {
      const drip = (bytes: number) => {
        if (bytes === 100) void time.advance(LIMIT_MS);
        response.write(' ');
        // Each byte has its own turn, so that the client reads it before the next one leaves.
        if (!response.destroyed) setImmediate(drip, bytes + 1);
      };
      drip(0);
    }),
    kind: 'timedOut',
    code: 'Network.TimedOut',
    aftermath: unknownForNow,
  },
  {
    name: 'a proof cut off in the middle',
    strike: server((response) => {
      response.writeHead(200, { 'Content-Length': PROOF.length });
      response.write(PROOF.slice(0, -1), () => response.destroy());
    }),
    kind: 'connectionLost',
    code: 'Answer.BrokenOff',
    aftermath: unknownForNow,
  },
  {
    name: 'half of a proof, and an orderly end',
    strike: server((response) => response.end(PROOF.slice(0, -1))),
    kind: 'answerDamaged',
    code: 'Answer.NotJson',
    aftermath: unknownForNow,
  },
  {
    name: 'a sign-in page with HTTP 200, which repeats what it was sent',
    strike: () =>
      serve(({ headers }, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(`<title>Sign in, ${headers.authorization ?? ''}</title>`);
      }),
    kind: 'portalPage',
    code: 'Answer.Html',
    aftermath: unknownForNow,
  },
  {
    name: 'HTTP 503',
    strike: server((response) => response.writeHead(503).end(PROOF)),
    kind: 'httpTrouble',
    code: 'Http.503',
    aftermath: unknownForNow,
  },
  {
    name: 'HTTP 403',
    strike: server((response) => response.writeHead(403).end()),
    kind: 'httpRefused',
    code: 'Http.403',
    aftermath: refused,
  },
  {
    name: '20 MB',
    strike: server((response) => response.end(PROOF + ' '.repeat(20_000_000))),
    kind: 'answerTooLarge',
    code: 'Answer.TooLarge',
    aftermath: unknown,
  },
  {
    name: 'JSON of another shape',
    strike: server((response) => response.end('{"status":"rest","reason":"Lunch"}')),
    kind: 'answerDamaged',
    code: 'Answer.WrongShape',
    aftermath: unknownForNow,
  },
  {
    name: 'a redirect',
    strike: ({ simulator }) =>
      serve((_request, response) => response.writeHead(307, { Location: `${simulator.url}/` }).end()),
    kind: 'redirected',
    code: 'Http.307',
    aftermath: refused,
  },
  {
    name: 'an answer without our agent',
    strike: ({ simulator }) => {
      simulator.faults.always({ kind: 'agentMissing' });
      return simulator.url;
    },
    kind: 'agentMissing',
    code: 'Answer.AgentMissing',
    answered: true,
    aftermath: unknown,
  },
  {
    name: 'a refusal of our agent inside a success',
    strike: ({ simulator }) => {
      simulator.faults.always({ kind: 'agentError', code: 'FailedOperation.SeatStatusBusy' });
      return simulator.url;
    },
    kind: 'inCall',
    code: 'FailedOperation.SeatStatusBusy',
    answered: true,
    aftermath: refused,
  },
];

/** Free is proved; then somebody wants Rest · Lunch, and this is in the way. */
async function struck({ strike }: Fault) {
  const app = await appUnderFire();
  const endpoint = await strike(app);
  app.moveTo(endpoint);
  app.choose(lunch, 'tray');
  await app.until(({ failure }) => failure !== null);
  return { app, endpoint };
}

describe.each(FAULTS)('$name', (fault) => {
  test('is told as what it is, and never as a switch', async () => {
    const { app, endpoint } = await struck(fault);
    expectTruth(app, { ...fault, endpoint });
  });

  test('is over with "try again" once its cause is gone', async () => {
    const { app } = await struck(fault);
    app.recover();
    app.tryAgain('tray');
    await app.until(({ receipt }) => receipt !== null);
    expect(app.state().agent).toMatchObject({ wish: null, failure: null, proved: { ...lunch, holds: true } });
    expect(app.simulator.agent(app.state().account.agent)).toMatchObject(lunch);
  });
});

test.each(FAULTS.filter(({ aftermath }) => aftermath.retries))(
  '$name is over by itself after the countdown',
  async (fault) => {
    const { app } = await struck(fault);
    app.recover();
    await app.time.advance(aCountdown(app));
    await app.until(({ receipt }) => receipt !== null);
    expect(app.state().agent).toMatchObject({ wish: null, failure: null, receipt: { attempts: 2 } });
  },
);

test('an answer without our agent is followed by a reading, which finds what is true', async () => {
  const app = await appUnderFire();
  app.simulator.faults.nextRequests(1, { kind: 'agentMissing', action: 'SetStaffStatus' });
  app.choose(lunch, 'tray');
  await app.until(({ failure }) => failure?.kind === 'agentMissing');
  await app.until(({ proved }) => proved?.holds === true);
  expect(app.state().agent).toMatchObject({ proved: lunch, failure: null, receipt: null });
});

function aCountdown({ state, time }: AppUnderFire): number {
  const phase = state().agent.wish?.phase;
  return phase?.name === 'waiting' ? phase.until - time.now() : 0;
}
