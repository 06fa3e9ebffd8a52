import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../tencent/signature/signed-request.ts';
import { authenticate } from '../../../simulator/signature/authenticate.ts';
import type { IncomingRequest } from '../../../simulator/incoming-request.ts';
import { signRequest } from '../../../tencent/signature/tc3.ts';
import { endpointAt, testKey } from '../tencent/support/client.ts';

const timestamp = 1_767_225_600;
const now = timestamp * 1000;
const host = '127.0.0.1:8080';

type Sent = { headers: Record<string, string>; body: Buffer; query?: string; method?: 'GET' | 'POST' };

function received({ headers, body, query = '', method = 'POST' }: Sent): IncomingRequest {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ]);
  return { method, path: '/', query, headers: new Map(entries), body };
}

/** A request as Standby's client sends it. */
function signByClient(payload: unknown): Sent {
  const body = Buffer.from(JSON.stringify(payload));
  const endpoint = endpointAt(`http://${host}`);
  const headers = signedHeaders({ endpoint, action: 'SetStaffStatus', body }, timestamp, testKey);
  return { headers: { Host: host, ...headers }, body };
}

const verdict = (sent: Sent, at = now) => {
  const result = authenticate(received(sent), [testKey], at);
  return result.ok ? 'ok' : result.error.code;
};

/** Any JSON object; without `undefined` and -0, which JSON cannot represent. */
const payloads = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'binary' }));

describe('a request signed by the client', () => {
  it('is verified, and its parameters arrive unchanged', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const result = authenticate(received(signByClient(payload)), [testKey], now);
        if (!result.ok) throw new Error(result.error.code);
        expect(JSON.stringify(result.value.parameters)).toBe(
          JSON.stringify(JSON.parse(JSON.stringify(payload))),
        );
      }),
    );
  });

  it('is refused when any byte of the body was changed', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 255 }), (payload, place, change) => {
        const { headers, body } = signByClient(payload);
        const at = place % body.length;
        body.writeUInt8((body.readUInt8(at) ^ change) & 0xff, at);
        expect(verdict({ headers, body })).toBe('AuthFailure.SignatureFailure');
      }),
    );
  });

  it('is refused when any character of a signed header was changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Content-Type', 'Host', 'X-TC-Action'),
        fc.nat(),
        fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
        (name, place, letter) => {
          const { headers, body } = signByClient({ SdkAppId: 1 });
          const value = headers[name] ?? '';
          const at = place % value.length;
          const changed = value.slice(0, at) + letter + value.slice(at + 1);
          // The action is signed case-insensitively, and spaces around a value are not part of it.
          fc.pre(changed.trim().toLowerCase() !== value.toLowerCase());
          expect(verdict({ headers: { ...headers, [name]: changed }, body })).toBe(
            'AuthFailure.SignatureFailure',
          );
        },
      ),
    );
  });

  it.each([
    ['the very last second', 300, 'ok'],
    ['one second too late', 301, 'AuthFailure.SignatureExpire'],
    ['the very first second', -300, 'ok'],
    ['one second too early', -301, 'AuthFailure.SignatureExpire'],
    ['a year late', 365 * 86_400, 'AuthFailure.SignatureExpire'],
  ])('is accepted for five minutes: %s', (_when, seconds, expected) => {
    expect(verdict(signByClient({}), now + seconds * 1000)).toBe(expected);
  });
});

describe('a request is refused with', () => {
  const { headers, body } = signByClient({});
  const authorization = headers.Authorization ?? '';
  it.each<[string, Record<string, string>, string]>([
    [
      'an unknown key',
      { Authorization: authorization.replace('0001', '0002') },
      'AuthFailure.SecretIdNotFound',
    ],
    ['another format', { Authorization: 'Bearer x' }, 'AuthFailure.InvalidAuthorization'],
    [
      'another day',
      { Authorization: authorization.replace('2026-01-01', '2026-01-02') },
      'AuthFailure.SignatureFailure',
    ],
    [
      'another service',
      { Authorization: authorization.replace('/ccc/', '/cvm/') },
      'AuthFailure.SignatureFailure',
    ],
    [
      'no host among the signed headers',
      { Authorization: authorization.replace(';host', '') },
      'AuthFailure.InvalidAuthorization',
    ],
    [
      'a missing signed header',
      { Authorization: authorization.replace(';host', ';host;x-tc-region') },
      'AuthFailure.SignatureFailure',
    ],
    ['no timestamp', { 'X-TC-Timestamp': 'today' }, 'MissingParameter'],
    ['an unexpected token', { 'X-TC-Token': 'x' }, 'AuthFailure.TokenFailure'],
    ['another version', { 'X-TC-Version': '2017-03-12' }, 'NoSuchVersion'],
  ])('%s', (_what, changed, expected) => {
    expect(verdict({ headers: { ...headers, ...changed }, body })).toBe(expected);
  });

  it('no signature', () => {
    expect(verdict({ headers: { Host: host }, body })).toBe('MissingParameter');
  });
});

describe('other correct clients', () => {
  const body = Buffer.from('{"SdkAppId":1}');
  const common = {
    'X-TC-Action': 'SetStaffStatus',
    'X-TC-Version': '2020-02-10',
    'X-TC-Timestamp': String(timestamp),
  };
  const sign = (headers: Record<string, string>, service = 'ccc', signed = body) =>
    signRequest({ method: 'POST', query: '', headers, body: signed }, { service, timestamp }, testKey);
  const json = { 'Content-Type': 'application/json' };

  it.each([
    ['sign the host without its port', sign({ ...json, Host: '127.0.0.1' })],
    ['name the service after the first label of the host', sign({ ...json, Host: host }, '127')],
    ['sign more headers', sign({ ...json, ...common, Host: host })],
  ])('%s', (_how, Authorization) => {
    expect(verdict({ headers: { Host: host, ...json, ...common, Authorization }, body })).toBe('ok');
  });

  it('omit the body from the signature, and declare that in a header', () => {
    const Authorization = sign({ ...json, Host: host }, 'ccc', Buffer.from('UNSIGNED-PAYLOAD'));
    const headers = { Host: host, ...json, ...common, Authorization };
    expect(verdict({ headers: { ...headers, 'X-TC-Content-SHA256': 'UNSIGNED-PAYLOAD' }, body })).toBe('ok');
    expect(verdict({ headers, body })).toBe('AuthFailure.SignatureFailure');
  });

  it('send the parameters in a query', () => {
    const query = 'SdkAppId=1&StaffStatusList.0.StaffUserId=a%40b.com&StaffStatusList.0.Status=free';
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const signable = {
      method: 'GET',
      query,
      headers: { ...type, Host: host },
      body: Buffer.alloc(0),
    } as const;
    const Authorization = signRequest(signable, { service: 'ccc', timestamp }, testKey);
    const headers = { Host: host, ...type, ...common, Authorization };
    const request = received({ method: 'GET', query, headers, body: Buffer.alloc(0) });
    expect(authenticate(request, [testKey], now)).toMatchObject({
      ok: true,
      value: { parameters: { SdkAppId: 1, StaffStatusList: [{ StaffUserId: 'a@b.com', Status: 'free' }] } },
    });
  });
});

describe('the older signature', () => {
  const parameters = {
    Action: 'SetStaffStatus',
    Nonce: '11886',
    SdkAppId: '1400000000',
    SecretId: testKey.secretId,
    SignatureMethod: 'HmacSHA256',
    'StaffStatusList.0.Reason': '午餐 & tea',
    'StaffStatusList.0.StaffUserId': 'a@b.com',
    'StaffStatusList.0.Status': 'rest',
    Timestamp: String(timestamp),
    Version: '2020-02-10',
  };
  const sign = (method: string, changed: Record<string, string> = {}, at = host) => {
    const pairs = Object.entries({ ...parameters, ...changed }).map(([name, value]) => `${name}=${value}`);
    const hash = changed.SignatureMethod === 'HmacSHA1' ? 'sha1' : 'sha256';
    const text = `${method}${at}/?${pairs.join('&')}`;
    const Signature = createHmac(hash, testKey.secretKey).update(text).digest('base64');
    return new URLSearchParams({ ...parameters, ...changed, Signature });
  };
  const toQueryRequest = (query: URLSearchParams): Sent => ({
    method: 'GET',
    headers: { Host: host },
    query: query.toString(),
    body: Buffer.alloc(0),
  });
  const form = { Host: host, 'Content-Type': 'application/x-www-form-urlencoded' };

  it('is accepted in a query and in a form, with either hash, with and without the port', () => {
    expect(verdict(toQueryRequest(sign('GET')))).toBe('ok');
    expect(verdict(toQueryRequest(sign('GET', { SignatureMethod: 'HmacSHA1' })))).toBe('ok');
    expect(verdict(toQueryRequest(sign('GET', {}, '127.0.0.1')))).toBe('ok');
    expect(verdict({ headers: form, body: Buffer.from(sign('POST').toString()) })).toBe('ok');
  });

  it('is refused if a parameter is nested too deeply', () => {
    const endless = Array.from({ length: 5_000 }, () => 'a').join('.');
    const body = Buffer.from(sign('POST', { [endless]: 'x' }).toString());
    expect(verdict({ headers: form, body })).toBe('InvalidRequest');
  });

  it('carries the same call', () => {
    const request = received({ headers: form, body: Buffer.from(sign('POST').toString()) });
    expect(authenticate(request, [testKey], now)).toEqual({
      ok: true,
      value: {
        action: 'SetStaffStatus',
        version: '2020-02-10',
        parameters: {
          SdkAppId: 1400000000,
          StaffStatusList: [{ Reason: '午餐 & tea', StaffUserId: 'a@b.com', Status: 'rest' }],
        },
      },
    });
  });

  it('is refused if any part does not match', () => {
    const changed = sign('GET');
    changed.set('StaffStatusList.0.Status', 'free');
    expect(verdict(toQueryRequest(changed))).toBe('AuthFailure.SignatureFailure');
    expect(verdict(toQueryRequest(sign('POST')))).toBe('AuthFailure.SignatureFailure');
    expect(verdict(toQueryRequest(sign('GET')), now + 301_000)).toBe('AuthFailure.SignatureExpire');
    expect(verdict(toQueryRequest(sign('GET', { SecretId: 'other' })))).toBe('AuthFailure.SecretIdNotFound');
    expect(verdict(toQueryRequest(sign('GET', { SignatureMethod: 'MD5' })))).toBe('InvalidParameterValue');
    expect(verdict(toQueryRequest(sign('GET', { Token: 'x' })))).toBe('AuthFailure.SignatureFailure');
  });
});
