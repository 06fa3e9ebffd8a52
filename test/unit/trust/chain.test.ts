import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyChain, MAX_PRESENTED } from '../../../main/trust/chain.ts';
import {
  createAuthority,
  der,
  DIGITAL_SIGNATURE,
  extension,
  newKeys,
  sequence,
  SIGNS_CERTIFICATES,
  type Authority,
  type CertificateOptions,
} from '../../support/certificates.ts';

const DAY = 86_400_000;
const now = Date.now();
const root = createAuthority({ name: 'Company CA' });
const hosts = ['localhost'];

/** Verifies a chain, the server's certificate first, with a bundle that contains only the root. */
function verify(chain: readonly Authority[], host = 'localhost', at = now, trusted = [root]) {
  // Whatever is wrong with it, each must parse as a certificate.
  for (const { cert } of chain) expect(new X509Certificate(cert).subject).toMatch(/^CN=/);
  const authorities = trusted.map(({ cert }) => new X509Certificate(cert));
  return verifyChain(
    chain.map(({ cert }) => cert),
    authorities,
    host,
    at,
  );
}

const between = (name: string, options: CertificateOptions = {}) => ({ name, ca: true, ...options });
const past = { from: new Date(now - 3 * DAY), to: new Date(now - 2 * DAY) };

describe('a chain to the company’s authority is trusted', () => {
  const inner = root.issue(between('Inner CA', { pathLength: 0, keyUsage: SIGNS_CERTIFICATES }));
  const server = inner.issue({ hosts, keyUsage: DIGITAL_SIGNATURE, purposes: [1] });

  it.each([
    ['of two certificates', [root.issue({ hosts })]],
    ['of three certificates', [server, inner]],
    ['with the authority itself in it', [server, inner, root]],
    [
      'in another order, with an unrelated certificate in it',
      [server, createAuthority({ name: 'Stranger' }), root, inner],
    ],
    [
      'with a path length that is respected',
      [root.issue(between('A', { pathLength: 1 }))].flatMap((a) => {
        const b = a.issue(between('B', { pathLength: 0 }));
        return [b.issue({ hosts }), b, a];
      }),
    ],
  ])('%s', (_what, chain) => {
    expect(verify(chain)).toBe('trusted');
  });

  it('signed with RSA of 2048 bits', () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(verify([root.issue({ hosts, keys })])).toBe('trusted');
  });

  it('for an IP address, and for a wildcard name', () => {
    const other = root.issue({ hosts: ['127.0.0.1', '*.corp.example'] });
    expect(verify([other], '127.0.0.1')).toBe('trusted');
    expect(verify([other], 'ccc.corp.example')).toBe('trusted');
    for (const host of ['127.0.0.2', 'corp.example', 'a.ccc.corp.example', 'localhost', '']) {
      expect(verify([other], host)).toBe('wrongHost');
    }
  });
});

describe('a chain to the authority that does not match', () => {
  it('is reported as wrong host or out of date', () => {
    expect(verify([root.issue({ hosts: ['other.example'] })])).toBe('wrongHost');
    expect(verify([root.issue({ hosts, ...past })])).toBe('outOfDate');
    expect(verify([root.issue({ hosts })], 'localhost', now - 2 * DAY)).toBe('unknownAuthority');
    expect(verify([root.issue({ hosts, from: new Date(now + DAY / 2) })])).toBe('outOfDate');
  });

  it('a host by its common name is for the wrong host', () => {
    expect(verify([root.issue({ name: 'localhost' })])).toBe('wrongHost');
  });
});

describe('an authority is unknown', () => {
  const forged = createAuthority({ name: 'Company CA' });
  const inner = root.issue(between('Inner CA'));
  const server = root.issue({ name: 'server', hosts });

  it.each<[string, () => Authority[]]>([
    ['if it is not in the bundle', () => [createAuthority({ name: 'Stranger' }).issue({ hosts })]],
    ['if another key has its name', () => [forged.issue({ hosts })]],
    ['if another key has its name and is presented', () => [forged.issue({ hosts }), forged]],
    ['if another key has its name and the real one is presented', () => [forged.issue({ hosts }), root]],
    [
      'if a server’s own certificate has its name',
      () => [createAuthority({ name: 'Company CA', ca: false, hosts })],
    ],
    ['if a server certificate has signed another', () => [server.issue({ hosts }), server]],
    [
      'if a server certificate is an authority by its key usage only',
      () => {
        const posing = root.issue({ name: 'posing', hosts, keyUsage: SIGNS_CERTIFICATES });
        return [posing.issue({ hosts }), posing];
      },
    ],
    ['if an intermediate certificate is missing', () => [inner.issue({ hosts })]],
    [
      'if an intermediate certificate has another key of the same name',
      () => [inner.issue({ hosts }), root.issue(between('Inner CA'))],
    ],
    [
      'if an intermediate certificate may not sign certificates',
      () => {
        const mute = root.issue(between('Mute CA', { keyUsage: DIGITAL_SIGNATURE }));
        return [mute.issue({ hosts }), mute];
      },
    ],
    [
      'if an intermediate certificate has expired',
      () => {
        const old = root.issue(between('Old CA', past));
        return [old.issue({ hosts }), old];
      },
    ],
    [
      'if the path is longer than a certificate allows',
      () => {
        const narrow = root.issue(between('Narrow CA', { pathLength: 0 }));
        const below = narrow.issue(between('Below CA'));
        return [below.issue({ hosts }), below, narrow];
      },
    ],
    [
      'if an intermediate certificate is not for servers',
      () => {
        const mail = root.issue(between('Mail CA', { purposes: [4] }));
        return [mail.issue({ hosts }), mail];
      },
    ],
    ['if the certificate is for clients', () => [root.issue({ hosts, purposes: [2] })]],
    ['if its key may not be used in a handshake', () => [root.issue({ hosts, keyUsage: 0x10 })]],
    ['if a signature uses SHA-1', () => [root.issue({ hosts, digest: 'sha1' })]],
    [
      'if the signature of an intermediate certificate uses SHA-1',
      () => {
        const weak = root.issue(between('Weak CA', { digest: 'sha1' }));
        return [weak.issue({ hosts }), weak];
      },
    ],
    [
      'if a key is RSA of 1024 bits',
      () => [root.issue({ hosts, keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) })],
    ],
    [
      'if a key is on an unusual curve',
      () => [root.issue({ hosts, keys: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) })],
    ],
    [
      'if an intermediate certificate has name constraints',
      () => {
        const limits = extension('551d1e', false, sequence(der(0xa0, sequence(der(0x82, Buffer.from('x'))))));
        const limited = root.issue(between('Limited CA', { more: [limits] }));
        return [limited.issue({ hosts }), limited];
      },
    ],
    [
      'if an unknown extension is critical',
      () => [root.issue({ hosts, more: [extension('2a0304', true, Buffer.alloc(2))] })],
    ],
    [
      'if an extension occurs twice',
      () => {
        const again = extension('551d13', true, sequence(der(0x01, Buffer.from([0xff]))));
        const twice = root.issue(between('Twice CA', { more: [again] }));
        return [twice.issue({ hosts }), twice];
      },
    ],
    ['of an empty chain', () => []],
  ])('%s', (_what, chain) => {
    expect(verify(chain())).toBe('unknownAuthority');
  });

  it('if its own certificate has expired', () => {
    const old = createAuthority({ name: 'Old CA', ...past });
    expect(verify([old.issue({ hosts })], 'localhost', now, [old])).toBe('unknownAuthority');
  });

  it('if what is presented is not a certificate', () => {
    for (const pem of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
      expect(verifyChain([pem], [new X509Certificate(root.cert)], 'localhost', now)).toBe('unknownAuthority');
    }
  });
});

describe('a server cannot make verification slow', () => {
  it('by presenting fifty certificates, and ten are verified', () => {
    const links = [root];
    for (let place = 0; place < 50; place += 1) {
      const [last = root] = links.slice(-1);
      links.push(last.issue(between(`CA ${place}`)));
    }
    const chainOf = (length: number) => {
      const below = links.slice(1, length);
      return [...[below.at(-1) ?? root].map((last) => last.issue({ hosts })), ...below.toReversed()];
    };
    expect(chainOf(MAX_PRESENTED)).toHaveLength(MAX_PRESENTED);
    expect(verify(chainOf(MAX_PRESENTED))).toBe('trusted');
    expect(verify(chainOf(MAX_PRESENTED + 1))).toBe('unknownAuthority');
    expect(verify(chainOf(50))).toBe('unknownAuthority');
  });

  it('by certificates that have all signed each other: each is verified once', () => {
    const keys = newKeys();
    const ring = Array.from({ length: MAX_PRESENTED - 1 }, () => createAuthority({ name: 'Ring', keys }));
    const [any = root] = ring;
    expect(verify([any.issue({ hosts }), ...ring])).toBe('unknownAuthority');
  });
});
