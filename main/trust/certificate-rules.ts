/** Parses from a certificate's DER (RFC 5280) the usage rules that Node's `X509Certificate` does not expose. Pure. */

export type CertificateRules = {
  /** The OID of the signature algorithm: its content in hex. */
  signature: string;
  /** How many CA certificates may stand between it and a server certificate; `Infinity` if it sets no limit. */
  pathLength: number;
  /** Whether it may issue certificates for TLS servers, or be one. */
  forServers: boolean;
  /** Whether its key may be used in a TLS handshake. */
  forHandshakes: boolean;
};

const SIGNATURE_OR_ENCIPHERMENT = 0xa0;
const SERVER_OR_ANY_PURPOSE: readonly string[] = ['2b06010505070301', '551d2500'];

/** The tag of the extensions in a certificate's body. */
const EXTENSIONS = 0xa3;
const BOOLEAN = 0x01;

const NONE: Item = { tag: 0, content: Buffer.alloc(0) };

/** The content of the first item. */
const getContent = (bytes: Buffer) => parseItems(bytes)[0]?.content ?? NONE.content;

/** @throws if the certificate contains a rule that is not supported here, or if the bytes are no certificate */
export function parseCertificateRules(raw: Buffer): CertificateRules {
  const [body = NONE, algorithm = NONE] = parseItems(getContent(raw));
  const rules: CertificateRules = {
    signature: getContent(algorithm.content).toString('hex'),
    pathLength: Infinity,
    forServers: true,
    forHandshakes: true,
  };
  const list = parseItems(body.content).find(({ tag }) => tag === EXTENSIONS);
  const seen = new Set<string>();
  for (const { content } of list ? parseItems(getContent(list.content)) : []) {
    const [name = NONE, ...rest] = parseItems(content);
    const id = name.content.toString('hex');
    if (seen.has(id)) throw new Error(`extension ${id} twice`);
    seen.add(id);
    const value = rest.at(-1)?.content ?? NONE.content;
    switch (id) {
      case '551d13': {
        const length = parseItems(getContent(value)).find(({ tag }) => tag !== BOOLEAN);
        if (length) rules.pathLength = length.content.readUIntBE(0, length.content.length);
        break;
      }
      case '551d0f':
        rules.forHandshakes = ((getContent(value)[1] ?? 0) & SIGNATURE_OR_ENCIPHERMENT) !== 0;
        break;
      case '551d25':
        rules.forServers = parseItems(getContent(value)).some((purpose) =>
          SERVER_OR_ANY_PURPOSE.includes(purpose.content.toString('hex')),
        );
        break;
      // Subject alternative names: Node compares them.
      case '551d11':
        break;
      default: {
        // Name constraints are binding even if they are not marked as critical.
        const isCritical = rest.some(({ tag, content: [flag] }) => tag === BOOLEAN && flag !== 0);
        if (isCritical || id === '551d1e') throw new Error(`extension ${id} is not supported`);
      }
    }
  }
  return rules;
}

type Item = { tag: number; content: Buffer };

function parseItems(bytes: Buffer): Item[] {
  const items: Item[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const tag = bytes.readUInt8(offset);
    let length = bytes.readUInt8(offset + 1);
    let start = offset + 2;
    if (length >= 0x80) {
      // Throws for zero length bytes: an indefinite length, which DER forbids.
      length = bytes.readUIntBE(start, length & 0x7f);
      start += bytes.readUInt8(offset + 1) & 0x7f;
    }
    offset = start + length;
    if (offset > bytes.length) throw new RangeError('cut off');
    items.push({ tag, content: bytes.subarray(start, offset) });
  }
  return items;
}
