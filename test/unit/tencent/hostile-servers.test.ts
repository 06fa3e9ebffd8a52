import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { failureTraits, type Failure } from '../../../main/tencent/failure.ts';
import { setStaffStatus } from '../../../main/tencent/staff-status.ts';
import { clientFor, manualLimit } from './support/client.ts';
import { serve, serveUntrusted, stopServers } from './support/hostile-server.ts';

afterEach(stopServers);

const proof = JSON.stringify({
  Response: { StaffStatusList: [{ StaffUserId: 'a@b.com', Status: 'rest', ErrorCode: '' }], RequestId: 'r' },
});

/** Asks for a switch, which must fail, and says how. */
async function failedSwitch(url: string, ports: Parameters<typeof clientFor>[1] = {}): Promise<Failure> {
  const agents = [{ staffUserId: 'a@b.com', status: 'rest' }] as const;
  const result = await setStaffStatus(clientFor(url, ports), { sdkAppId: 1400000000, agents });
  if (result.ok) throw new Error(`switched, or so it says: ${JSON.stringify(result.agents)}`);
  return result.failure;
}

const outcomeOf = ({ kind }: Failure) => failureTraits(kind).outcome;

describe('a server that answers badly', () => {
  it.each<[string, (response: ServerResponse) => unknown, Partial<Failure>, 'unknown' | 'notApplied']>([
    [
      'a sign-in page with HTTP 200',
      (response) =>
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Guest Wi-Fi</title>'),
      { kind: 'portalPage', code: 'Answer.Html', message: 'Guest Wi-Fi', httpStatus: 200 },
      'unknown',
    ],
    [
      'a page that calls itself JSON',
      (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(' <html>'),
      { kind: 'portalPage' },
      'unknown',
    ],
    [
      '503',
      (response) => response.writeHead(503).end('x'),
      { kind: 'httpTrouble', code: 'Http.503' },
      'unknown',
    ],
    [
      '429',
      (response) => response.writeHead(429).end(),
      { kind: 'rateLimited', code: 'Http.429' },
      'notApplied',
    ],
    [
      '403',
      (response) => response.writeHead(403).end('x'),
      { kind: 'httpRefused', code: 'Http.403' },
      'notApplied',
    ],
    [
      '204',
      (response) => response.writeHead(204).end(),
      { kind: 'answerDamaged', code: 'Http.204' },
      'unknown',
    ],
    [
      '202 with a proof',
      (response) => response.writeHead(202).end(proof),
      { kind: 'answerDamaged' },
      'unknown',
    ],
    ['nothing', (response) => response.end(), { kind: 'answerDamaged', code: 'Answer.NotJson' }, 'unknown'],
    [
      'half of a proof, and an orderly end',
      (response) => response.end(proof.slice(0, 60)),
      { kind: 'answerDamaged', code: 'Answer.NotJson' },
      'unknown',
    ],
    [
      'JSON of another shape',
      (response) => response.end('{"StaffStatusList":[]}'),
      { kind: 'answerDamaged', code: 'Answer.WrongShape' },
      'unknown',
    ],
    [
      'an error whose shape is unknown',
      (response) => response.end('{"Response":{"Error":"no"}}'),
      { kind: 'answerDamaged' },
      'unknown',
    ],
    [
      'an error without a code',
      (response) => response.end('{"Response":{"Error":{},"RequestId":"r"}}'),
      { kind: 'unknownService', code: 'Answer.ErrorWithoutCode', requestId: 'r' },
      'unknown',
    ],
    [
      'a documented error under HTTP 400',
      (response) => response.writeHead(400).end('{"Response":{"Error":{"Code":"MissingParameter"}}}'),
      { kind: 'setupIncomplete', code: 'MissingParameter', httpStatus: 400 },
      'notApplied',
    ],
    [
      'a redirect',
      (response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
      { kind: 'redirected', code: 'Http.302' },
      'notApplied',
    ],
    [
      'a body cut off in the middle',
      (response) => {
        response.writeHead(200, { 'Content-Length': proof.length });
        response.write(proof.slice(0, 60), () => response.destroy());
      },
      { kind: 'connectionLost', code: 'Answer.BrokenOff' },
      'unknown',
    ],
    [
      'nothing at all before it hangs up',
      (response) => response.destroy(),
      { kind: 'connectionLost', code: 'Network.ConnectionLost', httpStatus: null, requestId: null },
      'unknown',
    ],
    [
      'a reset',
      (response) => response.socket?.resetAndDestroy(),
      { kind: 'connectionLost', code: 'Network.ConnectionLost' },
      'unknown',
    ],
  ])('%s', async (_name, answer, expected, outcome) => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      answer(response);
    });
    const failure = await failedSwitch(url);
    expect(failure).toMatchObject({ ...expected, endpoint: url, action: 'SetStaffStatus' });
    expect(outcomeOf(failure)).toBe(outcome);
    expect(requests).toBe(1);
  });

  it('20 MB: stops reading after the first', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const url = await serve((_request, response) => {
      const pour = () => {
        while (sent < 20_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', pour);
        }
        response.end();
      };
      pour();
    });
    expect(await failedSwitch(url)).toMatchObject({ kind: 'answerTooLarge', code: 'Answer.TooLarge' });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('20 MB announced: reads nothing of it', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': 20_000_000 }).write(' ');
    });
    expect(await failedSwitch(url)).toMatchObject({ kind: 'answerTooLarge' });
  });
});

describe('a server that keeps us waiting', () => {
  const stalls: [string, (response: ServerResponse) => void][] = [
    ['in the headers', () => undefined],
    ['in the body', (response) => response.writeHead(200, { 'Content-Length': 900 }).write('{"Response":{')],
  ];

  it.each(stalls)('%s: the time limit ends it', async (_where, stall) => {
    const limit = manualLimit();
    const url = await serve((_request, response) => {
      stall(response);
      limit.end();
    });
    const failure = await failedSwitch(url, { after: limit.after });
    expect(failure).toMatchObject({ kind: 'timedOut', code: 'Network.TimedOut', requestId: null });
    expect(outcomeOf(failure)).toBe('unknown');
  });

  it('with a trickle of bytes: the limit covers the body too', async () => {
    const limit = manualLimit();
    const trickle = async (response: ServerResponse) => {
      for (let bytes = 0; !response.destroyed; bytes += 1) {
        if (bytes === 10) limit.end();
        response.write(' ');
        await pause(1);
      }
    };
    const url = await serve((_request, response) => void trickle(response));
    const failure = await failedSwitch(url, { after: limit.after });
    expect(failure).toMatchObject({ kind: 'timedOut', httpStatus: 200 });
  });

  it('longer than the given limit in milliseconds', async () => {
    const url = await serve(() => undefined);
    expect(await failedSwitch(url, { timeLimitMs: 20 })).toMatchObject({ kind: 'timedOut' });
  });

  it('until the caller has enough: that is no error of its own', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());
    const client = clientFor(url);
    const result = await client.call('SetStaffStatus', {}, { signal: controller.signal });
    expect(result).toMatchObject({ ok: false, attempts: 1, failure: { kind: 'cancelled' } });
  });
});

describe('no server', () => {
  it('where a certificate is signed by nobody we know: nothing is sent', async () => {
    let requests = 0;
    const url = await serveUntrusted(() => void (requests += 1));
    const failure = await failedSwitch(url);
    expect(failure).toMatchObject({ kind: 'tlsUntrusted', code: 'Network.TlsUntrusted' });
    expect(failure.message).toContain('self');
    expect(outcomeOf(failure)).toBe('notApplied');
    expect(requests).toBe(0);
  });

  it('that speaks TLS', async () => {
    const url = await serve((_request, response) => response.end(proof));
    expect(await failedSwitch(url.replace('http:', 'https:'))).toMatchObject({ kind: 'tlsFailed' });
  });

  it('on that port', async () => {
    const url = await serve(() => undefined);
    await stopServers();
    const failure = await failedSwitch(url);
    expect(failure).toMatchObject({ kind: 'connectionRefused', code: 'Network.Refused' });
    expect(outcomeOf(failure)).toBe('notApplied');
  });

  it('of that name', async () => {
    const failure = await failedSwitch('https://standby.invalid');
    expect(failure).toMatchObject({ kind: 'dnsFailure', code: 'Network.DnsFailure' });
    expect(outcomeOf(failure)).toBe('notApplied');
  });
});
