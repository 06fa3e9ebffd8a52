/** The end of a running call: by its time limit or by the caller's cancellation. */
export type Deadline = {
  /** Aborted at the end, so that the socket is closed. */
  signal: AbortSignal;
  /**
   * Waits for a promise, but not beyond the end. So neither a promise that never settles nor a `fetch` that ignores its
   * signal after the headers can block the caller.
   */
  race<T>(work: PromiseLike<T>): Promise<T>;
  /** Why it ended; null while it has not. */
  ended(): 'timedOut' | 'cancelled' | null;
  /** Cancels the timer and closes what is still open. Call it once, when the call is over. */
  close(): void;
};

export type SetTimer = (milliseconds: number, callback: () => void) => () => void;

/** @param setTimer calls back after a delay in milliseconds and returns a function that cancels it */
export function createDeadline(timeoutMs: number, setTimer: SetTimer, cancel?: AbortSignal): Deadline {
  const controller = new AbortController();
  let rejectEnd: (error: Error) => void = () => undefined;
  const end = new Promise<never>((_resolve, reject) => (rejectEnd = reject));
  // `race` handles the rejection; without a race it must not be reported as unhandled.
  end.catch(() => undefined);
  let endReason: 'timedOut' | 'cancelled' | null = null;

  const endWith = (reason: 'timedOut' | 'cancelled') => {
    if (endReason !== null || controller.signal.aborted) return;
    endReason = reason;
    controller.abort();
    rejectEnd(new Error(reason));
  };
  const onCancel = () => endWith('cancelled');
  const cancelTimer = setTimer(timeoutMs, () => endWith('timedOut'));
  cancel?.addEventListener('abort', onCancel, { once: true });
  if (cancel?.aborted === true) onCancel();

  return {
    signal: controller.signal,
    // The end is listed first, so that a call cancelled before it began does not proceed.
    race: (work) => Promise.race([end, work]),
    ended: () => endReason,
    close() {
      cancel?.removeEventListener('abort', onCancel);
      controller.abort();
      try {
        cancelTimer();
      } catch {
        // The call is over, and its result matters more than a timer without effect.
      }
    },
  };
}
