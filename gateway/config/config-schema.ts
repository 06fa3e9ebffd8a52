/** Schema of the gateway's configuration file. There is no setting for a secret: those come from elsewhere (`service-keys.ts`). */
import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { ALGORITHMS } from '../auth/verify-token.ts';
import { edition } from '../../shared/domain.ts';
import { agentAccount } from '../../shared/gateway-api/account.ts';
import { text } from '../../shared/limits.ts';
import { WAVE_MAX } from '../../shared/gateway-api/waves.ts';
import { parseEndpoint } from '../../tencent/transport/endpoint.ts';

const name = text('name').check(z.minLength(1));
const path = text('path').check(z.minLength(1));
const port = z.int().check(z.gte(0), z.lte(65_535));

/** An issuer: https without query and fragment, or http on this computer for a test. */
const issuerAddress = text('message').check(
  z.refine((address) => isIssuer(address), {
    message: 'must be https://host/path, as the issuer names itself',
  }),
);

/** Of a proxy: an address, or a network with at least one bit. "Everybody" is no list of proxies. */
const network = name.check(
  z.refine((value) => isNetwork(value), { message: 'must be an address or a network such as 10.0.0.0/8' }),
);

const listen = z.strictObject({
  host: z._default(name, '127.0.0.1'),
  port: z._default(port, 8443),
  tls: z.optional(z.strictObject({ certFile: path, keyFile: path })),
});

const issuer = z
  .strictObject({
    issuer: issuerAddress,
    audience: z.array(name).check(z.minLength(1), z.maxLength(20)),
    /** Told to apps that have no policy. */
    clientId: name,
    scopes: z._default(z.array(name).check(z.maxLength(20)), ['openid', 'email', 'offline_access']),
    algorithms: z._default(z.array(z.enum(ALGORITHMS)).check(z.minLength(1)), [
      'RS256',
      'PS256',
      'ES256',
      'EdDSA',
    ]),
    accountClaim: z._default(name, 'email'),
    /** The account of each value of the claim. */
    accounts: z.optional(
      z.record(name, agentAccount).check(
        z.refine(
          (accounts) => new Set(Object.keys(accounts).map(toClaimKey)).size === Object.keys(accounts).length,
          {
            message: 'has two accounts for one value; letter case does not count',
          },
        ),
      ),
    ),
    /** Added to the value of the claim: "@example.com". */
    accountSuffix: z.optional(name),
    supervisors: z.optional(
      z.strictObject({ claim: name, values: z.array(name).check(z.minLength(1), z.maxLength(100)) }),
    ),
  })
  .check(
    z.refine(({ accounts, accountSuffix }) => accounts === undefined || accountSuffix === undefined, {
      message: 'has either accounts or accountSuffix',
    }),
  );

const service = z
  .strictObject({
    edition,
    customAddress: z._default(text('message'), ''),
    sdkAppId: z.int().check(z.gte(1)),
  })
  .check(
    z.refine(({ edition: site, customAddress }) => parseEndpoint(site, customAddress).ok, {
      message: 'needs edition, or edition "custom" with customAddress "https://host/"',
    }),
  );

const redis = z.strictObject({
  host: name,
  port: z._default(port, 6_379),
  tls: z._default(z.boolean(), false),
  username: z.optional(name),
  prefix: z._default(name, 'standby:'),
});

export const gatewayConfig = z.strictObject({
  $schema: z.optional(z.string()),
  listen,
  /** Addresses and networks (CIDR) of proxies in front, whose X-Forwarded-For counts. */
  trustedProxies: z._default(z.array(network).check(z.maxLength(100)), []),
  /** Where /metrics is served. */
  metrics: z._default(
    z.strictObject({ host: z._default(name, '127.0.0.1'), port: z._default(port, 9_464) }),
    { host: '127.0.0.1', port: 9_464 },
  ),
  issuer,
  service,
  /** A file with the key, or a program that prints one. Without them it comes from the environment. */
  key: z.optional(
    z.union([
      z.strictObject({ file: path }),
      z.strictObject({
        program: path,
        arguments: z._default(z.array(text('path')).check(z.maxLength(50)), []),
        timeoutSeconds: z._default(z.int().check(z.gte(1), z.lte(60)), 10),
      }),
    ]),
  ),
  rate: z._default(z.strictObject({ callsPerSecond: z._default(z.int().check(z.gte(1), z.lte(20)), 20) }), {
    callsPerSecond: 20,
  }),
  reading: z._default(
    z.strictObject({
      intervalSeconds: z._default(z.int().check(z.gte(1), z.lte(60)), 2),
      agentsPerReading: z._default(z.int().check(z.gte(1), z.lte(WAVE_MAX)), 1_250),
    }),
    { intervalSeconds: 2, agentsPerReading: 1_250 },
  ),
  redis: z.optional(redis),
  /** A file for the audit log; without one it goes to standard output. */
  audit: z.optional(z.strictObject({ file: path })),
  limits: z._default(
    z.strictObject({
      connections: z._default(z.int().check(z.gte(10), z.lte(100_000)), 20_000),
      streams: z._default(z.int().check(z.gte(1), z.lte(100_000)), 10_000),
    }),
    { connections: 20_000, streams: 10_000 },
  ),
});

export type GatewayConfig = z.infer<typeof gatewayConfig>;

/** How a value of the claim is looked up: letter case and surrounding spaces do not count. */
export function toClaimKey(value: string): string {
  return value.trim().toLowerCase();
}

function isNetwork(value: string): boolean {
  const [address = '', bits] = value.split('/', 2);
  const version = isIP(address);
  if (version === 0 || value.split('/').length > 2) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function isIssuer(address: string): boolean {
  if (!URL.canParse(address) || /[?#\s\\@]/.test(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1'))
  );
}
