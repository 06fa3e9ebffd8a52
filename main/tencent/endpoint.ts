/** Which Contact Center to talk to. The international and the mainland service keep separate accounts. */
export type Edition = 'international' | 'mainland' | 'custom';

/** An address that is safe to send signed requests to. */
export type Endpoint = {
  edition: Edition;
  /** Scheme, host and (when not the default) port, without a trailing slash. */
  origin: string;
  /** The Host header that `fetch` sends for `origin`; it is signed. */
  host: string;
};

export type EndpointProblem =
  | 'empty'
  | 'notAnAddress'
  /** Anything but https, or http to a host that is not this computer. */
  | 'notSecure'
  | 'hasUserInfo'
  /** The signature covers the path "/" and an empty query only. */
  | 'hasPath';

export type EndpointResult = { ok: true; endpoint: Endpoint } | { ok: false; problem: EndpointProblem };

const EDITION_ORIGINS = {
  international: 'https://ccc.intl.tencentcloudapi.com',
  mainland: 'https://ccc.tencentcloudapi.com',
};

/**
 * The address for an edition.
 *
 * @param customAddress looked at for the edition `custom` only; blanks around it are ignored.
 */
export function parseEndpoint(edition: Edition, customAddress = ''): EndpointResult {
  if (edition !== 'custom') return accept(edition, new URL(EDITION_ORIGINS[edition]));

  const address = customAddress.trim();
  if (address === '') return refuse('empty');
  // The URL parser is forgiving ("https:host", "https:///host", backslashes): a person who typed that made a mistake.
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
    // The URL parser has already turned every spelling of an IPv4 address into four decimal parts.
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function accept(edition: Edition, url: URL): EndpointResult {
  return { ok: true, endpoint: { edition, origin: url.origin, host: url.host } };
}

function refuse(problem: EndpointProblem): EndpointResult {
  return { ok: false, problem };
}
