/** The end of a call that is still running: its time limit, or the caller's wish to cancel it. */
export type Deadline = {
  /** Aborted at the end, so that the socket is closed. */
  signal: AbortSignal;
  /**
   * Waits for work, but not beyond the end. A promise that never settles, or a `fetch` that does not react to its
   * signal once the headers are there, cannot keep the caller waiting.
   */
  race<T>(work: PromiseLike<T>): Promise<T>;
  /** Why it ended; null while it has not. */
  ended(): 'timedOut' | 'cancelled' | null;
  /** Stops waiting for the limit and closes what is still open. Call it once, when the call is over. */
  close(): void;
};

export type After = (milliseconds: number, callback: () => void) => () => void;

/** @param after calls back after a delay and returns a way to stop that. */
export function createDeadline(limitMs: number, after: After, cancel?: AbortSignal): Deadline {
  const controller = new AbortController();
  let endNow: (error: Error) => void = () => undefined;
  const end = new Promise<never>((_resolve, reject) => (endNow = reject));
  // The rejection is for `race`; when nobody is racing there is nobody to tell.
  end.catch(() => undefined);
  let why: 'timedOut' | 'cancelled' | null = null;

  const finish = (reason: 'timedOut' | 'cancelled') => {
    if (why !== null || controller.signal.aborted) return;
    why = reason;
    controller.abort();
    endNow(new Error(reason));
  };
  const onCancel = () => finish('cancelled');
  const stopTimer = after(limitMs, () => finish('timedOut'));
  cancel?.addEventListener('abort', onCancel, { once: true });
  if (cancel?.aborted === true) onCancel();

  return {
    signal: controller.signal,
    // The end comes first: a call that was cancelled before it began goes no further.
    race: (work) => Promise.race([end, work]),
    ended: () => why,
    close() {
      cancel?.removeEventListener('abort', onCancel);
      controller.abort();
      try {
        stopTimer();
      } catch {
        // The call is over, and what it came to matters more than a timer that rings for nobody.
      }
    },
  };
}
