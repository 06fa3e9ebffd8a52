/** Limits of the local API. Times are in milliseconds. */

/** Of all clients together. A client that does not read or write occupies one of them for a while only. */
export const MAX_CONNECTIONS = 32;

/** Requests without a result, of one connection. */
export const MAX_OPEN_REQUESTS = 16;

/** What may wait to be read by a client, in bytes. A client that reads slower is disconnected. */
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** From the connection to its first complete line. */
export const HELLO_TIMEOUT_MS = 5_000;

/** From the first byte of a line to its end. */
export const LINE_TIMEOUT_MS = 10_000;

/** From the last error of a connection to its end, if the client does not end it. */
export const LINGER_MS = 1_000;

/** Without an open request. */
export const IDLE_TIMEOUT_MS = 10 * 60_000;

/** A client is shown in Settings after this time, so that a short command does not redraw the window. */
export const SHOWN_AFTER_MS = 1_000;
