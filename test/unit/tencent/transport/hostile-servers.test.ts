import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { failureTraits, type Failure } from '../../../../tencent/failure.ts';
import { setStaffStatus } from '../../../../tencent/staff-status.ts';
import {
  createBomb,
  sendBomb,
  redirect,
  REDIRECTS,
  serve,
  serveUntrusted,
  stopServers,
  trickle,
} from '../../../support/hostile-server.ts';
import { clientFor, manualLimit } from '../support/client.ts';

afterEach(stopServers);

const successBody = JSON.stringify({
  Response: { StaffStatusList: [{ StaffUserId: 'a@b.com', Status: 'rest', ErrorCode: '' }], RequestId: 'r' },
});

/** Requests a switch, which must fail, and returns the failure. */
async function getSwitchFailure(url: string, deps: Parameters<typeof clientFor>[1] = {}): Promise<Failure> {
  const agents = [{ staffUserId: 'a@b.com', status: 'rest' }] as const;
  const result = await setStaffStatus(clientFor(url, deps), { sdkAppId: 1400000000, agents });
  if (result.ok) throw new Error(`unexpected success: ${JSON.stringify(result.agents)}`);
  return result.failure;
}

const getOutcome = ({ kind }: Failure) => failureTraits(kind).outcome;

describe('a server that responds with', () => {
  it.each<[string, (response: ServerResponse) => unknown, Partial<Failure>, 'unknown' | 'notApplied']>([
    [
      'a sign-in page with HTTP 200',
      (response) =>
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Guest Wi-Fi</title>'),
      { kind: 'captivePortal', code: 'Answer.Html', message: 'Guest Wi-Fi', httpStatus: 200 },
      'unknown',
    ],
    [
      'a page declared as JSON',
      (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(' <html>'),
      { kind: 'captivePortal' },
      'unknown',
    ],
    [
      '503',
      (response) => response.writeHead(503).end('x'),
      { kind: 'httpServerError', code: 'Http.503' },
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
      { kind: 'malformedResponse', code: 'Http.204' },
      'unknown',
    ],
    [
      '202 with a confirmation',
      (response) => response.writeHead(202).end(successBody),
      { kind: 'malformedResponse' },
      'unknown',
    ],
    [
      'nothing',
      (response) => response.end(),
      { kind: 'malformedResponse', code: 'Answer.NotJson' },
      'unknown',
    ],
    [
      'half of a confirmation, and a regular end',
      (response) => response.end(successBody.slice(0, 60)),
      { kind: 'malformedResponse', code: 'Answer.NotJson' },
      'unknown',
    ],
    [
      'JSON of another shape',
      (response) => response.end('{"StaffStatusList":[]}'),
      { kind: 'malformedResponse', code: 'Answer.WrongShape' },
      'unknown',
    ],
    [
      'an error of an unknown shape',
      (response) => response.end('{"Response":{"Error":"no"}}'),
      { kind: 'malformedResponse' },
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
      'a truncated body',
      (response) => {
        response.writeHead(200, { 'Content-Length': successBody.length });
        response.write(successBody.slice(0, 60), () => response.destroy());
      },
      { kind: 'connectionLost', code: 'Answer.BrokenOff' },
      'unknown',
    ],
    [
      'nothing before it closes the connection',
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
    const failure = await getSwitchFailure(url);
    expect(failure).toMatchObject({ ...expected, endpoint: url, action: 'SetStaffStatus' });
    expect(getOutcome(failure)).toBe(outcome);
    expect(requests).toBe(1);
  });

  it.each(REDIRECTS)('a redirect, %d: its target is not requested', async (status) => {
    let requests = 0;
    const elsewhere = await serve(() => void (requests += 1));
    const url = await serve((_request, response) => redirect(response, status, elsewhere));
    const failure = await getSwitchFailure(url);
    expect(failure).toMatchObject({ kind: 'redirected', code: `Http.${status}`, endpoint: url });
    expect(getOutcome(failure)).toBe('notApplied');
    expect(requests).toBe(0);
  });

  it('a small body that unpacks to 300 MB: unpacking stops', async () => {
    const packed = await createBomb(300);
    expect(packed.length).toBeLessThan(1_000_000);
    const url = await serve((_request, response) => sendBomb(response, packed));
    const before = process.memoryUsage().rss;
    expect(await getSwitchFailure(url)).toMatchObject({ kind: 'responseTooLarge', code: 'Answer.TooLarge' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it('20 MB: reading stops after the limit', async () => {
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
    expect(await getSwitchFailure(url)).toMatchObject({ kind: 'responseTooLarge', code: 'Answer.TooLarge' });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('20 MB announced: none of it is read', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': 20_000_000 }).write(' ');
    });
    expect(await getSwitchFailure(url)).toMatchObject({ kind: 'responseTooLarge' });
  });
});

describe('a server that stalls', () => {
  const stalls: [string, (response: ServerResponse) => void][] = [
    ['in the headers', () => undefined],
    ['in the body', (response) => response.writeHead(200, { 'Content-Length': 900 }).write('{"Response":{')],
  ];

  it.each(stalls)('%s: the time limit applies', async (_where, stall) => {
    const limit = manualLimit();
    const url = await serve((_request, response) => {
      stall(response);
      limit.end();
    });
    const failure = await getSwitchFailure(url, { setTimer: limit.setTimer });
    expect(failure).toMatchObject({ kind: 'timedOut', code: 'Network.TimedOut', requestId: null });
    expect(getOutcome(failure)).toBe('unknown');
  });

  it('with a trickle of bytes: the limit covers the body too', async () => {
    const limit = manualLimit();
    const url = await serve((_request, response) => {
      void trickle(response, 1, (count) => {
        if (count === 11) limit.end();
      });
    });
    const failure = await getSwitchFailure(url, { setTimer: limit.setTimer });
    expect(failure).toMatchObject({ kind: 'timedOut', httpStatus: 200 });
  });

  it('longer than the given limit in milliseconds', async () => {
    const url = await serve(() => undefined);
    expect(await getSwitchFailure(url, { timeoutMs: 20 })).toMatchObject({ kind: 'timedOut' });
  });

  it('until the caller cancels: that is a failure of its own kind', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());
    const client = clientFor(url);
    const result = await client.call('SetStaffStatus', {}, { signal: controller.signal });
    expect(result).toMatchObject({ ok: false, attempts: 1, failure: { kind: 'cancelled' } });
  });
});

describe('no server', () => {
  it('with a trusted certificate: nothing is sent', async () => {
    let requests = 0;
    const url = await serveUntrusted(() => void (requests += 1));
    const failure = await getSwitchFailure(url);
    expect(failure).toMatchObject({ kind: 'tlsUntrusted', code: 'Network.TlsUntrusted' });
    expect(failure.message).toContain('self');
    expect(getOutcome(failure)).toBe('notApplied');
    expect(requests).toBe(0);
  });

  it('that speaks TLS', async () => {
    const url = await serve((_request, response) => response.end(successBody));
    expect(await getSwitchFailure(url.replace('http:', 'https:'))).toMatchObject({ kind: 'tlsFailed' });
  });

  it('on that port', async () => {
    const url = await serve(() => undefined);
    await stopServers();
    const failure = await getSwitchFailure(url);
    expect(failure).toMatchObject({ kind: 'connectionRefused', code: 'Network.Refused' });
    expect(getOutcome(failure)).toBe('notApplied');
  });

  it('of that name', async () => {
    const failure = await getSwitchFailure('https://standby.invalid');
    expect(failure).toMatchObject({ kind: 'dnsFailure', code: 'Network.DnsFailure' });
    expect(getOutcome(failure)).toBe('notApplied');
  });
});
