/** The documented limits of STS. */
export const STS_LIMITS = {
  /** The longest session. */
  durationSeconds: 43_200,
  defaultDurationSeconds: 7200,
  /** Requests a second. */
  ratePerSecond: 20,
  /** The longest token of a temporary key, in bytes. */
  tokenBytes: 4096,
};
