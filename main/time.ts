/** Stops what was started; harmless when called again. */
export type Cancel = () => void;

/** The clock, timers and chance, injected so that every rule about time is a fast unit test. */
export type Time = {
  /** Milliseconds since 1970, by this computer's clock. */
  now: () => number;
  /** Calls back once after a delay in milliseconds. */
  after: (milliseconds: number, callback: () => void) => Cancel;
  /** 0 ≤ chance < 1 */
  random: () => number;
};

/** The time of the real world. */
export const realTime: Time = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
