/** The clock that all instances share: Redis's. */

/**
 * Follows a remote clock by samples. A sample is exact to half of its round trip: the offset changes only when a sample
 * shows that it must, so that slow answers do not move the clock.
 */
export function createRedisClock(localNow: () => number) {
  let offsetMs: number | null = null;

  return {
    /** Milliseconds since 1970. Before the first sample: by the local clock. */
    now: () => Math.round(localNow() + (offsetMs ?? 0)),
    /**
     * @param remoteMs the time of the remote clock, read between the two local times
     */
    sample(sentAt: number, remoteMs: number, receivedAt: number): void {
      const middle = remoteMs - (sentAt + receivedAt) / 2;
      const halfMs = Math.abs(receivedAt - sentAt) / 2;
      offsetMs = Math.min(Math.max(offsetMs ?? middle, middle - halfMs), middle + halfMs);
    },
  };
}
