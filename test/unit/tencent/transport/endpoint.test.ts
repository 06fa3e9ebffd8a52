import { describe, expect, it } from 'vitest';
import { isLoopback, parseEndpoint, type EndpointError } from '../../../../tencent/transport/endpoint.ts';

describe('the editions', () => {
  it('have their own addresses', () => {
    expect(parseEndpoint('international')).toEqual({
      ok: true,
      endpoint: {
        edition: 'international',
        origin: 'https://ccc.intl.tencentcloudapi.com',
        host: 'ccc.intl.tencentcloudapi.com',
      },
    });
    expect(parseEndpoint('mainland', 'http://ignored/')).toMatchObject({
      endpoint: { origin: 'https://ccc.tencentcloudapi.com' },
    });
  });
});

describe('a custom address', () => {
  it.each([
    ['https://ccc.example.com', 'https://ccc.example.com', 'ccc.example.com'],
    ['  https://CCC.example.com/ ', 'https://ccc.example.com', 'ccc.example.com'],
    ['https://ccc.example.com:443/', 'https://ccc.example.com', 'ccc.example.com'],
    ['https://ccc.example.com:8443', 'https://ccc.example.com:8443', 'ccc.example.com:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://127.1.2.3', 'http://127.1.2.3', '127.1.2.3'],
    ['http://[::1]:8080/', 'http://[::1]:8080', '[::1]:8080'],
    ['http://localhost', 'http://localhost', 'localhost'],
    ['http://ccc.localhost:9', 'http://ccc.localhost:9', 'ccc.localhost:9'],
  ])('%s', (address, origin, host) => {
    expect(parseEndpoint('custom', address)).toEqual({
      ok: true,
      endpoint: { edition: 'custom', origin, host },
    });
  });

  it.each<[string, EndpointError]>([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ccc.example.com', 'notAnAddress'],
    ['https://', 'notAnAddress'],
    ['https:ccc.example.com', 'notAnAddress'],
    ['https:///ccc.example.com', 'notAnAddress'],
    ['https://a b', 'notAnAddress'],
    ['https://example.com\\@evil.example', 'notAnAddress'],
    ['https://example.com:99999', 'notAnAddress'],
    ['http://ccc.example.com', 'notSecure'],
    ['http://127.0.0.1.example.com', 'notSecure'],
    ['http://localhost.example.com', 'notSecure'],
    ['http://10.0.0.1', 'notSecure'],
    ['http://0.0.0.0', 'notSecure'],
    ['ftp://127.0.0.1', 'notSecure'],
    ['https://user@example.com', 'hasUserInfo'],
    ['https://user:pass@example.com', 'hasUserInfo'],
    ['https://@example.com', 'hasUserInfo'],
    ['https://example.com/ccc', 'hasPath'],
    ['https://example.com/?a=b', 'hasPath'],
    ['https://example.com/?', 'hasPath'],
    ['https://example.com/#', 'hasPath'],
  ])('%j is refused: %s', (address, error) => {
    expect(parseEndpoint('custom', address)).toEqual({ ok: false, error });
  });

  it('is recognized as this computer in every notation of its address', () => {
    expect(isLoopback(new URL('http://0x7f.1').hostname)).toBe(true);
    expect(isLoopback(new URL('http://2130706433').hostname)).toBe(true);
    expect(isLoopback('127.0.0.1.evil')).toBe(false);
  });
});
