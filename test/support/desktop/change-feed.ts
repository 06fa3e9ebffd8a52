/** Counts changes, and lets a reader wait for one that came after what it has read. */
export class ChangeFeed {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** How many changes there have been. */
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
   * @returns false when the deadline came first
   */
  changedSince(seen: number, deadline: number): Promise<boolean> {
    if (this.#count > seen) return Promise.resolve(true);
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(
        () => {
          this.#waiting.delete(wake);
          resolve(false);
        },
        Math.max(0, deadline - performance.now()),
      );
      this.#waiting.add(wake);
    });
  }
}
