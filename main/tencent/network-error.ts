import type { FailureKind } from './failure.ts';

/** How a `fetch` failed: our own code for it, and the underlying error's words. */
export type NetworkProblem = { kind: FailureKind; code: string; message: string };

/** One way of failing, with the words that Node (error codes) and Chromium (`net::ERR_…`, without `ERR_`) have for it. */
type Family = { kind: FailureKind; code: string; node: RegExp; chromium: RegExp };

const FAMILIES: readonly Family[] = [
  {
    kind: 'noNetwork',
    code: 'Network.Offline',
    node: /^(ENETUNREACH|ENETDOWN|EHOSTUNREACH)$/,
    chromium: /^(INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE)$/,
  },
  {
    kind: 'dnsFailure',
    code: 'Network.DnsFailure',
    node: /^(ENOTFOUND|EAI_\w+)$/,
    chromium: /^(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|ICANN_NAME_COLLISION|DNS_\w+)$/,
  },
  {
    kind: 'connectionRefused',
    code: 'Network.Refused',
    node: /^ECONNREFUSED$/,
    chromium: /^CONNECTION_REFUSED$/,
  },
  {
    kind: 'serverUnreachable',
    code: 'Network.Unreachable',
    node: /^(ETIMEDOUT|EHOSTDOWN|EACCES|UND_ERR_CONNECT_TIMEOUT)$/,
    chromium: /^(CONNECTION_TIMED_OUT|CONNECTION_FAILED|ADDRESS_INVALID|NETWORK_ACCESS_DENIED)$/,
  },
  {
    kind: 'proxyRefused',
    code: 'Network.ProxyRefused',
    node: /^UND_ERR_PRX_\w+$/,
    chromium: /(PROXY|^TUNNEL_|^SOCKS_|^PAC_)/,
  },
  {
    kind: 'tlsUntrusted',
    code: 'Network.TlsUntrusted',
    node: /^(CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+|HOSTNAME_MISMATCH|EPROTO)$/,
    chromium: /^(CERT_|SSL_|BAD_SSL_)/,
  },
  {
    kind: 'addressWrong',
    code: 'Network.AddressRefused',
    node: /^ERR_INVALID_URL$/,
    chromium: /^(UNSAFE_PORT|INVALID_URL|(UNKNOWN|DISALLOWED)_URL_SCHEME)$/,
  },
  {
    kind: 'networkNotAllowed',
    code: 'Network.Blocked',
    node: /^EPERM$/,
    chromium: /^BLOCKED_BY_/,
  },
  {
    kind: 'redirected',
    code: 'Http.Redirect',
    node: /^UND_ERR_REDIRECT$/,
    chromium: /REDIRECT/,
  },
  {
    kind: 'timedOut',
    code: 'Network.TimedOut',
    node: /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/,
    chromium: /^TIMED_OUT$/,
  },
  {
    kind: 'answerTooLarge',
    code: 'Answer.TooLarge',
    node: /^UND_ERR_(HEADERS_OVERFLOW|RES_EXCEEDED_MAX_SIZE)$/,
    chromium: /^RESPONSE_HEADERS_TOO_BIG$/,
  },
];

/**
 * Says what a rejected `fetch` (or a broken-off body) means. Understands Node's fetch, which hides an error code in the
 * chain of causes, and Electron's `net.fetch`, which says `net::ERR_…` in the message. What it does not recognise is a
 * lost connection: the request may have arrived, so nothing may be claimed.
 */
export function classifyNetworkError(error: unknown): NetworkProblem {
  const causes = chainOfCauses(error);
  const message = causes.findLast((cause) => cause.message !== '')?.message ?? '';
  for (const cause of causes) {
    // "No route" or "timed out" while reading or writing: the connection stood, and the request may have arrived.
    if (cause.syscall === 'read' || cause.syscall === 'write') break;
    const netError = /net::ERR_(\w+)/.exec(cause.message)?.[1];
    const family = FAMILIES.find(
      ({ node, chromium }) =>
        (cause.code !== null && node.test(cause.code)) || (netError !== undefined && chromium.test(netError)),
    );
    if (family !== undefined) return { kind: family.kind, code: family.code, message };
    // Electron's own words for a redirect that it was told not to follow.
    if (/redirect/i.test(cause.message)) return { kind: 'redirected', code: 'Http.Redirect', message };
  }
  return { kind: 'connectionLost', code: 'Network.ConnectionLost', message };
}

type Cause = { code: string | null; syscall: string | null; message: string };

/** The error and what caused it, outermost first, with the alternatives of an AggregateError (one per address tried). */
function chainOfCauses(error: unknown, depth = 0): Cause[] {
  if (!(error instanceof Error) || depth > 8) {
    return depth === 0 ? [{ code: null, syscall: null, message: String(error) }] : [];
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const syscall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : null;
  const alternatives: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [
    { code, syscall, message: error.message },
    ...alternatives.flatMap((alternative) => chainOfCauses(alternative, depth + 1)),
    ...chainOfCauses(error.cause, depth + 1),
  ];
}
