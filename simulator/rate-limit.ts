/**
 * Creates the service's rate limit: a number of requests in any one second, counted for each action. Requests that were
 * refused by the limit do not count.
 */
export function createRateLimit(perSecond: number, clock: { now(): number }) {
  const recent = new Map<string, number[]>();
  return {
    /** Whether one more request for the action is within the limit. If so, it is counted. */
    admit(action: string): boolean {
      const now = clock.now();
      const inWindow = (recent.get(action) ?? []).filter((time) => time > now - 1000 && time <= now);
      const admitted = inWindow.length < perSecond;
      if (admitted) inWindow.push(now);
      recent.set(action, inWindow);
      return admitted;
    },
  };
}
