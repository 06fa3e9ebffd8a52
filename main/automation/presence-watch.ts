/**
 * Watches what the desktop tells of the agent: who is asked, how often, and what follows when the agent leaves or comes
 * back. The sources are ports: one that throws, never answers, or stops telling leaves "cannot tell" behind.
 */
import type { AppState } from '../../preload/contract/state.ts';
import type { Cancel, Time } from '../time.ts';
import { provenIdleMs, unseenCounter, withReading, type IdleCounter } from './idle-counter.ts';
import { isShut, judgePresence, type Evidence, type LockWord, type Presence } from './presence.ts';

/** What a source tells when it is asked. What it leaves out it does not know. */
export type SourceAnswer = {
  locks?: readonly Omit<LockWord, 'at'>[];
  active?: boolean;
  /** Milliseconds since the last input, by the name of the counter. */
  counters?: Readonly<Record<string, number>>;
  /** Whether it would tell that the computer goes to sleep. */
  tellsSleep?: boolean;
};

/** What a source tells without being asked. `changed`: ask again. `lockAsked`: the agent has asked for the lock. */
export type SourceNews = 'changed' | 'lockAsked' | 'suspend' | 'resume';

export type PresenceSource = {
  ask: () => Promise<SourceAnswer>;
  /** Asked only every so many close looks: who lives in another process costs more. */
  everyLooks: number;
  /** Listens until it is stopped. */
  listen: (onNews: (news: SourceNews) => void) => Cancel;
};

/** How closely to look: `away` only that the agent leaves or comes back; `close` whether somebody is there. */
export type Look = 'none' | 'away' | 'close';

export type PresenceWatchPorts = {
  time: Time;
  /** Told of by the system itself, and always listened to. */
  system: PresenceSource;
  /** More of them, loaded when something is looked for; null where there are none. */
  loadMore: () => Promise<PresenceSource | null>;
  look: () => Look;
  /** After so many milliseconds without input the agent counts as away; null: never. */
  idleAfterMs: () => number | null;
  onLeft: (cause: 'lock' | 'sleep' | 'idle') => void;
  /** The screen can be seen again, as far as is known. */
  onScreen: () => void;
  /** Somebody is back. After sleep a moment later than the screen, for a lock screen may come yet. */
  onBack: () => void;
  /** What this desktop tells, as far as it is known by now. */
  onSenses: (senses: AppState['senses']) => void;
};

export type PresenceWatch = {
  start: () => void;
  /** Looks as closely as is now asked for. */
  follow: () => void;
  now: () => Presence;
  stop: () => void;
};

const CLOSE_LOOK_MS = 1_000;
const LOOK_MS = 15_000;
/** A source that has not answered by then is asked again. */
const ANSWER_MS = 3_000;
/** A lock screen may come a moment after the computer has woken up. */
const SETTLE_MS = 3_000;
/** Timers stand still while the computer sleeps: who is awake this long is not asleep, whatever was told. */
const AWAKE_MS = 30_000;
/** After so many close looks in vain a desktop is said not to tell. */
const LOOKS_IN_VAIN = 20;

type Known = { answer: SourceAnswer; at: number };

export function createPresenceWatch(ports: PresenceWatchPorts): PresenceWatch {
  const { time, system } = ports;
  const known = new Map<PresenceSource, Known>();
  const counters = new Map<string, IdleCounter>();
  const pending = new Map<PresenceSource, number>();
  const stops: Cancel[] = [];
  let more: PresenceSource | null = null;
  let started = false;
  let loading = false;
  let looks = 0;
  let asks = 0;
  let asleep = false;
  let gone: 'lock' | 'sleep' | null = null;
  let idle = false;
  let shown: AppState['senses'] = { lock: null, sleep: null, idle: null };
  let cancelLook: Cancel = () => {};
  let cancelSettle: Cancel = () => {};
  let cancelAwake: Cancel = () => {};

  function evidence(): Evidence {
    const answers = [...known.values()];
    return {
      locks: answers.flatMap(({ answer, at }) => (answer.locks ?? []).map((lock) => ({ ...lock, at }))),
      active: answers.find(({ answer }) => answer.active !== undefined)?.answer.active ?? null,
      asleep,
      counters: [...counters].map(([by, counter]) => ({ by, ...counter })),
    };
  }

  /** What was seen before the agent left proves nothing about who is there now. */
  function forgetInputs(): void {
    for (const [by, counter] of counters) counters.set(by, { ...unseenCounter, counts: counter.counts });
  }

  function take(source: PresenceSource, answer: SourceAnswer): void {
    const at = time.now();
    known.set(source, { answer, at });
    for (const [by, idleMs] of Object.entries(answer.counters ?? {})) {
      counters.set(by, withReading(counters.get(by) ?? unseenCounter, { at, idleMs }));
    }
  }

  async function ask(source: PresenceSource): Promise<void> {
    if (pending.has(source)) return;
    asks += 1;
    const id = asks;
    pending.set(source, id);
    const cancel = time.after(ANSWER_MS, () => settle(null));
    function settle(answer: SourceAnswer | null): void {
      // An answer that came too late is no longer about now.
      if (pending.get(source) !== id) return;
      pending.delete(source);
      cancel();
      if (answer) take(source, answer);
      else known.delete(source);
      conclude();
    }
    let answer: SourceAnswer | null = null;
    try {
      answer = await source.ask();
    } catch {
      // Why does not matter: what cannot be told is not known.
    }
    settle(answer);
  }

  /** What follows from all that is known. */
  function conclude(): void {
    showSenses();
    const seen = evidence();
    const now = !isShut(seen) ? null : asleep ? 'sleep' : 'lock';
    if (now !== gone) {
      const wasAsleep = gone === 'sleep';
      gone = now;
      forgetInputs();
      cancelSettle();
      if (now) ports.onLeft(now);
      else comeBack(wasAsleep ? SETTLE_MS : 0);
    }
    concludeIdle(seen);
  }

  function comeBack(wait: number): void {
    idle = false;
    ports.onScreen();
    if (wait > 0) cancelSettle = time.after(wait, ports.onBack);
    else ports.onBack();
  }

  function concludeIdle({ counters: seen }: Evidence): void {
    const limit = ports.idleAfterMs();
    const proven = seen.map(provenIdleMs).filter((idleMs) => idleMs !== null);
    if (!idle && limit !== null && proven.length > 0 && proven.every((idleMs) => idleMs >= limit)) {
      idle = true;
      if (!gone) ports.onLeft('idle');
      return;
    }
    const touched = seen.some(
      ({ counts, last }) => counts && last !== null && last.idleMs < (limit ?? Infinity),
    );
    if (!idle || !touched) return;
    idle = false;
    if (!gone) ports.onBack();
  }

  function senses(): AppState['senses'] {
    const inVain = looks >= LOOKS_IN_VAIN;
    const answers = [...known.values()].map(({ answer }) => answer);
    const told = (found: boolean) => found || (inVain ? false : null);
    return {
      lock: told(answers.some(({ locks = [] }) => locks.some(({ locked, sure }) => locked || sure))),
      sleep: told(answers.some(({ tellsSleep }) => tellsSleep === true)),
      idle: told([...counters.values()].some(({ counts }) => counts)),
    };
  }

  function showSenses(): void {
    const told = senses();
    const { lock, sleep, idle: counts } = shown;
    if (told.lock === lock && told.sleep === sleep && told.idle === counts) return;
    shown = told;
    ports.onSenses(told);
  }

  function hear(news: SourceNews, source: PresenceSource): void {
    switch (news) {
      case 'changed':
        // Another answer may be under way, from before the change.
        pending.delete(source);
        void ask(source);
        return;
      case 'lockAsked':
        if (!gone) ports.onLeft('lock');
        return;
      case 'suspend':
        asleep = true;
        cancelAwake();
        cancelAwake = time.after(AWAKE_MS, () => hear('resume', source));
        conclude();
        return;
      case 'resume':
        cancelAwake();
        asleep = false;
        forgetInputs();
        void ask(system);
        if (more) void ask(more);
        conclude();
        return;
    }
  }

  function lookNow(): void {
    cancelLook();
    if (!started) return;
    const look = ports.look();
    if (look === 'none') {
      looks = 0;
      return;
    }
    void loadMore();
    for (const source of [system, ...(more ? [more] : [])]) {
      if (look === 'away' || looks % source.everyLooks === 0) void ask(source);
    }
    looks += 1;
    cancelLook = time.after(look === 'close' || isFindingOut() ? CLOSE_LOOK_MS : LOOK_MS, lookNow);
  }

  /** A counter is believed after it was seen to count; until then it is looked at closely. */
  function isFindingOut(): boolean {
    return ports.idleAfterMs() !== null && senses().idle === null;
  }

  async function loadMore(): Promise<void> {
    if (more || loading) return;
    loading = true;
    try {
      const source = await ports.loadMore();
      if (!source) return;
      more = source;
      stops.push(source.listen((news) => hear(news, source)));
      void ask(source);
    } catch {
      // Without it less can be told, and Settings says so. The next look tries again.
      loading = false;
    }
  }

  return {
    start: () => {
      started = true;
      stops.push(system.listen((news) => hear(news, system)));
      lookNow();
    },
    follow: lookNow,
    now: () => judgePresence(evidence(), time.now()),
    stop: () => {
      started = false;
      for (const cancel of [...stops.splice(0), cancelLook, cancelSettle, cancelAwake]) cancel();
    },
  };
}
