/** How long the status service waits for its ports, whatever limits they keep themselves. */

/**
 * For one call, in milliseconds. The client takes 10 s for a request and its repetition, after up to 70 s for the keys: a
 * person may be typing a password or a second factor.
 */
export const CALL_LIMIT_MS = 95_000;

/** A call of which somebody waits for the end has this long from its start: a request is never allowed more than 10 s. */
export const GIVE_WAY_MS = 12_000;
