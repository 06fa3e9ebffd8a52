/** Time limits of the status service for calls to its ports. They apply even if a port has a time limit of its own. */

/**
 * Limit of one call, in milliseconds. The client takes up to 10 s for a request and its repetition, after up to 70 s
 * for the credentials: the keychain or the credential process may prompt for a password or a second factor.
 */
export const CALL_TIMEOUT_MS = 95_000;

/**
 * Limit of a call from its start, in milliseconds, once a user action depends on its end. The client allows a request
 * 10 s at most.
 */
export const SHORTENED_TIMEOUT_MS = 12_000;

/**
 * The same, in milliseconds, if the receiver puts the requests of an agent in order. A request that is younger may still be on its
 * way: a newer one could overtake it.
 */
export const ORDERED_TIMEOUT_MS = 1_000;

/**
 * A request that was still valid when its call started may be sent within this many milliseconds, even if the intent
 * becomes stale meanwhile. A longer delay means that the call waited for credentials or that the computer slept.
 */
export const MAX_SEND_DELAY_MS = 10_000;

/**
 * A request that leaves sooner than this many milliseconds after its call began was just chosen: the agent was there. A lock
 * screen that is reported then is ending, or reported wrongly.
 */
export const MIN_WAIT_MS = 1_000;
