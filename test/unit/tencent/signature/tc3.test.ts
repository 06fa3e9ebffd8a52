import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalRequest, signRequest, utcDate } from '../../../../tencent/signature/tc3.ts';

const keyA = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
};
const keyB = { secretId: `AKID${'*'.repeat(32)}`, secretKey: '*'.repeat(32) };
const keyD = { secretId: 'test-secret-id', secretKey: 'test-secret-key' };
const utf8 = 'application/json; charset=utf-8';

const encode = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

function post(headers: Record<string, string>, body: string) {
  return { method: 'POST', query: '', headers, body: encode(body) } as const;
}

/** The published example's body: its Chinese characters are escape sequences, and it contains spaces. */
const bodyU = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`;

describe('the published examples', () => {
  const host = 'cvm.tencentcloudapi.com';
  const scope = { service: 'cvm', timestamp: 1551113065 };

  it('A: content type and host', () => {
    const request = post({ 'Content-Type': utf8, Host: host }, bodyU);
    expect(sha256(request.body)).toBe('35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064');
    const lowerCase = { ...request, headers: { 'content-type': utf8, host } };
    expect(sha256(canonicalRequest(lowerCase))).toBe(
      '5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031',
    );
    expect(signRequest(request, scope, keyA)).toBe(
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, ' +
        'SignedHeaders=content-type;host, ' +
        'Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    );
  });

  it('B: the action too, sent in mixed case and signed in lower case', () => {
    const request = post({ 'Content-Type': utf8, Host: host, 'X-TC-Action': 'DescribeInstances' }, bodyU);
    expect(signRequest(request, scope, keyB)).toMatch(
      /SignedHeaders=content-type;host;x-tc-action, Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f$/,
    );
  });

  it('D: on the first second of a year', () => {
    const body = '{"Action":"DescribeInstances","Version":"2017-03-12"}';
    const request = post({ 'Content-Type': 'application/json', Host: host }, body);
    expect(signRequest(request, { service: 'cvm', timestamp: 1640995200 }, keyD)).toMatch(
      /Signature=96473b50fe407833672a5d6d067238d88bb44c8abcc39ef83baa3132afbfadd3$/,
    );
  });
});

describe('the Contact Center, with its international host', () => {
  const bodyF =
    '{"SdkAppId":1400000000,"StaffStatusList":[{"StaffUserId":"agent@example.com","Status":"free"}]}';
  const bodyR = bodyF.replace('"free"', '"rest","Reason":"午餐"');
  const Host = 'ccc.intl.tencentcloudapi.com';
  const twoHeaders = { 'Content-Type': 'application/json', Host };
  const threeHeaders = { 'Content-Type': utf8, Host, 'X-TC-Action': 'SetStaffStatus' };

  it.each([
    [
      'free',
      bodyF,
      1551113065,
      twoHeaders,
      '7c07eae933ec3a8f1262b549c0adbfdae42b050146ed103e83a6820cd239597b',
    ],
    [
      'free',
      bodyF,
      1551113065,
      threeHeaders,
      'e9647238091e93851122e7bf614b658ee779f825bbb1887c075f3b1c90d6065a',
    ],
    [
      'last second of 2025',
      bodyF,
      1767225599,
      twoHeaders,
      'a5ae028b3f6d5ceede01bdde0ce21a9300bc06fce21c85468773a48842ab8307',
    ],
    [
      'last second of 2025',
      bodyF,
      1767225599,
      threeHeaders,
      '95237cf23e4d4f3549d352c8c15feab3fb1540097c73905e3c54700172eb1377',
    ],
    [
      'first second of 2026',
      bodyF,
      1767225600,
      twoHeaders,
      'd76d0b3feb60f3115de434d0da4ee9b2ba3ff3533ce5ff9f49d2c637bb8e9b71',
    ],
    [
      'first second of 2026',
      bodyF,
      1767225600,
      threeHeaders,
      'e746da878e191a2d140edaf164433d1ccd73da1f8ed7872272ab90d0850e3baf',
    ],
    [
      'Chinese reason',
      bodyR,
      1551113065,
      twoHeaders,
      '2be266c17af221824143202b09dc480ade146a3e49d285b8eaf0ac4331547113',
    ],
    [
      'Chinese reason',
      bodyR,
      1551113065,
      threeHeaders,
      '499f7fe1ddea811236576f4e81304882035795321ca186b660c5988d93688114',
    ],
  ])('%s', (_name, body, timestamp, headers, signature) => {
    const authorization = signRequest(post(headers, body), { service: 'ccc', timestamp }, keyA);
    expect(authorization.split('Signature=')[1]).toBe(signature);
  });

  it('hashes the bytes of UTF-8, not characters', () => {
    expect(encode(bodyR)).toHaveLength(113);
  });
});

it('dates a signature in UTC', () => {
  expect(utcDate(1767225599)).toBe('2025-12-31');
  expect(utcDate(1767225600)).toBe('2026-01-01');
});
