/**
 * Presence watch: polls the desktop's presence sources and reports when the agent leaves or comes back. The sources are
 * ports: while one throws, does not answer or stops reporting, presence is "cannot tell".
 */
import type { AppState } from '../../shared/state.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { reliableIdleMs, initialCounter, withReading, type IdleCounter } from './idle-counter.ts';
import {
  detectScreenLock,
  evaluatePresence,
  type Evidence,
  type LockReport,
  type Presence,
} from './presence.ts';

/** A source's result. A missing field is unknown. */
export type PresenceReading = {
  locks?: readonly Omit<LockReport, 'at'>[];
  active?: boolean;
  /** Milliseconds since the last input, by the name of the counter. */
  counters?: Readonly<Record<string, number>>;
  /** Whether the source would report that the computer goes to sleep. */
  reportsSleep?: boolean;
};

/** An event of a source. `changed`: read again. `lockRequested`: the agent has requested the lock. */
export type PresenceEvent = 'changed' | 'lockRequested' | 'suspend' | 'resume';

export type PresenceSource = {
  query: () => Promise<PresenceReading>;
  /** Read only in every nth frequent poll, because a source in another process costs more. */
  pollDivisor: number;
  /** Registers a listener until the returned function is called. */
  subscribe: (onEvent: (event: PresenceEvent) => void) => CancelTimer;
};

/** How often to poll: `away` detects only that the agent leaves or comes back, `close` whether the agent is present. */
export type PollingMode = 'none' | 'away' | 'close';

export type PresenceWatchDeps = {
  time: Clock;
  /** Provided by the system itself, and always subscribed to. */
  system: PresenceSource;
  /** An optional source, loaded when polling starts; null if there is none. */
  loadOptionalSource: () => Promise<PresenceSource | null>;
  pollingMode: () => PollingMode;
  /** After this many milliseconds without input the agent counts as away; null: never. */
  idleAfterMs: () => number | null;
  onAway: (cause: 'lock' | 'sleep' | 'idle') => void;
  /** The screen is visible again, as far as is known. */
  onScreenVisible: () => void;
  /**
   * The agent is back. After sleep this is called a moment after the screen is visible, because a lock screen may
   * follow.
   */
  onReturn: () => void;
  /** What this desktop can report, as far as is known by now. */
  onCapabilitiesChange: (capabilities: AppState['presenceCapabilities']) => void;
};

export type PresenceWatch = {
  start: () => void;
  /** Applies the current polling mode. */
  updatePollingMode: () => void;
  now: () => Presence;
  stop: () => void;
};

const FREQUENT_POLL_MS = 1_000;
const POLL_MS = 15_000;
/** A source that has not answered by then is read again. */
const READ_TIMEOUT_MS = 3_000;
/** A lock screen may appear this long after the computer woke up, in milliseconds. */
const WAKE_SETTLE_MS = 3_000;
/**
 * Timers stop while the computer sleeps, so this many milliseconds of a timer mean that it is awake, whatever was
 * reported.
 */
const ASSUME_AWAKE_MS = 30_000;
/** After this many frequent polls without a result, the desktop counts as unable to report. */
const MAX_UNSUCCESSFUL_POLLS = 20;

type TimedReading = { reading: PresenceReading; at: number };

export function createPresenceWatch(deps: PresenceWatchDeps): PresenceWatch {
  const { time, system } = deps;
  const latest = new Map<PresenceSource, TimedReading>();
  const counters = new Map<string, IdleCounter>();
  const pending = new Map<PresenceSource, number>();
  const cleanups: CancelTimer[] = [];
  let optionalSource: PresenceSource | null = null;
  let isStarted = false;
  let isLoading = false;
  let pollCount = 0;
  let readCount = 0;
  let isAsleep = false;
  let awayCause: 'lock' | 'sleep' | null = null;
  let isIdle = false;
  let shownCapabilities: AppState['presenceCapabilities'] = { lock: null, sleep: null, idle: null };
  let cancelPoll: CancelTimer = () => {};
  let cancelSettle: CancelTimer = () => {};
  let cancelAwake: CancelTimer = () => {};

  function evidence(): Evidence {
    const readings = [...latest.values()];
    return {
      locks: readings.flatMap(({ reading, at }) => (reading.locks ?? []).map((lock) => ({ ...lock, at }))),
      active: readings.find(({ reading }) => reading.active !== undefined)?.reading.active ?? null,
      isAsleep,
      counters: [...counters].map(([source, counter]) => ({ source, ...counter })),
    };
  }

  /** Inputs from before the agent left reveal nothing about who is present now. */
  function forgetInputs(): void {
    for (const [by, counter] of counters)
      counters.set(by, { ...initialCounter, isCounting: counter.isCounting });
  }

  function recordReading(source: PresenceSource, reading: PresenceReading): void {
    const at = time.now();
    latest.set(source, { reading, at });
    for (const [by, idleMs] of Object.entries(reading.counters ?? {})) {
      counters.set(by, withReading(counters.get(by) ?? initialCounter, { at, idleMs }));
    }
  }

  async function readSource(source: PresenceSource): Promise<void> {
    if (pending.has(source)) return;
    readCount += 1;
    const id = readCount;
    pending.set(source, id);
    const cancel = time.setTimer(READ_TIMEOUT_MS, () => finish(null));
    function finish(reading: PresenceReading | null): void {
      // The result of a superseded or timed out reading is outdated.
      if (pending.get(source) !== id) return;
      pending.delete(source);
      cancel();
      if (reading) recordReading(source, reading);
      else latest.delete(source);
      evaluate();
    }
    let reading: PresenceReading | null = null;
    try {
      reading = await source.query();
    } catch {
      // The reason is irrelevant: the presence is unknown.
    }
    finish(reading);
  }

  /** Derives changes from all that is known, and reports them. */
  function evaluate(): void {
    showCapabilities();
    const seen = evidence();
    const now = !detectScreenLock(seen) ? null : isAsleep ? 'sleep' : 'lock';
    if (now !== awayCause) {
      const wasAsleep = awayCause === 'sleep';
      awayCause = now;
      forgetInputs();
      cancelSettle();
      if (now) deps.onAway(now);
      else handleReturn(wasAsleep ? WAKE_SETTLE_MS : 0);
    }
    evaluateIdle(seen);
  }

  function handleReturn(delayMs: number): void {
    isIdle = false;
    deps.onScreenVisible();
    if (delayMs > 0) cancelSettle = time.setTimer(delayMs, deps.onReturn);
    else deps.onReturn();
  }

  function evaluateIdle({ counters: seen }: Evidence): void {
    const limit = deps.idleAfterMs();
    const idleTimes = seen.map(reliableIdleMs).filter((idleMs) => idleMs !== null);
    if (!isIdle && limit !== null && idleTimes.length > 0 && idleTimes.every((idleMs) => idleMs >= limit)) {
      isIdle = true;
      if (!awayCause) deps.onAway('idle');
      return;
    }
    const hasRecentInput = seen.some(
      ({ isCounting, last }) => isCounting && last !== null && last.idleMs < (limit ?? Infinity),
    );
    if (!isIdle || !hasRecentInput) return;
    isIdle = false;
    if (!awayCause) deps.onReturn();
  }

  function detectCapabilities(): AppState['presenceCapabilities'] {
    const hasGivenUp = pollCount >= MAX_UNSUCCESSFUL_POLLS;
    const readings = [...latest.values()].map(({ reading }) => reading);
    const toCapability = (found: boolean) => found || (hasGivenUp ? false : null);
    return {
      lock: toCapability(
        readings.some(({ locks = [] }) => locks.some(({ locked, isReliable }) => locked || isReliable)),
      ),
      sleep: toCapability(readings.some(({ reportsSleep }) => reportsSleep === true)),
      idle: toCapability([...counters.values()].some(({ isCounting }) => isCounting)),
    };
  }

  function showCapabilities(): void {
    const capabilities = detectCapabilities();
    const { lock, sleep, idle: counts } = shownCapabilities;
    if (capabilities.lock === lock && capabilities.sleep === sleep && capabilities.idle === counts) return;
    shownCapabilities = capabilities;
    deps.onCapabilitiesChange(capabilities);
  }

  function handleEvent(event: PresenceEvent, source: PresenceSource): void {
    switch (event) {
      case 'changed':
        // A reading in flight may be from before the change.
        pending.delete(source);
        void readSource(source);
        return;
      case 'lockRequested':
        if (!awayCause) deps.onAway('lock');
        return;
      case 'suspend':
        isAsleep = true;
        cancelAwake();
        cancelAwake = time.setTimer(ASSUME_AWAKE_MS, () => handleEvent('resume', source));
        evaluate();
        return;
      case 'resume':
        cancelAwake();
        isAsleep = false;
        forgetInputs();
        void readSource(system);
        if (optionalSource) void readSource(optionalSource);
        evaluate();
        return;
    }
  }

  function poll(): void {
    cancelPoll();
    if (!isStarted) return;
    const mode = deps.pollingMode();
    if (mode === 'none') {
      pollCount = 0;
      return;
    }
    void loadOptionalSource();
    for (const source of [system, ...(optionalSource ? [optionalSource] : [])]) {
      if (mode === 'away' || pollCount % source.pollDivisor === 0) void readSource(source);
    }
    pollCount += 1;
    cancelPoll = time.setTimer(mode === 'close' || isDetecting() ? FREQUENT_POLL_MS : POLL_MS, poll);
  }

  /** Whether counters are still polled frequently, because none was seen to count yet. */
  function isDetecting(): boolean {
    return deps.idleAfterMs() !== null && detectCapabilities().idle === null;
  }

  async function loadOptionalSource(): Promise<void> {
    if (optionalSource || isLoading) return;
    isLoading = true;
    try {
      const source = await deps.loadOptionalSource();
      if (!source) return;
      optionalSource = source;
      cleanups.push(source.subscribe((event) => handleEvent(event, source)));
      void readSource(source);
    } catch {
      // Without it fewer capabilities are available, and Settings shows that. The next poll tries again.
      isLoading = false;
    }
  }

  return {
    start: () => {
      isStarted = true;
      cleanups.push(system.subscribe((event) => handleEvent(event, system)));
      poll();
    },
    updatePollingMode: poll,
    now: () => evaluatePresence(evidence(), time.now()),
    stop: () => {
      isStarted = false;
      for (const cancel of [...cleanups.splice(0), cancelPoll, cancelSettle, cancelAwake]) cancel();
    },
  };
}
