/** Counts changes. A reader can wait for a change after the last one it has seen. */
export class ChangeFeed {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Number of changes so far. */
  get count(): number {
    return this.#count;
  }

  /** Reports a change. */
  report(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /**
   * Waits until there have been more changes than `seen`.
   * @param deadline in the milliseconds of `performance.now()`
   * @returns false if the deadline passed first
   */
  changedSince(seen: number, deadline: number): Promise<boolean> {
    if (this.#count > seen) return Promise.resolve(true);
    return new Promise((resolve) => {
      const remainingMs = Math.max(0, deadline - performance.now());
      const timer = setTimeout(onDeadline, remainingMs);
      const waiting = this.#waiting;
      waiting.add(wake);

      function wake(): void {
        clearTimeout(timer);
        resolve(true);
      }
      function onDeadline(): void {
        waiting.delete(wake);
        resolve(false);
      }
    });
  }
}
