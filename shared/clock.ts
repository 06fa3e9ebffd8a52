/** Cancels a timer. Calling it again has no effect. */
export type CancelTimer = () => void;

/** Clock, timers and random numbers, injected so that unit tests of time rules run without waiting. */
export type Clock = {
  /** Milliseconds since 1970, by this computer's clock. */
  now: () => number;
  /** Calls back once after a delay in milliseconds. */
  setTimer: (milliseconds: number, callback: () => void) => CancelTimer;
  /** 0 ≤ result < 1 */
  random: () => number;
};

/** The clock of the platform. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
