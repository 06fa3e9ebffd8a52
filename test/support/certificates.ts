/**
 * Creates X.509 certificates (RFC 5280) for tests, valid and invalid ones. Node can use certificates but not create
 * one, and this subset is shorter than a dependency. The keys live as long as the test.
 */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** The options of a TLS server in Node. */
export type Identity = { key: string; cert: string };

export type CertificateOptions = {
  /** The common name. */
  name?: string;
  /** The hosts and IPv4 addresses it is for. */
  hosts?: readonly string[];
  from?: Date;
  to?: Date;
  /** Whether it may sign others, and how many CA certificates may follow below it; no limit if null. */
  ca?: boolean;
  pathLength?: number | null;
  /** The first byte of the key usage; no extension if null. */
  keyUsage?: number | null;
  /** The last arc of `id-kp` for each purpose: 1 is for servers, 2 for clients. */
  purposes?: readonly number[];
  /** `sha1` is no longer accepted by clients. */
  digest?: 'sha256' | 'sha1';
  /** The type of the certificate's own key. */
  keys?: { privateKey: KeyObject; publicKey: KeyObject };
  /** More extensions, created by `extension`. */
  more?: readonly Buffer[];
};

/** A certificate with its key. It signs any certificate, whether or not it may. */
export type Authority = Identity & {
  issue: (options?: CertificateOptions) => Authority;
  privateKey: KeyObject;
};

/** Bits of the key usage's first byte. */
export const DIGITAL_SIGNATURE = 0x80;
export const SIGNS_CERTIFICATES = 0x04;

const DAY = 86_400_000;
let serial = 0;

export const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Creates a self-signed certificate. */
export function createAuthority(options: CertificateOptions = {}): Authority {
  const keys = options.keys ?? newKeys();
  return certify({ ca: true, name: 'Test CA', ...options, keys }, null);
}

/** Creates an untrusted certificate for `localhost`. */
export function selfSignedCertificate(): Identity {
  return createAuthority({ name: 'localhost', ca: false, hosts: ['localhost'] });
}

export const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));

const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));

/** Creates an extension. The identifier is the hex content of its OID. */
export function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

type Issuer = { name: string; privateKey: KeyObject };

const integer = (value: number) =>
  der(0x02, Buffer.from([...(value > 0x7f ? [value >> 8] : []), value & 0xff]));

const named = (name: string) => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));

const utcTime = (date: Date) => der(0x17, Buffer.from(date.toISOString().replace(/^\d\d|\.\d+|[-:T]/g, '')));

function certify(options: CertificateOptions, issuer: Issuer | null): Authority {
  const { name = 'localhost', from = new Date(Date.now() - DAY), to = new Date(Date.now() + DAY) } = options;
  const { digest = 'sha256' } = options;
  const { privateKey, publicKey } = options.keys ?? newKeys();
  const algorithm = sequence(oid(digest === 'sha256' ? '2a8648ce3d040302' : '2a8648ce3d0401'));
  serial += 1;
  const body = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    algorithm,
    named(issuer?.name ?? name),
    sequence(utcTime(from), utcTime(to)),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensionsOf(options))),
  );
  const signature = sign(digest, body, issuer?.privateKey ?? privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const base64 = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    privateKey,
    issue: (below = {}) => certify(below, { name, privateKey }),
  };
}

function extensionsOf({
  hosts = [],
  ca = false,
  pathLength = null,
  ...options
}: CertificateOptions): Buffer[] {
  const { keyUsage = null, purposes = [], more = [] } = options;
  const basic = ca
    ? [der(0x01, Buffer.from([0xff])), ...(pathLength === null ? [] : [integer(pathLength)])]
    : [];
  const list = [extension('551d13', true, sequence(...basic)), ...more];
  if (hosts.length > 0) list.push(extension('551d11', false, sequence(...hosts.map(alternativeName))));
  if (keyUsage !== null) list.push(extension('551d0f', true, der(0x03, Buffer.from([0, keyUsage]))));
  if (purposes.length > 0) {
    const ids = purposes.map((arc) => oid(`2b060105050703${arc.toString(16).padStart(2, '0')}`));
    list.push(extension('551d25', false, sequence(...ids)));
  }
  return list;
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 4
    ? der(0x87, Buffer.from(host.split('.').map(Number)))
    : der(0x82, Buffer.from(host));
}

export function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const long =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...long]), content]);
}
