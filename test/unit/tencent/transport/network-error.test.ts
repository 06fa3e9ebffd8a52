import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { failureTraits, type FailureKind } from '../../../../tencent/failure.ts';
import { classifyNetworkError } from '../../../../tencent/transport/network-error.ts';

/**
 * Chromium's list of network errors (`net/base/net_error_list.h`) without those of its cache, of files and of FTP,
 * which cannot occur for a POST without a cache. Names are in the order of the list.
 */
const NOT_SENT: Partial<Record<FailureKind, string>> = {
  noNetwork: 'INTERNET_DISCONNECTED ADDRESS_UNREACHABLE',
  dnsFailure: `NAME_NOT_RESOLVED HOST_RESOLVER_QUEUE_TOO_LARGE NAME_RESOLUTION_FAILED ICANN_NAME_COLLISION
    DNS_MALFORMED_RESPONSE DNS_SERVER_REQUIRES_TCP DNS_SERVER_FAILED DNS_TIMED_OUT DNS_CACHE_MISS DNS_SEARCH_EMPTY
    DNS_SORT_ERROR DNS_SECURE_RESOLVER_HOSTNAME_RESOLUTION_FAILED DNS_NAME_HTTPS_ONLY DNS_REQUEST_CANCELLED
    DNS_NO_MATCHING_SUPPORTED_ALPN`,
  connectionRefused: 'CONNECTION_REFUSED',
  serverUnreachable: `H2_OR_QUIC_REQUIRED CONNECTION_FAILED ADDRESS_INVALID CONNECTION_TIMED_OUT
    PRECONNECT_MAX_SOCKET_LIMIT NETWORK_ACCESS_DENIED TEMPORARILY_THROTTLED ADDRESS_IN_USE
    SOCKET_SET_RECEIVE_BUFFER_SIZE_ERROR SOCKET_SET_SEND_BUFFER_SIZE_ERROR SOCKET_RECEIVE_BUFFER_SIZE_UNCHANGEABLE
    SOCKET_SEND_BUFFER_SIZE_UNCHANGEABLE EARLY_DATA_REJECTED WRONG_VERSION_ON_EARLY_DATA
    HTTP2_SERVER_REFUSED_STREAM QUIC_HANDSHAKE_FAILED QUIC_GOAWAY_REQUEST_CAN_BE_RETRIED`,
  proxyRefused: `TUNNEL_CONNECTION_FAILED PROXY_AUTH_UNSUPPORTED SOCKS_CONNECTION_FAILED
    SOCKS_CONNECTION_HOST_UNREACHABLE PROXY_AUTH_REQUESTED PROXY_CONNECTION_FAILED
    MANDATORY_PROXY_CONFIGURATION_FAILED PROXY_CERTIFICATE_INVALID HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT
    UNABLE_TO_REUSE_CONNECTION_FOR_PROXY_AUTH UNEXPECTED_PROXY_AUTH PAC_SCRIPT_FAILED MALFORMED_IDENTITY
    NO_SUPPORTED_PROXIES INVALID_AUTH_CREDENTIALS UNSUPPORTED_AUTH_SCHEME MISSING_AUTH_CREDENTIALS
    UNEXPECTED_SECURITY_LIBRARY_STATUS MISCONFIGURED_AUTH_ENVIRONMENT UNDOCUMENTED_SECURITY_LIBRARY_STATUS
    PAC_NOT_IN_DHCP PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION PROXY_HTTP_1_1_REQUIRED PAC_SCRIPT_TERMINATED`,
  tlsUntrusted: `SSL_PINNED_KEY_NOT_IN_CERT_CHAIN SSL_SERVER_CERT_BAD_FORMAT CERT_COMMON_NAME_INVALID
    CERT_DATE_INVALID CERT_AUTHORITY_INVALID CERT_CONTAINS_ERRORS CERT_NO_REVOCATION_MECHANISM
    CERT_UNABLE_TO_CHECK_REVOCATION CERT_REVOKED CERT_INVALID CERT_WEAK_SIGNATURE_ALGORITHM CERT_NON_UNIQUE_NAME
    CERT_WEAK_KEY CERT_NAME_CONSTRAINT_VIOLATION CERT_VALIDITY_TOO_LONG CERTIFICATE_TRANSPARENCY_REQUIRED
    CERT_SYMANTEC_LEGACY CERT_KNOWN_INTERCEPTION_BLOCKED QUIC_CERT_ROOT_NOT_KNOWN INSECURE_RESPONSE`,
  tlsFailed: `SSL_PROTOCOL_ERROR SSL_CLIENT_AUTH_CERT_NEEDED NO_SSL_VERSIONS_ENABLED SSL_VERSION_OR_CIPHER_MISMATCH
    BAD_SSL_CLIENT_AUTH_CERT ALPN_NEGOTIATION_FAILED SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED
    SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY SSL_CLIENT_AUTH_SIGNATURE_FAILED SSL_HANDSHAKE_NOT_COMPLETED
    SSL_BAD_PEER_PUBLIC_KEY CLIENT_AUTH_CERT_TYPE_UNSUPPORTED SSL_DECRYPT_ERROR_ALERT SSL_UNRECOGNIZED_NAME_ALERT
    SSL_CLIENT_AUTH_CERT_BAD_FORMAT SSL_OBSOLETE_CIPHER SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS
    TLS13_DOWNGRADE_DETECTED SSL_KEY_USAGE_INCOMPATIBLE INVALID_ECH_CONFIG_LIST ECH_NOT_NEGOTIATED
    ECH_FALLBACK_CERTIFICATE_INVALID NO_PRIVATE_KEY_FOR_CERT`,
  requestBlocked: `BLOCKED_BY_CLIENT BLOCKED_BY_ADMINISTRATOR CLEARTEXT_NOT_PERMITTED BLOCKED_BY_CSP
    CACHED_IP_ADDRESS_SPACE_BLOCKED_BY_LOCAL_NETWORK_ACCESS_POLICY`,
  addressWrong: 'INVALID_URL DISALLOWED_URL_SCHEME UNKNOWN_URL_SCHEME UNSAFE_PORT',
  redirected: 'INVALID_REDIRECT TOO_MANY_REDIRECTS UNSAFE_REDIRECT',
};

/** The request may have left, or its response may have arrived. */
const OUTCOME_UNKNOWN: Partial<Record<FailureKind, string>> = {
  timedOut: 'TIMED_OUT',
  responseTooLarge: 'RESPONSE_HEADERS_TOO_BIG',
  connectionLost: `FAILED ABORTED INVALID_ARGUMENT INVALID_HANDLE UNEXPECTED ACCESS_DENIED NOT_IMPLEMENTED
    INSUFFICIENT_RESOURCES OUT_OF_MEMORY SOCKET_NOT_CONNECTED NETWORK_CHANGED SOCKET_IS_CONNECTED
    UPLOAD_STREAM_REWIND_NOT_SUPPORTED CONTEXT_SHUT_DOWN BLOCKED_BY_RESPONSE BLOCKED_BY_ORB CONNECTION_CLOSED
    CONNECTION_RESET CONNECTION_ABORTED SSL_RENEGOTIATION_REQUESTED SSL_NO_RENEGOTIATION
    WINSOCK_UNEXPECTED_WRITTEN_BYTES SSL_DECOMPRESSION_FAILURE_ALERT SSL_BAD_RECORD_MAC_ALERT MSG_TOO_BIG
    SSL_SERVER_CERT_CHANGED NO_BUFFER_SPACE INVALID_RESPONSE INVALID_CHUNKED_ENCODING METHOD_NOT_SUPPORTED
    EMPTY_RESPONSE CONTENT_DECODING_FAILED NETWORK_IO_SUSPENDED SYN_REPLY_NOT_RECEIVED HTTP2_PROTOCOL_ERROR
    RESPONSE_BODY_TOO_BIG_TO_DRAIN RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH INCOMPLETE_HTTP2_HEADERS
    RESPONSE_HEADERS_MULTIPLE_LOCATION HTTP2_PING_FAILED CONTENT_LENGTH_MISMATCH INCOMPLETE_CHUNKED_ENCODING
    QUIC_PROTOCOL_ERROR RESPONSE_HEADERS_TRUNCATED HTTP2_INADEQUATE_TRANSPORT_SECURITY HTTP2_FLOW_CONTROL_ERROR
    HTTP2_FRAME_SIZE_ERROR HTTP2_COMPRESSION_ERROR HTTP_1_1_REQUIRED INVALID_HTTP_RESPONSE
    CONTENT_DECODING_INIT_FAILED HTTP2_RST_STREAM_NO_ERROR_RECEIVED TOO_MANY_RETRIES HTTP2_STREAM_CLOSED
    HTTP2_CLIENT_REFUSED_STREAM INCONSISTENT_IP_ADDRESS_SPACE CERT_DATABASE_CHANGED CERT_VERIFIER_CHANGED
    A_NAME_OF_TOMORROW CERT_OF_TOMORROW PROXY_OF_TOMORROW`,
};

const rows = (table: Partial<Record<FailureKind, string>>) =>
  Object.entries(table).flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind] as const));

describe.each([
  { outcome: 'notApplied', table: NOT_SENT },
  { outcome: 'unknown', table: OUTCOME_UNKNOWN },
] as const)("after these errors of Chromium's the outcome is $outcome:", ({ outcome, table }) => {
  it.each(rows(table))('%s is %s', (name, kind) => {
    const failure = classifyNetworkError(new Error(`net::ERR_${name}`));
    expect(failure).toMatchObject({ kind, message: `net::ERR_${name}` });
    expect(failureTraits(failure.kind).outcome).toBe(outcome);
  });
});

it.each([
  ['NO_SUPPORTED_PROXIES', 'Network.ProxySettings'],
  ['PAC_SCRIPT_FAILED', 'Network.ProxySettings'],
  ['TUNNEL_CONNECTION_FAILED', 'Network.ProxyRefused'],
  ['HTTP2_SERVER_REFUSED_STREAM', 'Network.NotTaken'],
])('the code is more specific than the kind: %s is %s', (name, code) => {
  expect(classifyNetworkError(new Error(`net::ERR_${name}`)).code).toBe(code);
});

describe("Node's errors", () => {
  const failed = (properties: object, message = 'x') =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), properties) });

  it.each<[object, FailureKind]>([
    [{ code: 'ESOMETHINGNEW', syscall: 'connect' }, 'serverUnreachable'],
    [{ code: 'EADDRNOTAVAIL', syscall: 'connect' }, 'serverUnreachable'],
    [{ code: 'EMFILE', syscall: 'connect' }, 'serverUnreachable'],
    [{ code: 'ESOMETHINGNEW', syscall: 'getaddrinfo' }, 'serverUnreachable'],
    [{ code: 'ESOMETHINGNEW' }, 'connectionLost'],
    [{ code: 'EPERM', syscall: 'connect' }, 'requestBlocked'],
    [{ code: 'EPERM', syscall: 'write' }, 'connectionLost'],
    [{ code: 'EPROTO', syscall: 'write' }, 'connectionLost'],
    [{ code: 'UND_ERR_PRX_TLS' }, 'proxyRefused'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tlsUntrusted'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tlsUntrusted'],
    [{ code: 'INVALID_CA' }, 'tlsUntrusted'],
    [{ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }, 'tlsFailed'],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'tlsFailed'],
    [{ code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }, 'tlsFailed'],
    [{ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }, 'connectionLost'],
    [{ code: 'ERR_TLS_RENEGOTIATION_DISABLED' }, 'connectionLost'],
    [{ code: 'UND_ERR_BODY_TIMEOUT' }, 'timedOut'],
    [{ code: 'UND_ERR_DESTROYED' }, 'connectionLost'],
  ])('%j is %s', (properties, kind) => {
    expect(classifyNetworkError(failed(properties))).toMatchObject({ kind });
  });

  it('classifies a real connection that is closed during the TLS handshake', async () => {
    const server = createTcpServer((socket) => socket.once('data', () => socket.end()));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const error: unknown = await fetch(`https://127.0.0.1:${port}`).catch((reason: unknown) => reason);
    server.close();
    expect(classifyNetworkError(error)).toMatchObject({ kind: 'serverUnreachable' });
  });
});

describe('an unclassifiable value has an unknown outcome:', () => {
  const circle = new Error('round and round');
  circle.cause = circle;
  const hostile = new Proxy(new Error('x'), {
    get: () => {
      throw new Error('hands off');
    },
  });
  const manyErrors = () =>
    new AggregateError(Array.from({ length: 100_000 }, () => new Error('one of many')));
  const nested = new AggregateError(Array.from({ length: 10 }, manyErrors));

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'no'],
    ['a symbol', Symbol('no')],
    ['an object that cannot become a string', Object.create(null)],
    ['a cycle of causes', circle],
    ['an error whose fields throw', hostile],
    ['a million alternatives', nested],
  ])('%s', (_name, error) => {
    expect(classifyNetworkError(error)).toMatchObject({
      kind: 'connectionLost',
      code: 'Network.ConnectionLost',
    });
  });
});
