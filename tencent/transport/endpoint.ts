/**
 * The edition of Contact Center to use. The international and the mainland service have separate accounts. `gateway`: the company's
 * own server, which has an API of its own.
 */
export type Edition = 'international' | 'mainland' | 'custom' | 'gateway';

/** An address that is safe to send signed requests to. */
export type Endpoint = {
  edition: Edition;
  /** Scheme, host and (if not the default) port, without a trailing slash. */
  origin: string;
  /** The Host header that `fetch` sends for `origin`; it is signed. */
  host: string;
};

export type EndpointError =
  | 'empty'
  | 'notAnAddress'
  /** Neither https nor http to this computer. */
  | 'notSecure'
  | 'hasUserInfo'
  /** The signature covers only the path "/" and an empty query. */
  | 'hasPath';

export type EndpointResult = { ok: true; endpoint: Endpoint } | { ok: false; error: EndpointError };

const EDITION_ORIGINS = {
  international: 'https://ccc.intl.tencentcloudapi.com',
  mainland: 'https://ccc.tencentcloudapi.com',
};

/**
 * Returns the endpoint of an edition.
 *
 * @param customAddress used for the editions `custom` and `gateway` only; surrounding spaces are ignored
 */
export function parseEndpoint(edition: Edition, customAddress = ''): EndpointResult {
  if (edition !== 'custom' && edition !== 'gateway')
    return accept(edition, new URL(EDITION_ORIGINS[edition]));

  const address = customAddress.trim();
  if (address === '') return refuse('empty');
  // The URL parser accepts "https:host", "https:///host" and backslashes, which are typing mistakes.
  if (/[\s\\]/.test(address) || !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(address)) return refuse('notAnAddress');

  if (!URL.canParse(address)) return refuse('notAnAddress');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '' || address.includes('@')) return refuse('hasUserInfo');
  if (url.pathname !== '/' || /[?#]/.test(address)) return refuse('hasPath');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) {
    return accept(edition, url);
  }
  return refuse('notSecure');
}

/**
 * Whether a host name from a parsed URL is this computer: 127.0.0.0/8, ::1 and localhost, which browsers and the
 * resolver of every desktop system keep on the loopback interface.
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    // The URL parser has already normalized every notation of an IPv4 address to four decimal parts.
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function accept(edition: Edition, url: URL): EndpointResult {
  return { ok: true, endpoint: { edition, origin: url.origin, host: url.host } };
}

function refuse(error: EndpointError): EndpointResult {
  return { ok: false, error };
}
