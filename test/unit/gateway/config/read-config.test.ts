/** The gateway's configuration file: what is wrong is named with its setting, and nothing secret is repeated. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig, readConfig } from '../../../../gateway/config/read-config.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

const least = {
  listen: {},
  issuer: { issuer: 'https://login.example.com/', audience: ['standby'], clientId: 'standby' },
  service: { edition: 'international', sdkAppId: 1_400_000_000 },
};

/** The least configuration with sections replaced or added. */
function errorsOf(sections: object): readonly string[] {
  const result = parseConfig(JSON.stringify({ ...least, ...sections }));
  return result.ok ? [] : result.errors;
}

const issuerWith = (settings: object) => ({ issuer: { ...least.issuer, ...settings } });

describe('a configuration', () => {
  it('needs an issuer and a contact center; the rest has defaults', () => {
    expect(parseConfig(JSON.stringify(least))).toMatchObject({
      ok: true,
      config: {
        listen: { host: '127.0.0.1', port: 8_443 },
        metrics: { host: '127.0.0.1', port: 9_464 },
        issuer: { accountClaim: 'email', algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
        rate: { callsPerSecond: 20 },
        reading: { intervalSeconds: 2, agentsPerReading: 1_250 },
        trustedProxies: [],
      },
    });
  });

  it('may name its schema, and set one of two settings of a section', () => {
    expect(errorsOf({ $schema: './gateway.schema.json', metrics: { host: '10.0.0.5' } })).toEqual([]);
  });

  it.each([
    [{ issuer: { audience: ['standby'], clientId: 'standby' } }, 'issuer.issuer: is missing.'],
    [issuerWith({ clientId: '' }), 'issuer.clientId: must have at least 1 character.'],
    [issuerWith({ audience: [] }), 'issuer.audience: must have at least 1 entry.'],
    [issuerWith({ clientId: 7 }), 'issuer.clientId: must be a string.'],
    [issuerWith({ algorithms: ['HS256'] }), 'issuer.algorithms.0: must be one of RS256, '],
    [issuerWith({ algorithms: ['none'] }), 'issuer.algorithms.0: must be one of RS256, '],
    [issuerWith({ issuer: 'http://login.example.com' }), 'issuer.issuer: must be https://host/path'],
    [issuerWith({ issuer: 'https://user@login.example.com' }), 'issuer.issuer: must be https://host/path'],
    [issuerWith({ accounts: {}, accountSuffix: '@x' }), 'issuer: has either accounts or accountSuffix.'],
    [issuerWith({ accounts: { mei: '' } }), 'issuer.accounts.mei: must have at least 1 character.'],
    [
      issuerWith({ accounts: { mei: 'a@example.com', MEI: 'b@example.com' } }),
      'issuer.accounts: has two accounts for one value; letter case does not count.',
    ],
    [{ rate: { callsPerSecond: 21 } }, 'rate.callsPerSecond: must be at most 20.'],
    [{ rate: { callsPerSecond: 0 } }, 'rate.callsPerSecond: must be at least 1.'],
    [{ listen: { port: 70_000 } }, 'listen.port: must be at most 65535.'],
    [{ service: { edition: 'custom', sdkAppId: 1 } }, 'service: needs edition, or edition "custom"'],
    [{ service: { edition: 'europe', sdkAppId: 1 } }, 'service.edition: must be one of '],
    [
      { key: { file: '/key', program: '/program' } },
      'key: must be {file} or {program, arguments, timeoutSeconds}.',
    ],
    [{ ratings: {} }, 'ratings: there is no such setting.'],
    [
      { trustedProxies: ['proxy.example.com'] },
      'trustedProxies.0: must be an address or a network such as 10.0.0.0/8.',
    ],
    [
      { trustedProxies: ['0.0.0.0/0'] },
      'trustedProxies.0: must be an address or a network such as 10.0.0.0/8.',
    ],
    [
      { trustedProxies: ['10.0.0.0/33'] },
      'trustedProxies.0: must be an address or a network such as 10.0.0.0/8.',
    ],
  ])('with %j is refused', (sections, error) => {
    expect(errorsOf(sections)).toEqual([expect.stringContaining(error)]);
  });

  it.each(['10.1.2.3', '10.0.0.0/8', 'fd00::/8', '::1'])('trusts the proxy %s', (proxy) => {
    expect(errorsOf({ trustedProxies: [proxy], listen: { host: '0.0.0.0' } })).toEqual([]);
  });

  it.each([
    { host: '0.0.0.0', isRefused: true },
    { host: '::', isRefused: true },
    { host: '192.0.2.1', isRefused: true },
    { host: 'gateway.example.com', isRefused: true },
    { host: '127.0.0.1.example.com', isRefused: true },
    { host: '127.0.0.1', isRefused: false },
    { host: 'localhost', isRefused: false },
    { host: '::1', isRefused: false },
  ])('without TLS on $host is refused: $isRefused', ({ host, isRefused }) => {
    const errors = errorsOf({ listen: { host } });
    expect(errors).toEqual(isRefused ? [expect.stringContaining('listen: without "tls"')] : []);
    const tls = { certFile: '/tls.crt', keyFile: '/tls.key' };
    expect(errorsOf({ listen: { host, tls } })).toEqual([]);
  });

  it('has no place for a secret, and does not repeat it', () => {
    const secret = 'Gu5t9xGARNpq86cd98joQYCN3';
    const sections = [
      { secretKey: secret },
      { key: { secretId: 'AKIDexample', secretKey: secret } },
      { redis: { host: 'redis', password: secret } },
      { issuer: secret },
      { service: { edition: secret, sdkAppId: secret } },
    ];
    for (const section of sections) {
      const errors = errorsOf(section);
      expect(errors).not.toEqual([]);
      expect(errors.join(' ')).not.toContain(secret);
    }
  });

  it.each(['{"SecretKey":Gu5t9xGARNpq86cd98joQYCN3}', 'Gu5t9xGARNpq86cd98joQYCN3', '{"a":1,"Gu5t9"}', ''])(
    'that is no JSON is not repeated: %s',
    (text) => {
      const result = parseConfig(text);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain('Gu5t9');
      expect(JSON.stringify(result)).toContain('The file is not JSON');
    },
  );

  it('does not reach the prototype of an object', () => {
    const text = JSON.stringify(least).replace('{', '{"__proto__":{"redis":{"host":"evil"}},');
    const result = parseConfig(text);
    expect(result.ok && result.config.redis).toBeFalsy();
    expect(Object.hasOwn(Object.prototype, 'redis')).toBe(false);
  });
});

describe('the file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'standby-gateway-'));
  });
  afterEach(() => removeFolder(folder));

  async function fileWith(content: string): Promise<string> {
    const path = join(folder, 'gateway.json');
    await writeFile(path, content);
    return path;
  }

  it('is read, also as a Windows editor writes it', async () => {
    expect(await readConfig(await fileWith(`\ufeff${JSON.stringify(least, null, 2)}\r\n`))).toMatchObject({
      ok: true,
    });
  });

  it('that is missing, a folder, or too large is named as such', async () => {
    expect(await readConfig(join(folder, 'missing.json'))).toEqual({
      ok: false,
      errors: [expect.stringContaining('ENOENT')],
    });
    expect(await readConfig(folder)).toEqual({ ok: false, errors: [expect.stringContaining('EISDIR')] });
    expect(await readConfig(await fileWith(' '.repeat(1_000_001)))).toEqual({
      ok: false,
      errors: ['The file is too large.'],
    });
    expect(await readConfig(await fileWith('['.repeat(100_000)))).toMatchObject({ ok: false });
  });
});
