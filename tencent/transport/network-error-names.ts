/**
 * Maps names of network errors to failure kinds, for errors that reveal what became of the request. Chromium's names
 * are defined in its `net/base/net_error_list.h`; "before" there means that no byte of the request was accepted by a
 * server of the address.
 *
 * A name is listed only if its own description rules the other case out. CERT_DATABASE_CHANGED, for example, closes
 * connections that are in use, and BLOCKED_BY_RESPONSE comes with the response: neither is listed. An unlisted name is
 * treated as a lost connection, whose request may have been applied.
 */
import type { FailureKind } from '../failure.ts';

/**
 * One kind of network failure. `chromium`: the names after `net::ERR_`. `node`: error codes of Node and of its fetch.
 */
export type ErrorFamily = { kind: FailureKind; code: string; chromium: string; node: RegExp | null };

const NEVER = null;

const BEFORE_A_CONNECTION: readonly ErrorFamily[] = [
  {
    kind: 'noNetwork',
    code: 'Network.Offline',
    chromium: 'INTERNET_DISCONNECTED ADDRESS_UNREACHABLE',
    node: /^(ENETUNREACH|ENETDOWN|EHOSTUNREACH)$/,
  },
  {
    kind: 'dnsFailure',
    code: 'Network.DnsFailure',
    chromium: `NAME_NOT_RESOLVED NAME_RESOLUTION_FAILED ICANN_NAME_COLLISION HOST_RESOLVER_QUEUE_TOO_LARGE
      DNS_MALFORMED_RESPONSE DNS_SERVER_REQUIRES_TCP DNS_SERVER_FAILED DNS_SERVER_FAILURE DNS_TIMED_OUT DNS_CACHE_MISS
      DNS_SEARCH_EMPTY DNS_SORT_ERROR DNS_SECURE_RESOLVER_HOSTNAME_RESOLUTION_FAILED DNS_NAME_HTTPS_ONLY
      DNS_REQUEST_CANCELLED DNS_NO_MATCHING_SUPPORTED_ALPN`,
    node: /^(ENOTFOUND|EAI_\w+)$/,
  },
  {
    kind: 'connectionRefused',
    code: 'Network.Refused',
    chromium: 'CONNECTION_REFUSED',
    node: /^ECONNREFUSED$/,
  },
  {
    kind: 'serverUnreachable',
    code: 'Network.Unreachable',
    chromium: `CONNECTION_TIMED_OUT CONNECTION_FAILED ADDRESS_INVALID ADDRESS_IN_USE NETWORK_ACCESS_DENIED
      TEMPORARILY_THROTTLED PRECONNECT_MAX_SOCKET_LIMIT H2_OR_QUIC_REQUIRED
      SOCKET_SET_RECEIVE_BUFFER_SIZE_ERROR SOCKET_SET_SEND_BUFFER_SIZE_ERROR
      SOCKET_RECEIVE_BUFFER_SIZE_UNCHANGEABLE SOCKET_SEND_BUFFER_SIZE_UNCHANGEABLE`,
    node: /^(ETIMEDOUT|EHOSTDOWN|EACCES|EADDRNOTAVAIL|EADDRINUSE|UND_ERR_CONNECT_TIMEOUT)$/,
  },
  {
    kind: 'addressWrong',
    code: 'Network.AddressRefused',
    chromium: 'INVALID_URL DISALLOWED_URL_SCHEME UNKNOWN_URL_SCHEME UNSAFE_PORT',
    node: /^ERR_INVALID_URL$/,
  },
  {
    kind: 'requestBlocked',
    code: 'Network.Blocked',
    chromium: `BLOCKED_BY_CLIENT BLOCKED_BY_ADMINISTRATOR BLOCKED_IN_INCOGNITO_BY_ADMINISTRATOR BLOCKED_BY_CSP
      BLOCKED_BY_FINGERPRINTING_PROTECTION BLOCKED_BY_PRIVATE_NETWORK_ACCESS_CHECKS
      BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS CLEARTEXT_NOT_PERMITTED
      CACHED_IP_ADDRESS_SPACE_BLOCKED_BY_PRIVATE_NETWORK_ACCESS_POLICY
      CACHED_IP_ADDRESS_SPACE_BLOCKED_BY_LOCAL_NETWORK_ACCESS_POLICY`,
    node: /^EPERM$/,
  },
];

const AT_THE_PROXY: readonly ErrorFamily[] = [
  {
    kind: 'proxyRefused',
    code: 'Network.ProxySettings',
    chromium: `NO_SUPPORTED_PROXIES MANDATORY_PROXY_CONFIGURATION_FAILED PAC_SCRIPT_FAILED PAC_SCRIPT_TERMINATED
      PAC_STATUS_NOT_OK PAC_NOT_IN_DHCP`,
    node: NEVER,
  },
  {
    kind: 'proxyRefused',
    code: 'Network.ProxyRefused',
    // HTTP authentication can only be requested by a proxy: the service uses its own signature.
    chromium: `PROXY_CONNECTION_FAILED PROXY_CERTIFICATE_INVALID PROXY_AUTH_REQUESTED PROXY_AUTH_UNSUPPORTED
      PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION PROXY_HTTP_1_1_REQUIRED PROXY_UNABLE_TO_CONNECT_TO_DESTINATION
      PROXY_DELEGATE_CANCELED_CONNECT_REQUEST PROXY_DELEGATE_CANCELED_CONNECT_RESPONSE
      HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT UNABLE_TO_REUSE_CONNECTION_FOR_PROXY_AUTH UNEXPECTED_PROXY_AUTH
      TUNNEL_CONNECTION_FAILED SOCKS_CONNECTION_FAILED SOCKS_CONNECTION_HOST_UNREACHABLE
      INVALID_AUTH_CREDENTIALS UNSUPPORTED_AUTH_SCHEME MISSING_AUTH_CREDENTIALS MALFORMED_IDENTITY
      MISCONFIGURED_AUTH_ENVIRONMENT UNEXPECTED_SECURITY_LIBRARY_STATUS UNDOCUMENTED_SECURITY_LIBRARY_STATUS`,
    node: /^UND_ERR_PRX_\w+$/,
  },
];

const IN_THE_TLS_HANDSHAKE: readonly ErrorFamily[] = [
  {
    kind: 'tlsUntrusted',
    code: 'Network.TlsUntrusted',
    chromium: `CERT_COMMON_NAME_INVALID CERT_DATE_INVALID CERT_AUTHORITY_INVALID CERT_CONTAINS_ERRORS
      CERT_NO_REVOCATION_MECHANISM CERT_UNABLE_TO_CHECK_REVOCATION CERT_REVOKED CERT_INVALID
      CERT_WEAK_SIGNATURE_ALGORITHM CERT_NON_UNIQUE_NAME CERT_WEAK_KEY CERT_NAME_CONSTRAINT_VIOLATION
      CERT_VALIDITY_TOO_LONG CERT_SYMANTEC_LEGACY CERT_KNOWN_INTERCEPTION_BLOCKED CERT_SELF_SIGNED_LOCAL_NETWORK
      CERTIFICATE_TRANSPARENCY_REQUIRED QUIC_CERT_ROOT_NOT_KNOWN INSECURE_RESPONSE
      SSL_PINNED_KEY_NOT_IN_CERT_CHAIN SSL_SERVER_CERT_BAD_FORMAT`,
    // The names of X.509 errors in Node's documentation of `tls`, and the one of a wrong host name.
    node: /^((CERT|CRL|UNABLE_TO)_\w+|\w*SELF_SIGNED_CERT\w*|ERROR_IN_(CERT|CRL)_\w+|PATH_LENGTH_EXCEEDED|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_\w+)$/,
  },
  {
    kind: 'tlsFailed',
    code: 'Network.TlsFailed',
    // An alert about a damaged record or a renegotiation can follow the request: neither is listed.
    chromium: `SSL_PROTOCOL_ERROR SSL_VERSION_OR_CIPHER_MISMATCH NO_SSL_VERSIONS_ENABLED SSL_OBSOLETE_CIPHER
      SSL_HANDSHAKE_NOT_COMPLETED SSL_BAD_PEER_PUBLIC_KEY SSL_DECRYPT_ERROR_ALERT SSL_UNRECOGNIZED_NAME_ALERT
      SSL_KEY_USAGE_INCOMPATIBLE TLS13_DOWNGRADE_DETECTED ALPN_NEGOTIATION_FAILED
      SSL_CLIENT_AUTH_CERT_NEEDED SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY
      SSL_CLIENT_AUTH_SIGNATURE_FAILED SSL_CLIENT_AUTH_CERT_BAD_FORMAT SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS
      BAD_SSL_CLIENT_AUTH_CERT CLIENT_AUTH_CERT_TYPE_UNSUPPORTED NO_PRIVATE_KEY_FOR_CERT
      INVALID_ECH_CONFIG_LIST ECH_NOT_NEGOTIATED ECH_FALLBACK_CERTIFICATE_INVALID`,
    node: /^(EPROTO|ERR_TLS_HANDSHAKE_TIMEOUT|ERR_SSL_(?!\w*(BAD_RECORD|RENEGOTIATION|UNEXPECTED_EOF))\w+)$/,
  },
];

const AFTER_A_CONNECTION: readonly ErrorFamily[] = [
  {
    kind: 'serverUnreachable',
    code: 'Network.NotTaken',
    // Each of these means that the server has not processed the request.
    chromium: `HTTP2_SERVER_REFUSED_STREAM QUIC_GOAWAY_REQUEST_CAN_BE_RETRIED QUIC_HANDSHAKE_FAILED
      EARLY_DATA_REJECTED WRONG_VERSION_ON_EARLY_DATA`,
    node: NEVER,
  },
  {
    kind: 'redirected',
    code: 'Http.Redirect',
    chromium: 'INVALID_REDIRECT TOO_MANY_REDIRECTS UNSAFE_REDIRECT',
    node: /^UND_ERR_REDIRECT$/,
  },
  {
    kind: 'timedOut',
    code: 'Network.TimedOut',
    chromium: 'TIMED_OUT',
    node: /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/,
  },
  {
    kind: 'responseTooLarge',
    code: 'Answer.TooLarge',
    chromium: 'RESPONSE_HEADERS_TOO_BIG',
    node: /^UND_ERR_(HEADERS_OVERFLOW|RES_EXCEEDED_MAX_SIZE)$/,
  },
];

const FAMILIES: readonly ErrorFamily[] = [
  ...BEFORE_A_CONNECTION,
  ...AT_THE_PROXY,
  ...IN_THE_TLS_HANDSHAKE,
  ...AFTER_A_CONNECTION,
];

const BY_CHROMIUM_NAME = new Map(
  FAMILIES.flatMap((family) => family.chromium.split(/\s+/).map((name) => [name, family] as const)),
);

/** @param name such as `CONNECTION_REFUSED` */
export function findChromiumFamily(name: string): ErrorFamily | undefined {
  return BY_CHROMIUM_NAME.get(name);
}

/** @param code such as `ECONNREFUSED` */
export function findNodeFamily(code: string): ErrorFamily | undefined {
  return FAMILIES.find(({ node }) => node?.test(code));
}
